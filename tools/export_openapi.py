"""Write the OpenAPI document: `python -m tools.export_openapi frontend/openapi.json`."""

import json
import sys
from pathlib import Path

from flight_api.app import create_app
from flight_api.services import Services
from flight_tracker import wiring
from flight_tracker.settings import Settings


def document() -> str:
    """The document as text. Nothing is connected: the broker's address is never used."""
    settings = Settings.from_env(
        {"OBJECT_STORE_URL": "memory://", "KAFKA_BOOTSTRAP_SERVERS": "localhost:1"}
    )
    services = Services(
        live_view=wiring.live_view(settings),
        log=wiring.state_log(settings),
        store=wiring.object_store(settings),
        topic=settings.kafka.topic,
        ingest_api_keys=(),
        lakehouse_name=settings.lakehouse,
        history=lambda: wiring.history(settings),
    )
    return json.dumps(create_app(services).openapi(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document(), encoding="utf-8")
