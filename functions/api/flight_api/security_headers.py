"""Headers that keep a browser from doing more with an answer than it should.

Source: OWASP, "HTTP Security Response Headers" and "REST Security" cheat sheets.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
WITH_POLICY = (
    *HEADERS,
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)


class SecurityHeaders:
    """Adds them to every answer. A page that brings a policy of its own keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            is_start = message["type"] == "http.response.start"
            await send(_with_headers(message) if is_start else message)

        await self._app(scope, receive, guarded)


def _with_headers(start: Message) -> Message:
    # Of two policies a browser obeys both: a page that brought its own keeps that one alone.
    has_own = any(name == b"content-security-policy" for name, _ in start["headers"])
    return {**start, "headers": [*start["headers"], *(HEADERS if has_own else WITH_POLICY)]}
