"""Load what has landed into the Delta tables. Called by a schedule of its own."""

import os
from typing import Any

from flight_tracker import telemetry, wiring
from flight_tracker.settings import Settings

telemetry.configure()
loader = wiring.loader(Settings.from_env(os.environ))


def handler(event: Any, context: Any) -> dict[str, Any]:
    """AWS Lambda. The event does not matter; raises if the load must be tried again."""
    with telemetry.invocation("load") as fields:
        report = telemetry.as_dict(loader.load())
        fields |= report
    return report


def http(request: Any) -> dict[str, Any]:
    """functions-framework."""
    return handler(None, None)
