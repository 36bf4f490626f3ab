"""The API and the dashboard, each on its port; the dashboard sees the API under /api."""

import asyncio
import os
import threading
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from flight_tracker.settings import Settings
from local.bounded_http import BoundedHttp
from local.functions import load
from local.service import run

DASHBOARD = Path(__file__).resolve().parent.parent / "frontend" / "dist"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: https:",  # tiles, if somebody chooses some
        "connect-src 'self' https:",
        "manifest-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
"""As CloudFront sends it (infra/terraform/modules/website/headers.tf), but for tiles and frames:
there their origins are named. tests/infra/test_headers.py holds the two together."""

LAST_REQUESTS = 1
"""Seconds that open requests get at the end."""


def main(stop: threading.Event) -> None:
    settings = Settings.from_env(os.environ)
    api = load("api").app
    dashboard = Starlette(
        routes=[
            Mount("/api", app=api),
            Mount("/", app=_Page(directory=DASHBOARD, html=True)),
        ]
    )
    servers = [
        _server(api, settings.bind_address, settings.api_port),
        _server(dashboard, settings.bind_address, settings.dashboard_port),
    ]
    thread = threading.Thread(target=_run, args=(servers,), daemon=True)
    thread.start()
    while thread.is_alive() and not stop.wait(0.1):
        pass
    for server in servers:
        server.should_exit = True
    thread.join()


class _Page(StaticFiles):
    """The dashboard's files, which run nothing but their own."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
        return response


def _server(app: ASGIApp, host: str, port: int) -> uvicorn.Server:
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=BoundedHttp,
        lifespan="off",
        proxy_headers=False,  # whom to believe is the API's setting: TRUSTED_PROXIES
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    return uvicorn.Server(config)


def _run(servers: list[uvicorn.Server]) -> None:
    """On uvloop where there is one, as uvicorn's own command would."""
    with asyncio.Runner(loop_factory=servers[0].config.get_loop_factory()) as runner:
        runner.run(_serve(servers))


async def _serve(servers: list[uvicorn.Server]) -> None:
    await asyncio.gather(*(server.serve() for server in servers))


if __name__ == "__main__":
    run(main)
