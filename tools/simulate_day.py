"""Simulated days into the tables: `python -m tools.simulate_day 2026-06-01 --help`.

The same arguments make the same states, everywhere. Settings come from the environment, as those
of the jobs: DATA_DIR, SIMULATION_AIRCRAFT, SIMULATION_SEED. What is there already is not loaded
again. `python -m flight_tracker.jobs refresh` makes the gold tables of it.
"""

import argparse
import os
from dataclasses import replace
from datetime import UTC, date, datetime

from flight_tracker import telemetry, wiring
from flight_tracker.adapters.simulation import SimulationSource
from flight_tracker.settings import Settings
from flight_tracker.snapshot import Snapshot
from flight_tracker.wiring import jobs as wiring_jobs

DAY = 86_400


class SimulatedDays:
    """StateSource of the snapshots from `start` to before `end` (Unix s), one each `cadence` s."""

    def __init__(self, sky: SimulationSource, start: int, end: int, cadence: int) -> None:
        self.name = sky.name
        self.feed = sky.feed
        self._sky, self._start, self._end, self._cadence = sky, start, end, cadence

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        time = self._start if after is None else after + self._cadence
        states = self._sky.states_at(time)
        return Snapshot(time, self.name, states, ended=time + self._cadence >= self._end)


def main() -> None:
    """Land the days, then load them."""
    parser = argparse.ArgumentParser(prog="python -m tools.simulate_day", description=__doc__)
    parser.add_argument("day", type=date.fromisoformat, help="the first one, UTC")
    parser.add_argument("--days", type=int, default=1)
    parser.add_argument("--cadence", type=int, default=60, help="seconds between two snapshots")
    wanted = parser.parse_args()
    settings = Settings.from_env(os.environ)
    start = int(datetime(wanted.day.year, wanted.day.month, wanted.day.day, tzinfo=UTC).timestamp())
    days = SimulatedDays(
        wiring.simulation(settings.source), start, start + wanted.days * DAY, wanted.cadence
    )
    with telemetry.invocation("simulate_day"):
        landed = replace(wiring_jobs.backfill(settings, ""), source=days).land()
        loaded = wiring_jobs.loader(settings).load()
    print(f"{landed.states:,} states of {landed.snapshots} snapshots")
    print(f"{loaded.rows:,} rows of {loaded.files} files loaded")


if __name__ == "__main__":
    telemetry.configure()
    main()
