"""The HTTP API on Lambda, under functions-framework, and by any ASGI server."""

import os
from functools import cache
from typing import Any

from mangum import Mangum

from flight_api.app import create_app
from flight_api.services import Services
from flight_tracker import telemetry, wiring
from flight_tracker.settings import Settings

telemetry.configure()
settings = Settings.from_env(os.environ)
app = create_app(
    Services(
        live_view=wiring.live_view(settings),
        log=wiring.state_log(settings),
        store=wiring.object_store(settings),
        topic=settings.kafka.topic,
        ingest_api_keys=settings.ingest_api_keys,
        lakehouse_name=settings.lakehouse,
        history=cache(lambda: wiring.history(settings)),
    )
)
handler = Mangum(app, lifespan="off")


async def http(request: Any) -> Any:
    """functions-framework, as an ASGI function: the application itself is the answer."""
    return app
