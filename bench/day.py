"""How load, gold tables and reconciliation grow with the part of a day: `python -m bench day`.

10,000 aircraft every 30 s are 28.8 million states a day; this takes the day's first part, in three
sizes, into new embedded tables, each job in a process of its own. Landing them is not counted. It
takes some minutes, so `make bench` leaves it out.
"""

import json
import os
import subprocess
import sys
import tempfile

from bench.figures import Figure
from bench.lakehouse import STATES, land
from flight_tracker.adapters.object_store import ObstoreObjectStore

SNAPSHOTS = (30, 120, 360)
"""A quarter of an hour, an hour, three hours."""

A_DAY_IN_AN_HOUR = 28_800_000 / 3600
"""Rows a second: the time that `load_lakehouse` has."""

JOBS = ("load", "refresh", "reconcile")
SECONDS = 900


def measure() -> list[Figure]:
    return [figure for snapshots in SNAPSHOTS for figure in _part(snapshots)]


def _part(snapshots: int) -> list[Figure]:
    rows = snapshots * STATES
    with tempfile.TemporaryDirectory() as folder:
        land(ObstoreObjectStore(f"{folder}/store"), 0, snapshots)
        figures = []
        for job in JOBS:
            seconds, megabytes = _job(folder, job)
            what = f"{job} of {rows / 1e6:g} million states"
            figures += [
                Figure(what, rows / seconds, "rows/s", A_DAY_IN_AN_HOUR),
                Figure(f"{what}: peak memory", megabytes, "MB", 4_000),
            ]
        return figures


def _job(folder: str, job: str) -> tuple[float, float]:
    """Seconds, and MB."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.one_job", job],
        env={**os.environ, "DATA_DIR": folder},
        stdout=subprocess.PIPE,
        check=True,
        timeout=SECONDS,
    )
    seconds, megabytes = json.loads(done.stdout.splitlines()[-1])
    return seconds, megabytes
