"""Consume what waits in Kafka: called by a schedule, where no trigger can be had.

The third entry of this function, packaged by itself; `main.py` is what a Kafka trigger calls.
"""

import os
from typing import Any

from flight_tracker import telemetry, wiring
from flight_tracker.errors import Unavailable
from flight_tracker.pulling import Puller
from flight_tracker.settings import Settings

TIMEOUT = 30.0
"""Seconds, where the platform does not say how much time is left."""

RESERVE = 0.3
"""Share of the time that is left for the batch that was begun."""

puller: Puller


def start(settings: Settings) -> None:
    """At the cold start, and when a secret has changed."""
    global puller
    puller = wiring.puller(settings)


telemetry.configure()
renewal = wiring.renewing(os.environ, start)


@renewal
def handler(event: Any, context: Any) -> dict[str, Any]:
    """AWS Lambda. The event does not matter; raises if a partition must be pulled again."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    seconds = (left() / 1000 if left else TIMEOUT) * (1 - RESERVE)
    with telemetry.invocation("pull") as fields:
        report = puller.pull(seconds)
        fields |= telemetry.as_dict(report)
        if report.failed:
            raise Unavailable("; ".join(f"{name}: {why}" for name, why in report.failed.items()))
    return fields


def http(request: Any) -> dict[str, Any]:
    """functions-framework."""
    return handler(None, None)
