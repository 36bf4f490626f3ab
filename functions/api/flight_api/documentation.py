"""/docs and /openapi.json as any other answer: kept, compressed, revalidated."""

import base64
import hashlib
import re

from fastapi import FastAPI, Request
from fastapi.responses import Response
from starlette.routing import Route

from flight_api import caching
from flight_api.answering import finished
from flight_api.caching import Answer
from flight_api.services import Services

PATHS = ("/openapi.json", "/docs")
KEPT = {"Cache-Control": "public, max-age=3600"}
POLICY = (
    "default-src 'none'; connect-src 'self'; img-src 'self' data:; style-src 'self' "
    "'unsafe-inline'; script-src 'self'{hashes}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def policy(page: bytes) -> str:
    """What the page may do: nothing from elsewhere, and no script that was not in it."""
    digests = (hashlib.sha256(script).digest() for script in _SCRIPT.findall(page))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return POLICY.format(hashes=hashes)


def routes(app: FastAPI) -> list[Route]:
    """In place of the framework's own, which say nothing to caches."""
    own = {route.path: route for route in app.routes if isinstance(route, Route)}
    return [_kept(own[path]) for path in PATHS]


def _kept(own: Route) -> Route:
    async def answered(request: Request) -> Response:
        services: Services = request.app.state.services
        key = caching.tag(own.path, request.scope.get("root_path", ""))
        answer = services.answers.get(key)
        if answer is None:
            made: Response = await own.endpoint(request)
            body, media_type = bytes(made.body), made.headers["content-type"]
            headers = {"Content-Security-Policy": policy(body)} if own.path == "/docs" else {}
            answer = Answer(body, media_type, caching.tag(body), headers)
            services.answers.put(key, answer)
        return await finished(request, answer, KEPT, key)

    return Route(own.path, answered, include_in_schema=False)
