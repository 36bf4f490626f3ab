"""The operator's daily job, on one machine: join the small files that a load a minute leaves."""

import subprocess
import sys
import threading

EVERY = 6 * 3600.0
"""Seconds from one to the next: a few hundred loads."""

LOOK = 0.5


def optimize(stop: threading.Event) -> int | None:
    """Run the job in a process of its own, which gives its memory back.

    Its exit code; None where `stop` came first.
    """
    command = [sys.executable, "-m", "flight_tracker.jobs", "optimize"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as job:
        while (code := job.poll()) is None:
            if stop.wait(LOOK):
                job.terminate()  # the next one finds the tables as they were
                return None
        return code
