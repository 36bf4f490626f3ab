"""Headers that keep a browser from doing more with an answer than it should.

Source: OWASP, "HTTP Security Response Headers" and "REST Security" cheat sheets.
"""

import base64
import hashlib
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

DOCS = "/docs"

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
POLICY = "default-src 'none'; frame-ancestors 'none'"
DOCS_POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'self' "
    "'unsafe-inline'; script-src 'self'{hashes}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """Adds them to every answer. The page of /docs may run its own scripts, each by its hash."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_page = scope["path"].removeprefix(scope.get("root_path", "")) == DOCS
        held: list[Message] = []

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                if is_page:
                    held.append(message)  # its policy needs the page's scripts
                    return
                message = _with(message, POLICY)
            elif held:
                await send(_with(held.pop(), docs_policy(message.get("body", b""))))
            await send(message)

        await self._app(scope, receive, guarded)


def _with(start: Message, policy: str) -> Message:
    # Of two policies a browser obeys both: a page that brought its own keeps that one alone.
    has_own = any(name == b"content-security-policy" for name, _ in start["headers"])
    own = HEADERS if has_own else (*HEADERS, (b"content-security-policy", policy.encode()))
    return {**start, "headers": [*start["headers"], *own]}


def docs_policy(page: bytes) -> str:
    """What the page may do: nothing from elsewhere, and no script that was not in it."""
    digests = (hashlib.sha256(script).digest() for script in _SCRIPT.findall(page))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return DOCS_POLICY.format(hashes=hashes)
