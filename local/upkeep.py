"""The operator's daily jobs, on one machine: join the small files that a load a minute leaves, and
find out whether yesterday is complete.
"""

import subprocess
import sys
import threading

EVERY = 6 * 3600.0
"""Seconds from one to the next: a few hundred loads."""

LOOK = 0.5

JOBS = (("optimize",), ("reconcile", "--incident"))


def run_jobs(stop: threading.Event) -> list[int | None]:
    """Each in a process of its own, which gives its memory back.

    Their exit codes; None where `stop` came first.
    """
    return [_run(job, stop) for job in JOBS]


def _run(arguments: tuple[str, ...], stop: threading.Event) -> int | None:
    command = [sys.executable, "-m", "flight_tracker.jobs", *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as job:
        while (code := job.poll()) is None:
            if stop.wait(LOOK):
                job.terminate()  # the next one finds the tables as they were
                return None
        return code
