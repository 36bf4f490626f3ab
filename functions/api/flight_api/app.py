"""The FastAPI application around the services."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi_offline import FastAPIOffline

from flight_api import airport_routes, history_routes, operation_routes, problems, routes, schemas
from flight_api.head import Head
from flight_api.services import Services
from flight_tracker import __version__

DESCRIPTION = """Live aircraft states from OpenSky and other sources.

Names and units are OpenSky's: SI units, degrees WGS-84, Unix seconds. Null means unknown, never
zero. Errors are `application/problem+json`.
"""


def create_app(services: Services) -> FastAPI:
    """The whole API over these services."""
    app = FastAPIOffline(  # /docs from the package itself, not from somebody's CDN
        redoc_url=None, title="Flight tracker", version=__version__, description=DESCRIPTION
    )
    app.state.services = services
    app.include_router(routes.router)
    app.include_router(operation_routes.router)
    app.include_router(history_routes.router)
    app.include_router(airport_routes.router)
    problems.install(app)
    app.add_middleware(Head)

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                license_info={"name": "MIT", "identifier": "MIT"},
            )
            document.setdefault("components", {})["schemas"] = schemas.components()
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
    return app
