"""`python -m emulation.event_poller FUNCTION`: the Kafka trigger that no free emulator has.

The poller of `local.trigger`, which calls the *deployed* function by Lambda's API. Kafka is told by
the tracker's settings, the emulator by AWS's variables. Ends with SIGTERM or the end of its input.
"""

import argparse
import json
import logging
import os
import threading
from typing import Any

from emulation import aws, heartbeat
from flight_tracker import telemetry
from flight_tracker.errors import Unavailable
from flight_tracker.settings import Settings
from local import service
from local.trigger import DRAIN_SECONDS, Trigger

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 70
"""Longer than consume_batch may run: a call that was given up here would go on there."""


class DeployedFunction:
    """Calls like a handler. Raises Unavailable if the function failed, or could not be called."""

    def __init__(self, name: str, client: Any) -> None:
        self._name, self._client = name, client

    def __call__(self, event: Any, context: Any) -> Any:
        from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

        try:
            answer = self._client.invoke(FunctionName=self._name, Payload=json.dumps(event))
        except (BotoCoreError, ClientError) as error:
            raise self._failed(str(error)) from error
        result = json.load(answer["Payload"])
        if "FunctionError" in answer:
            raise self._failed(str(result.get("errorMessage", result)))
        logger.info("%s answered %s", self._name, json.dumps(result))
        return result

    def _failed(self, reason: str) -> Unavailable:
        logger.error("%s failed, the batch comes again: %s", self._name, reason)
        return Unavailable(f"{self._name}: {reason}")


def main(name: str, stop: threading.Event) -> None:
    telemetry.configure()
    client = aws.client("lambda", read_timeout=ANSWER_SECONDS, retries={"total_max_attempts": 1})
    trigger = Trigger(Settings.from_env(os.environ).kafka, DeployedFunction(name, client))
    while not stop.is_set():
        trigger.turn()
        heartbeat.beat()
    trigger.drain(DRAIN_SECONDS)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("function", help="name of the deployed consume_batch")
    arguments = parser.parse_args()
    service.run(lambda stop: main(arguments.function, stop))
