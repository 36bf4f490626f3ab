"""The schedule of `consume_batch`'s second entry, `load`, of the store's lifecycle rules, and of
the upkeep of the embedded tables.
"""

import os
import threading
import time

from flight_tracker.errors import FlightTrackerError
from flight_tracker.settings import Settings
from local import lifecycle, upkeep
from local.functions import load
from local.service import Context, run

FIRST_LOAD = 10.0
"""Seconds after the start, when the first snapshot has landed."""


def main(stop: threading.Event) -> None:
    settings = Settings.from_env(os.environ)
    wait = min(FIRST_LOAD, settings.load_interval)
    function = None
    expired_at, kept_at = float("-inf"), time.monotonic()
    while not stop.wait(wait):
        if settings.lakehouse != "none":
            try:
                function = function or load("consume_batch", "load")
                function.handler({}, Context())
            except FlightTrackerError:  # the function has said so in its log
                pass
        if time.monotonic() - expired_at > lifecycle.EVERY:
            lifecycle.expire(settings)
            expired_at = time.monotonic()
        if settings.lakehouse == "embedded" and time.monotonic() - kept_at > upkeep.EVERY:
            upkeep.run_jobs(stop)
            kept_at = time.monotonic()
        wait = settings.load_interval


if __name__ == "__main__":
    run(main)
