"""`python -m emulation.ticker`: delivers the schedules that an emulator keeps and does not fire.

MiniStack calls functions by itself and knows no `aws-sdk:sqs:sendMessageBatch`; LocalStack 4.14.0
fires nothing (`--all`). What is sent, where and how often is read from the deployed schedules, so a
schedule that is paused or gone is not delivered. The first delivery of each comes at once.
"""

import argparse
import json
import logging
import re
import threading
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from emulation import aws, heartbeat
from flight_tracker import telemetry
from local import service

logger = logging.getLogger(__name__)

SEND_BATCH = "arn:aws:scheduler:::aws-sdk:sqs:sendMessageBatch"
RATE = re.compile(r"rate\((\d+) minutes?\)")
LOOK_EVERY = 1.0


class Due(NamedTuple):
    """A schedule that is to be delivered now."""

    name: str
    target: str
    input: str


class Ticker:
    """Remembers when each schedule was last delivered; a pause does not make it owe any."""

    def __init__(self, *, everything: bool) -> None:
        self._everything = everything
        self._sent_at: dict[str, float] = {}

    def due(self, schedules: list[dict[str, Any]], now: float) -> Iterator[Due]:
        """`now` is in seconds of any clock that only goes on."""
        for schedule in schedules:
            name, target = schedule["Name"], schedule["Target"]
            if schedule["State"] != "ENABLED":
                continue
            if target["Arn"] != SEND_BATCH and not self._everything:
                continue
            interval = seconds(schedule["ScheduleExpression"])
            if now - self._sent_at.get(name, float("-inf")) >= interval:
                self._sent_at[name] = now
                yield Due(name, target["Arn"], target["Input"])


def seconds(expression: str) -> int:
    """Of a rate of EventBridge Scheduler. Raises ValueError for anything that AWS would not take,
    or that the modules do not make."""
    found = RATE.fullmatch(expression)
    if found is None:
        raise ValueError(f"not a rate of whole minutes: {expression}")
    return 60 * int(found[1])


def deliver(due: Due, sqs: Any, function: Any) -> None:
    """To the queue, as the universal target does, or to the function."""
    if due.target == SEND_BATCH:
        failed = sqs.send_message_batch(**json.loads(due.input)).get("Failed", [])
        if failed:
            logger.error("%s: not delivered: %s", due.name, json.dumps(failed))
    else:
        function.invoke(FunctionName=due.target, InvocationType="Event", Payload=due.input)
    logger.info("%s delivered to %s", due.name, due.target)


def deployed(scheduler: Any) -> list[dict[str, Any]]:
    """The schedules as they are now, each with its target."""
    found = scheduler.list_schedules()["Schedules"]
    return [scheduler.get_schedule(Name=s["Name"], GroupName=s["GroupName"]) for s in found]


def main(stop: threading.Event, *, everything: bool) -> None:
    from botocore.exceptions import BotoCoreError, ClientError  # type: ignore[import-untyped]

    telemetry.configure()
    scheduler, sqs, function = (aws.client(name) for name in ("scheduler", "sqs", "lambda"))
    ticker = Ticker(everything=everything)
    while not stop.is_set():
        try:
            for due in ticker.due(deployed(scheduler), time.monotonic()):
                deliver(due, sqs, function)
        except (BotoCoreError, ClientError) as error:  # the next look is soon
            logger.error("schedules cannot be delivered: %s", error)
        heartbeat.beat()
        stop.wait(LOOK_EVERY)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="schedules of functions, too")
    arguments = parser.parse_args()
    service.run(lambda stop: main(stop, everything=arguments.all))
