"""Every DAG, run for real against a small tracker."""

import json
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from tests.dags.conftest import AIRCRAFT, DAY, PYTHON, ROOT, SNAPSHOTS, Tracker
from tests.dags.running import run, webhook

pytestmark = pytest.mark.usefixtures("airflow")
ROWS = AIRCRAFT * SNAPSHOTS


def rows(tracker: Tracker, table: str = "flight_states") -> int:
    return int(tracker.query(f"SELECT count(*) FROM {table}")[0][0])


def test_a_day_is_loaded_built_maintained_and_reconciled(tracker: Tracker) -> None:
    shutil.rmtree(tracker.folder / "lake")
    assert run("load_lakehouse") == {"load": "success", "check": "success", "dag": "success"}
    assert rows(tracker) == ROWS
    assert run("load_lakehouse")["check"] == "skipped"  # nothing new: no asset is updated
    assert run("build_gold")["dag"] == "success"
    flights = rows(tracker, "flights")
    assert flights > 0
    tracker.python(
        f"import deltalake; deltalake.DeltaTable('{tracker.folder}/lake/flights').delete()"
    )
    assert run("build_gold", day=DAY)["dag"] == "success"  # not changed, and asked for
    assert rows(tracker, "flights") == flights
    assert run("maintain_tables", days=0, rejected_days=0)["dag"] == "success"
    assert rows(tracker) == ROWS
    assert run("reconcile")["dag"] == "success"


def test_a_damaged_file_is_loud_and_the_others_are_loaded(tracker: Tracker) -> None:
    bad = tracker.folder / "store/landing/flight_states/log/00000/0-1.parquet"
    bad.parent.mkdir(parents=True)
    bad.write_bytes(b"x")
    states = run("load_lakehouse")
    assert (states["load"], states["check"], states["dag"]) == ("success", "failed", "failed")
    assert rows(tracker) == ROWS


def test_a_gap_fails_reconcile_and_one_alert_tells_of_it(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    [[place]] = tracker.query("SELECT min(log_id) FROM flight_states")
    lake = tracker.folder / "lake/flight_states"
    code = (
        f"import deltalake; deltalake.DeltaTable({str(lake)!r})"
        f".delete(\"log_id = '{place}' AND kafka_offset % 10 = 3\")"
    )
    tracker.python(code)
    lost = ROWS - rows(tracker)
    assert lost > 0
    states = run("reconcile")
    assert (states["reconcile"], states["dag"]) == ("failed", "failed")
    with webhook() as (url, texts):
        monkeypatch.setenv(
            "AIRFLOW_CONN_FLIGHT_TRACKER_WEBHOOK",
            json.dumps({"conn_type": "http", "password": url}),
        )
        for _ in range(2):
            assert run("watch_freshness")["dag"] == "success"
    mine = [text for text in texts if "reconcile" in text]
    assert len(mine) == 1 and f"{lost} records are lost" in mine[0]


def test_days_are_loaded_again_and_every_row_is_there_once(tracker: Tracker) -> None:
    for day in ("2026-03-02", "2026-03-03"):
        tracker.simulate(day)
    shutil.rmtree(tracker.folder / "lake")
    tracker.job("load")
    states = run("backfill", **{"from": DAY, "to": "2026-03-03", "source": "landing"})
    assert states["dag"] == "success"
    assert rows(tracker) == 3 * ROWS
    [[distinct]] = tracker.query(
        "SELECT count(*) FROM (SELECT DISTINCT log_id, kafka_offset FROM flight_states) AS t"
    )
    assert int(distinct) == 3 * ROWS


def test_a_day_that_cannot_be_landed_is_named_and_the_others_are_made(tracker: Tracker) -> None:
    recordings = tracker.folder / "recordings"
    tracker.python(f"""
import json, pathlib
from flight_tracker.opensky_body import ROW_FIELDS
from flight_tracker.settings import Settings
from flight_tracker.wiring import simulation
sky = simulation(Settings.from_env({{"SIMULATION_AIRCRAFT": "10"}}).source)
rows = [[getattr(s, name, None) for name in ROW_FIELDS] for s in sky.states_at(1772668800)]
file = pathlib.Path({str(recordings)!r}, "2026-03-05", "states.json")
file.parent.mkdir(parents=True)
file.write_text(json.dumps({{"time": 1772668800, "states": rows}}))
""")
    days = {"from": "2026-03-05", "to": "2026-03-06"}
    states = run("backfill", **days, source="recordings", recordings=str(recordings))
    assert (states["refresh"], states["check"], states["dag"]) == ("success", "failed", "failed")
    assert rows(tracker) == ROWS + 10


def test_days_in_the_wrong_order_are_refused(tracker: Tracker) -> None:
    states = run("backfill", **{"from": "2026-03-03", "to": DAY, "source": "landing"})
    assert states["dag"] == "failed"


def test_the_report_of_the_day_is_kept(tracker: Tracker) -> None:
    assert run("daily_report", day=DAY)["dag"] == "success"
    page = (tracker.folder / f"store/reports/{DAY}.html").read_text()
    assert f"Flights of {DAY}" in page
    assert f"<dd>{rows(tracker, 'flights'):,}</dd>" in page


def test_without_a_day_the_report_is_of_the_one_before_the_run(tracker: Tracker) -> None:
    """Such a run has no logical date, as one of the REST API may have none."""
    before = datetime.now(UTC)
    assert run("daily_report")["dag"] == "success"
    made = {path.stem for path in (tracker.folder / "store/reports").glob("*.html")}
    days = {str((now - timedelta(days=1)).date()) for now in (before, datetime.now(UTC))}
    assert made and made <= days


def test_a_retry_needs_a_broker_and_says_so(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("retry_rejected", reason="squawk", dry_run=True)["retry"] == "failed"
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9")  # a dry run sends nothing
    assert run("retry_rejected", reason="squawk", dry_run=True)["dag"] == "success"


def test_a_pause_that_no_poller_takes_fails(tracker: Tracker) -> None:
    states = run("redeploy_schedule", wish="pause", reason="a test", wait=1)
    assert (states["change"], states["verify"]) == ("success", "failed")
    assert tracker.job("schedule", "show")["is_paused"]


POLLING = """
import os, time
from flight_tracker import wiring
from flight_tracker.settings import Settings
own = {"FLIGHT_SOURCE": "simulation", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"}
settings = Settings.from_env(os.environ | own)
poller = wiring.poller(settings)
poller.log = type("Nobody", (), {"publish": lambda *_: None})()
while True:
    poller.poll(5)
    time.sleep(0.5)
"""
"""Called twice a second, as a schedule does; what it says nobody hears."""


def test_a_poller_takes_a_pause_a_resume_and_a_cadence_longer_than_the_wait(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flight_tracker_waiting.PAUSE_SECONDS", 1.0)
    with subprocess.Popen([str(PYTHON), "-c", POLLING], cwd=ROOT) as poller:
        try:
            for wish in (
                {"wish": "cadence", "seconds": 300},
                {"wish": "pause"},
                {"wish": "resume"},
            ):
                assert run("redeploy_schedule", **wish, wait=30)["dag"] == "success", wish
        finally:
            poller.kill()
    shown = tracker.job("schedule", "show")
    assert (shown["is_paused"], shown["interval"], shown["is_taken"]) == (False, 300, True)
