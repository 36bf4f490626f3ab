"""A backfill of three days that is killed in the middle, and goes on."""

from datetime import datetime
from pathlib import Path

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from tests.dags.conftest import Tracker
from tests.dags.serving import Call, eventually, kill, serving

DAYS = ("2026-03-02", "2026-03-03", "2026-03-04")
STATES, SNAPSHOTS = 150, 96
RUN = "/api/v2/dags/backfill/dagRuns/three-days"
FIRST_OFFSETS = 1_000_000
START = int(datetime.fromisoformat(f"{DAYS[0]}T00:00:00+00:00").timestamp())
QUICK = {  # how soon the next scheduler sees that the last one is gone, s
    "AIRFLOW__SCHEDULER__SCHEDULER_HEALTH_CHECK_THRESHOLD": "10",
    "AIRFLOW__SCHEDULER__ORPHANED_TASKS_CHECK_INTERVAL": "5",
}


def record(tracker: Tracker) -> Path:
    """Bodies of `/states/all`, one a line, in a folder for each day."""
    folder = tracker.folder / "recordings"
    tracker.python(f"""
import datetime as d, json, pathlib
from flight_tracker.opensky_body import ROW_FIELDS
from flight_tracker.settings import Settings
from flight_tracker.wiring import simulation
sky = simulation(Settings.from_env({{"SIMULATION_AIRCRAFT": "{STATES}"}}).source)
for day in {DAYS!r}:
    start = int(d.datetime.fromisoformat(day + "T00:00:00+00:00").timestamp())
    lines = []
    for time in range(start, start + 86_400, 86_400 // {SNAPSHOTS}):
        rows = [[getattr(s, name, None) for name in ROW_FIELDS] for s in sky.states_at(time)]
        lines.append(json.dumps({{"time": time, "states": rows}}))
    file = pathlib.Path({str(folder)!r}, day, "states.json")
    file.parent.mkdir(parents=True)
    file.write_text("\\n".join(lines))
""")
    return folder


def days_done(call: Call) -> int:
    """Days of the run that are loaded."""
    tasks = call("GET", f"{RUN}/taskInstances")["task_instances"]
    return [(task["task_id"], task["state"]) for task in tasks].count(("one_day.load", "success"))


def landed(tracker: Tracker) -> int:
    """Snapshots; a landing file is named by its first offset, which tells its time."""
    files = (tracker.folder / "store/landing/flight_states").glob("recording-*/*/*.parquet")
    return len([file for file in files if int(file.name[:20]) >= START * FIRST_OFFSETS])


def test_a_backfill_that_was_killed_goes_on_and_every_row_is_there_once(tracker: Tracker) -> None:
    conf = {"from": DAYS[0], "to": DAYS[-1], "source": "recordings"}
    conf["recordings"] = str(record(tracker))
    with serving(tracker.folder, **QUICK) as call:
        call("PATCH", "/api/v2/dags/backfill", {"is_paused": False})
        run = {"logical_date": None, "dag_run_id": "three-days", "conf": conf}
        call("POST", "/api/v2/dags/backfill/dagRuns", run)
        # Days are landed beside each other: more than one has begun, and not all are there.
        eventually(lambda: SNAPSHOTS < landed(tracker) < 3 * SNAPSHOTS, pause=0.02)
        assert kill(call.session) > 3
    assert landed(tracker) < 3 * SNAPSHOTS
    with serving(tracker.folder, **QUICK) as call:
        assert days_done(call) < len(DAYS)
        eventually(lambda: call("GET", RUN)["state"] == "success")
        assert days_done(call) == len(DAYS)
    found = tracker.query(
        "SELECT event_date, count(*), count(DISTINCT (log_id, kafka_offset)) FROM flight_states"
        f" WHERE event_date >= DATE '{DAYS[0]}' GROUP BY event_date ORDER BY event_date"
    )
    rows = str(STATES * SNAPSHOTS)
    assert found == [[day, rows, rows] for day in DAYS]
