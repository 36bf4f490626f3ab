"""The schedule of `poll_opensky`: invoke, wait until the next poll is due."""

import os
import threading
import time

from flight_tracker import wiring
from flight_tracker.errors import FlightTrackerError
from flight_tracker.settings import Settings
from local.functions import load
from local.service import Context, run

FIRST_RETRY = 1.0


def main(stop: threading.Event) -> None:
    settings = Settings.from_env(os.environ)
    if (settings.kafka.log_id or "").startswith("embedded-"):
        wiring.rewind(settings)
    function = load("poll_opensky")
    interval = settings.source.poll_interval
    retry = FIRST_RETRY
    while not stop.is_set():
        started = time.time()
        try:
            report = function.handler({}, Context())
            due = report["next_poll_at"] or started + interval
            retry = FIRST_RETRY
        except FlightTrackerError:  # the function has said so in its log
            due = started + retry
            retry = min(retry * 2, interval)
        stop.wait(max(0.0, due - time.time()))


if __name__ == "__main__":
    run(main)
