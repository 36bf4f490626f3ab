"""Load what has landed into the Delta tables, and make the gold tables of the days it changed.

Called by a schedule of its own. Both happen while the warehouse is awake anyway.
"""

import os
import time
from collections.abc import Mapping
from typing import Any

from flight_tracker import jobs, telemetry, wiring
from flight_tracker.loading import Loader
from flight_tracker.refreshing import Refresher
from flight_tracker.settings import Settings
from flight_tracker.wiring import jobs as wiring_jobs

TIMEOUT = 300.0
"""Seconds, where the platform does not say how much time is left."""

loader: Loader
refresher: Refresher


def start(settings: Settings) -> None:
    """At the cold start, and when a secret has changed."""
    global loader, refresher
    loader, refresher = wiring_jobs.loader(settings), wiring_jobs.refresher(settings)


telemetry.configure()
renewal = wiring.renewing(os.environ, start)


@renewal
def handler(event: Any, context: Any) -> dict[str, Any]:
    """AWS Lambda. Raises if the load must be tried again.

    An event with `job`, the arguments of `python -m flight_tracker.jobs`, runs that one instead and
    answers its `exit_code` and `report`: so Airflow reaches every job in the cloud.
    """
    if isinstance(event, Mapping) and "job" in event:
        return _job([str(argument) for argument in event["job"]])
    left = getattr(context, "get_remaining_time_in_millis", None)
    # A day that was begun must be finished: none is begun in the second half of the time.
    until = time.time() + (left() / 1000 if left else TIMEOUT) / 2
    with telemetry.invocation("load") as fields:
        report = telemetry.as_dict(loader.load())
        fields |= report
    if refresher.is_due():
        with telemetry.invocation("refresh") as fields:
            report["refresh"] = telemetry.as_dict(refresher.refresh(until=until))
            fields |= report["refresh"]
    return report


def _job(arguments: list[str]) -> dict[str, Any]:
    try:
        code, report = jobs.run_job(arguments)
    except SystemExit as left:  # argparse, at wrong arguments: the same again would not help
        code, report = int(left.code or 0), {}
    return {"exit_code": code, "report": report}


def http(request: Any) -> dict[str, Any]:
    """functions-framework."""
    return handler(None, None)
