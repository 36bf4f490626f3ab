"""Loads that are killed: afterwards every state is there exactly once."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from deltalake import DeltaTable, QueryBuilder

from flight_tracker import wiring
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.kafka_record import dead_letter
from flight_tracker.loading import LoadReport
from flight_tracker.ports import ObjectStore
from flight_tracker.settings import Settings
from flight_tracker.wiring import jobs
from tests.skies import record, records, state

FILES, PER_FILE = 6, 50
SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "20"))
"""For how long two loaders are killed again and again; `SOAK_SECONDS=600` is ten minutes."""

MOST_STEPS = 500


class Lake:
    """A store with landed files, and what a load makes of it."""

    def __init__(self, folder: Path, landed: int = 0) -> None:
        self.environ = {**os.environ, "DATA_DIR": str(folder), "LAKEHOUSE": "embedded"}
        self.settings = Settings.from_env(self.environ)
        self.store: ObjectStore = wiring.object_store(self.settings)
        self.folder = folder / "lake"
        self.landed = landed

    def land(self, files: int = FILES) -> None:
        """Files that overlap by half, as retries leave them."""
        for _ in range(files):
            first = self.landed * PER_FILE
            states = [state(f"{n:06x}") for n in range(first, first + PER_FILE * 3 // 2)]
            pairs = list(zip(records(*states, first=first), states, strict=True))
            body = ParquetTableFormat().encode_states(pairs, "log-1")
            self.store.put(f"landing/flight_states/log-1/00000/{first:020d}.parquet", body)
            self.landed += 1

    def land_rejected(self) -> None:
        new = dead_letter(b"k", b"bad", "icao24: missing", "opensky", record(b"bad", 7))
        letter = record(new.value, 0, topic="flights.rejected", key=new.key, headers=new.headers)
        body = ParquetTableFormat().encode_rejected([letter], "log-1")
        self.store.put("landing/rejected_states/log-1/00000/0.parquet", body)

    def start(self, deadly: int) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.e2e.killed_load", str(deadly)]
        return subprocess.Popen(command, env=self.environ, stdout=subprocess.PIPE, text=True)

    def load(self) -> LoadReport:
        return jobs.loader(self.settings).load()

    def offsets(self) -> list[int]:
        return self._column("SELECT kafka_offset FROM t", "flight_states")

    def expected(self) -> list[int]:
        return list(range(self.landed * PER_FILE + PER_FILE // 2))

    def rejected(self) -> list[int]:
        return self._column("SELECT origin_offset FROM t", "rejected_states")

    def _column(self, statement: str, table: str) -> list[int]:
        query = QueryBuilder().register("t", DeltaTable(self.folder / table))
        return sorted(query.execute(statement).read_all().column(0).to_pylist())


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake(tmp_path)
    made.land()
    made.land_rejected()
    return made


def test_a_load_killed_at_any_step_is_made_good_by_the_next(lake: Lake, tmp_path: Path) -> None:
    """Every step from nothing, until a load gets to its end."""
    for deadly in range(MOST_STEPS):
        copy = Lake(shutil.copytree(tmp_path, tmp_path.parent / f"step-{deadly}"), lake.landed)
        process = copy.start(deadly)
        output, _ = process.communicate(timeout=60)
        if output.strip() == "done":
            break
        assert process.returncode == -signal.SIGKILL, output
        copy.load()
        assert copy.offsets() == copy.expected(), f"killed at step {deadly}"
        assert copy.rejected() == [7], f"killed at step {deadly}"
        assert copy.load().rows == 0
    assert 20 < deadly < MOST_STEPS - 1


def test_loads_that_are_killed_one_after_the_other_get_there(lake: Lake) -> None:
    """Each finds what the one before had committed, and is killed a little later."""
    for deadly in range(0, MOST_STEPS, 3):
        process = lake.start(deadly)
        output, _ = process.communicate(timeout=60)
        if output.strip() == "done":
            break
    assert deadly > 0
    assert lake.offsets() == lake.expected()
    assert lake.rejected() == [7]


def test_two_loaders_that_are_killed_at_random_load_every_state_once(lake: Lake) -> None:
    chance = random.Random(1)
    ends_at = time.monotonic() + SOAK_SECONDS
    running = [lake.start(-1), lake.start(-1)]
    kills = 0
    while time.monotonic() < ends_at:
        time.sleep(chance.uniform(0.2, 1.5))
        turn = chance.randrange(2)
        running[turn].kill()
        running[turn].communicate()
        kills += 1
        lake.land(1)
        running[turn] = lake.start(-1)
    for process in running:
        process.communicate(timeout=60)
    lake.load()
    assert kills > 5
    assert lake.offsets() == lake.expected()
    assert lake.rejected() == [7]
