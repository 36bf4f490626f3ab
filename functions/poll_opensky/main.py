"""Poll the source and write every aircraft state to Kafka. Called by a schedule."""

import os
from typing import Any

from flight_tracker import telemetry, wiring
from flight_tracker.polling import Poller
from flight_tracker.settings import Settings

TIMEOUT = 30.0
"""Seconds, where the platform does not say how much time is left."""

poller: Poller


def start(settings: Settings) -> None:
    """At the cold start, and when a secret has changed."""
    global poller
    poller = wiring.poller(settings)


telemetry.configure()
renewal = wiring.renewing(os.environ, start)


@renewal
def handler(event: Any, context: Any) -> dict[str, Any]:
    """AWS Lambda. The event does not matter; raises if anything was not delivered."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    with telemetry.invocation("poll_opensky") as fields:
        report = telemetry.as_dict(poller.poll(left() / 1000 if left else TIMEOUT))
        fields |= report
    return report


def http(request: Any) -> dict[str, Any]:
    """functions-framework."""
    return handler(None, None)
