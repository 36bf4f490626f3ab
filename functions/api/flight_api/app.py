"""The FastAPI application around the services."""

from typing import Any

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.routing import BaseRoute

from flight_api import (
    airport_routes,
    documentation,
    history_routes,
    operation_routes,
    problems,
    report_routes,
    routes,
    stream_routes,
)
from flight_api.cors import Cors
from flight_api.head import Head
from flight_api.idempotency import Idempotency
from flight_api.observing import Observed
from flight_api.prefix import Prefix
from flight_api.rate_limiting import RateLimiting
from flight_api.security_headers import SecurityHeaders
from flight_api.services import Services
from flight_api.stream import Broadcast
from flight_tracker import __version__
from flight_tracker.settings import HttpSettings

DESCRIPTION = """Live aircraft states from OpenSky and other sources.

Names and units are OpenSky's: SI units, degrees WGS-84, Unix seconds. Null means unknown, never
zero. Errors are `application/problem+json`.
"""


def create_app(services: Services, http: HttpSettings | None = None) -> FastAPI:
    """The whole API over these services; without `http` with the defaults of those settings."""
    http = http or HttpSettings()
    app = FastAPIOffline(  # /docs from the package itself, not from somebody's CDN
        redoc_url=None,
        title="Flight tracker",
        version=__version__,
        description=DESCRIPTION,
        redirect_slashes=False,  # the address of a redirect would be the Host that was sent
        telemetry={"tracing": False, "metrics": False, "logs": False},  # Observed does that
    )
    app.state.services = services
    app.state.trusted_proxies = http.trusted_proxies
    app.state.posts = Idempotency(services.clock)
    app.state.broadcast = Broadcast(lambda: app.state.services)
    app.router.routes[:0] = [*_routes(), *documentation.routes(app)]
    problems.install(app)
    _surround(app, http)

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            from flight_api import openapi  # with its examples: nobody else waits for them

            app.openapi_schema = openapi.document(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]
    return app


def _routes() -> list[BaseRoute]:
    """The API's own, not as routers of their own: matching those costs a third of a 304.

    What is asked most comes first, and a path without a parameter before those with one:
    /flights/ingest is no aircraft.
    """
    routers = (
        routes.router,
        stream_routes.router,
        operation_routes.router,
        history_routes.router,
        airport_routes.router,
        report_routes.router,
    )
    every = [route for router in routers for route in router.routes]
    return sorted(every, key=lambda route: "{" in getattr(route, "path", ""))


def _surround(app: FastAPI, http: HttpSettings) -> None:
    """What every request passes: what is added last comes first."""
    app.add_middleware(RateLimiting, settings=http)
    app.add_middleware(Observed)  # its 500 is seen by those around it
    if http.cors_allowed_origins:
        app.add_middleware(Cors, origins=http.cors_allowed_origins)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Head)
    app.add_middleware(Prefix)
