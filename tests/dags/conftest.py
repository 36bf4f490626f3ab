"""Airflow with a database of its own, on the project's DAGs, beside a small tracker."""

import atexit
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv" / "bin" / "python"
HOME = Path(tempfile.mkdtemp(prefix="airflow-"))
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ |= {  # read when Airflow is imported
    "AIRFLOW_HOME": str(HOME),
    "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
    "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "airflow.task=INFO",
    "FLIGHT_TRACKER_SINCE": "2026-03-01",
    "FLIGHT_TRACKER_HOME": str(ROOT),
    "FLIGHT_TRACKER_PYTHON": str(PYTHON),
    "_AIRFLOW__AS_LIBRARY": "",
}
sys.path.insert(0, str(ROOT / "dags"))

DAY = "2026-03-01"
AIRCRAFT, SNAPSHOTS = 40, 48


class Tracker(NamedTuple):
    """A data folder with a simulated day, landed and loaded."""

    folder: Path

    def job(self, *arguments: str) -> dict[str, Any]:
        """By hand, as an operator would."""
        command = [str(PYTHON), "-m", "flight_tracker.jobs", *arguments]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
        return dict(json.loads(done.stdout))

    def simulate(self, day: str) -> None:
        command = [str(PYTHON), "-m", "tools.simulate_day", day, "--cadence", "1800"]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)

    def python(self, code: str) -> None:
        """In the project's own environment."""
        subprocess.run([str(PYTHON), "-c", code], cwd=ROOT, check=True, timeout=60)

    def query(self, statement: str) -> list[list[Any]]:
        """Of the tables, by the project's own environment."""
        code = (
            "import json, os, sys; from flight_tracker import wiring;"
            "from flight_tracker.settings import Settings;"
            "sql = wiring.history(Settings.from_env(os.environ)).sql;"
            "print(json.dumps([list(map(str, row)) for row in sql.query(sys.argv[1], {})]))"
        )
        done = subprocess.run(
            [str(PYTHON), "-c", code, statement],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return list(json.loads(done.stdout))


@pytest.fixture(scope="session")
def airflow() -> Iterator[None]:
    """A migrated database with the DAGs in it, and the pool."""
    run = [str(Path(sys.executable).parent / "airflow")]
    for arguments in (["db", "migrate"], ["pools", "set", "lakehouse", "1", "jobs"]):
        subprocess.run([*run, *arguments], check=True, capture_output=True, timeout=300)
    subprocess.run([*run, "dags", "reserialize"], check=True, capture_output=True, timeout=300)
    yield


def simulated(folder: Path, patch: pytest.MonkeyPatch) -> Tracker:
    """A day in `folder`, where the jobs find it from now on."""
    patch.setenv("DATA_DIR", str(folder))
    patch.setenv("SIMULATION_AIRCRAFT", str(AIRCRAFT))
    made = Tracker(folder)
    made.simulate(DAY)
    return made


@pytest.fixture
def tracker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tracker:
    return simulated(tmp_path, monkeypatch)
