"""The HTTP API on Lambda, under functions-framework, and by any ASGI server."""

import logging
import os
from functools import cache
from typing import Any

from fastapi import FastAPI
from mangum import Mangum

from flight_api import lambda_answers, request_ids
from flight_api.app import create_app
from flight_api.services import Services
from flight_tracker import telemetry, wiring
from flight_tracker.settings import HttpSettings, Settings

services: Services
http_settings: HttpSettings

log = logging.getLogger(__name__)


def start(settings: Settings) -> None:
    """At the cold start, and when a secret has changed."""
    global services, http_settings
    http_settings = settings.http
    services = Services(
        live_view=wiring.live_view(settings),
        log=wiring.state_log(settings),
        store=wiring.object_store(settings),
        topic=settings.kafka.topic,
        ingest_api_keys=settings.ingest_api_keys,
        lakehouse_name=settings.lakehouse,
        history=cache(lambda: wiring.history(settings)),
    )
    if any(key.name is None for key in services.producers):
        log.warning("INGEST_API_KEYS holds a key itself: docs/api.md says how to make it a hash")


telemetry.configure()
for output in logging.getLogger().handlers:
    output.addFilter(request_ids.Noted())
logging.getLogger("mangum.http").setLevel(logging.WARNING)  # flight_api.observing has its lines
renewal = wiring.renewing(os.environ, start)
app = create_app(services, http_settings)  # limits and origins stay those of the start


@renewal
def handler(event: Any, context: Any) -> dict[str, Any]:
    """AWS Lambda, an event of API Gateway (format 2.0) or of a function URL."""
    answer: dict[str, Any] = Mangum(_current(), lifespan="off")(event, context)
    if answer["statusCode"] == 503:  # as the other functions say Unavailable
        renewal.hurry()
    return lambda_answers.fitting(answer)


async def http(request: Any) -> Any:
    """functions-framework, as an ASGI function: the application itself is the answer."""
    with renewal:
        return _current()


def _current() -> FastAPI:
    """The one application on the newest services: FastAPI would keep every one that is made."""
    app.state.services = services
    return app
