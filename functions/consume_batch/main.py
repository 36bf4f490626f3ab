"""Consume a batch of Kafka records: land them, keep the live view. Called by a Kafka trigger."""

import os
from typing import Any

from flight_tracker import kafka_record, telemetry, wiring
from flight_tracker.consuming import Consumer
from flight_tracker.settings import Settings

TIMEOUT = 30.0
"""Seconds, where the platform does not say how much time is left."""

consumer: Consumer


def start(settings: Settings) -> None:
    """At the cold start, and when a secret has changed."""
    global consumer
    consumer = wiring.consumer(settings)


telemetry.configure()
renewal = wiring.renewing(os.environ, start)


@renewal
def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """AWS Lambda, self-managed Kafka event. Raises if the batch must be delivered again."""
    left = getattr(context, "get_remaining_time_in_millis", None)
    with telemetry.invocation("consume_batch") as fields:
        batches = kafka_record.from_event(event)
        report = consumer.consume(batches, left() / 1000 if left else TIMEOUT)
        fields |= telemetry.as_dict(report)
    return fields


def http(request: Any) -> dict[str, Any]:
    """functions-framework: the same event as the request's JSON body."""
    return handler(request.get_json(), None)
