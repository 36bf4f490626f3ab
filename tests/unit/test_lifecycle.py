"""Old objects of the local store go; what is not loaded stays."""

import os
import time
from pathlib import Path

from flight_tracker import lakehouse_status, wiring
from flight_tracker.lakehouse_status import LakehouseStatus
from flight_tracker.settings import Settings
from local.lifecycle import DAY, expire


def aged(path: Path, days: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    os.utime(path, (time.time() - days * DAY,) * 2)
    return path


def test_frames_older_than_a_day_go(tmp_path: Path) -> None:
    settings = Settings.from_env({"OBJECT_STORE_URL": str(tmp_path)})
    old, new = aged(tmp_path / "frames/1/a.arrow", 2), aged(tmp_path / "frames/2/a.arrow", 0.5)
    assert expire(settings) == 1
    assert (old.exists(), new.exists()) == (False, True)


def test_a_landing_file_stays_until_it_has_been_loaded(tmp_path: Path) -> None:
    settings = Settings.from_env({"OBJECT_STORE_URL": str(tmp_path)})
    old = aged(tmp_path / "landing/t/a.parquet", 3)
    assert expire(settings) == 0
    status = LakehouseStatus(lakehouse="embedded", interval=60, last_load_at=time.time())
    lakehouse_status.write(wiring.object_store(settings), status)
    assert expire(settings) == 1
    assert not old.exists()


def test_without_a_lakehouse_a_landing_file_goes_by_its_age(tmp_path: Path) -> None:
    settings = Settings.from_env({"OBJECT_STORE_URL": str(tmp_path), "LAKEHOUSE": "none"})
    aged(tmp_path / "landing/t/a.parquet", 3)
    new = aged(tmp_path / "landing/t/b.parquet", 1)
    assert expire(settings) == 1 and new.exists()
