"""Pages of other origins may ask, if a setting names them (Fetch, "CORS protocol").

Starlette's middleware adds its headers only where a request has an `Origin`. A cache in front
would keep the answer without them and give it to a page that needs them: here each answer has
them, or says `Vary: Origin`.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_AGE = 86_400
"""Seconds for which a browser need not ask again; some take less."""

EXPOSED = (
    "ETag, Link, Retry-After, X-Stale, X-Request-Id, Server-Timing, RateLimit, RateLimit-Policy"
)
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST",
    "Access-Control-Allow-Headers": (
        "Content-Type, Content-Encoding, Idempotency-Key, If-Modified-Since, If-None-Match, "
        "Last-Event-ID, X-API-Key, X-Request-Id"
    ),
    "Access-Control-Max-Age": str(MAX_AGE),
}


class Cors:
    """`origins` as in the setting; `*` alone is everybody. Never with credentials."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        self._app, self._origins = app, frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin = headers.get("origin")

        async def allowed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._allow(MutableHeaders(scope=message), origin)
            await send(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in headers:
            is_allowed = "*" in self._origins or origin in self._origins
            await Response(status_code=204, headers=PREFLIGHT if is_allowed else None)(
                scope, receive, allowed
            )
            return
        await self._app(scope, receive, allowed)

    def _allow(self, headers: MutableHeaders, origin: str | None) -> None:
        if "*" in self._origins:
            headers["Access-Control-Allow-Origin"] = "*"
        else:
            headers.add_vary_header("Origin")
            if origin not in self._origins:
                return
            headers["Access-Control-Allow-Origin"] = origin or ""
        headers["Access-Control-Expose-Headers"] = EXPOSED
