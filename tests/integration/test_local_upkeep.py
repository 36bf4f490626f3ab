"""The local platform keeps its tables small."""

import threading
from pathlib import Path

import pytest

from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.parquet import ParquetTableFormat
from local import upkeep
from tests.skies import TIME, records, state


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedLakehouse:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    made = EmbeddedLakehouse(str(tmp_path / "lake"))
    made.migrate()
    for offset in range(3):
        pairs = list(zip(records(state(), first=offset), [state()], strict=True))
        body = ParquetTableFormat().encode_states(pairs, "log")
        made.load("flight_states", [(f"file-{offset}", body)], TIME)
    return made


def test_small_files_are_joined_and_yesterday_is_judged(
    lake: EmbeddedLakehouse, tmp_path: Path
) -> None:
    assert lake.tables()["flight_states"].files == 3
    assert upkeep.run_jobs(threading.Event()) == [0, 0]
    [kept] = (tmp_path / "store/state/completeness").iterdir()
    assert b"polls are missing" in kept.read_bytes()
    assert lake.tables()["flight_states"].files == 1
    assert lake.tables()["load_history"].files == 1


def test_the_end_of_the_platform_ends_it(lake: EmbeddedLakehouse) -> None:
    stop = threading.Event()
    stop.set()
    assert upkeep.run_jobs(stop) == [None, None]
    assert lake.tables()["flight_states"].rows == 3
