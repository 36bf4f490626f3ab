"""Under /api a path means the same: a CDN in front of page and API sends it as it is."""

from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/api"


class Prefix:
    """Makes it the `root_path` (ASGI), which the links of /docs then begin with."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            root = scope.get("root_path", "")
            if scope["path"].removeprefix(root).startswith(f"{PREFIX}/"):
                scope = {**scope, "root_path": root + PREFIX}
        await self._app(scope, receive, send)
