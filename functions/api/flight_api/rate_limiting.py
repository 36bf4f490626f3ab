"""429 for those who ask too often, by their key or else by their address.

Headers as in the IETF draft "RateLimit header fields for HTTP"
(draft-ietf-httpapi-ratelimit-headers): `RateLimit-Policy: "address";q=600;w=60`, and
`RateLimit: "address";r=599;t=60`.
"""

from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flight_api import client_address, ingest
from flight_api.problems import problem
from flight_api.rate_limits import WINDOW, RateLimits
from flight_api.services import Services
from flight_tracker.settings import HttpSettings, api_keys

UNLIMITED = frozenset({"/health"})


class Policy(NamedTuple):
    """Whom it counts, and how many requests in a WINDOW; 0 is as many as come."""

    name: str
    client: str
    quota: int


class RateLimiting:
    """Counts each request but those of UNLIMITED. A wrong key counts for its address."""

    def __init__(self, app: ASGIApp, settings: HttpSettings) -> None:
        self._app, self._settings, self._limits = app, settings, RateLimits()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_counted = scope["type"] == "http" and _path(scope) not in UNLIMITED
        services: Services | None = scope["app"].state.services if is_counted else None
        policy = self._policy(scope, services) if services else None
        if services is None or policy is None or not policy.quota:
            await self._app(scope, receive, send)
            return
        taken = self._limits.take(policy.client, policy.quota, services.clock())

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = f'"{policy.name}";q={policy.quota};w={WINDOW}'
                headers["RateLimit"] = f'"{policy.name}";r={taken.remaining};t={taken.reset}'
            await send(message)

        if taken.is_allowed:
            await self._app(scope, receive, told)
            return
        detail = f"{policy.quota} requests in {WINDOW} s are allowed for each {policy.name}"
        await problem(429, detail, retry_after=taken.reset)(scope, receive, told)

    def _policy(self, scope: Scope, services: Services) -> Policy:
        given = Headers(scope=scope).get(ingest.HEADER)
        key = api_keys.find(services.producers, given) if given else None
        if key is not None:
            quota = key.rate_limit or self._settings.ingest_rate_limit
            return Policy("key", f"key {key.name or key.digest.hex()}", quota)
        quota = self._settings.rate_limit
        address = client_address.of(scope, self._settings.trusted_proxies) if quota else ""
        return Policy("address", address, quota)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))
