"""HEAD is GET without the body (RFC 9110, section 9.3.2), wherever there is a GET."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

ASKED = "flight_api.head"
"""In the scope where only the head is asked for: an endless body need not begin."""


class Head:
    """Asks the application as if by GET, and keeps what it would have sent to itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def headers_only(message: Message) -> None:
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body else message)

        await self._app({**scope, "method": "GET", ASKED: True}, receive, headers_only)
