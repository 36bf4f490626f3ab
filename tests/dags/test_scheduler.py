"""`make airflow`, started for real: its own scheduler runs what is asked for by the REST API."""

import json
import sqlite3
from collections.abc import Iterator

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from tests.dags.conftest import Tracker
from tests.dags.running import webhook
from tests.dags.serving import Call, eventually, serving


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What comes to the webhook of the Airflow that is started."""
    with webhook() as (url, came):
        connection = json.dumps({"conn_type": "http", "password": url})
        monkeypatch.setenv("AIRFLOW_CONN_FLIGHT_TRACKER_WEBHOOK", connection)
        yield came


@pytest.fixture
def call(tracker: Tracker, texts: list[str]) -> Iterator[Call]:
    with serving(tracker.folder) as asked:
        yield asked


def task_log(call: Call, name: str, task: str) -> str:
    """What the page shows of the first try of a task of the newest run."""
    runs = call("GET", f"/api/v2/dags/{name}/dagRuns")["dag_runs"]
    path = f"/api/v2/dags/{name}/dagRuns/{runs[-1]['dag_run_id']}/taskInstances/{task}/logs/1"
    return "\n".join(str(line["event"]) for line in call("GET", path)["content"])


def test_a_load_that_was_asked_for_has_the_gold_tables_built(call: Call) -> None:
    for name in ("load_lakehouse", "build_gold"):
        call("PATCH", f"/api/v2/dags/{name}", {"is_paused": False})
    call("POST", "/api/v2/dags/load_lakehouse/dagRuns", {"logical_date": None})

    def ended(name: str) -> list[str]:
        runs = call("GET", f"/api/v2/dags/{name}/dagRuns")["dag_runs"]
        return [run["state"] for run in runs if run["state"] in ("success", "failed")]

    assert set(eventually(lambda: ended("load_lakehouse"))) == {"success"}
    assert set(eventually(lambda: ended("build_gold"))) == {"success"}
    log = task_log(call, "build_gold", "refresh")
    assert '"message": "refresh"' in log and "report: " in log


def test_a_run_that_misses_its_deadline_is_told_of(
    call: Call, tracker: Tracker, texts: list[str]
) -> None:
    run = {"logical_date": None, "dag_run_id": "late"}
    call("POST", "/api/v2/dags/reconcile/dagRuns", run)  # waits: the DAG is paused
    with sqlite3.connect(tracker.folder / "airflow/airflow.db", timeout=30) as database:
        changed = database.execute(
            "UPDATE deadline SET deadline_time = '2026-01-01 00:00:00.000000'"
        )
        assert changed.rowcount == 1
    eventually(lambda: texts)
    [text] = texts
    assert text.startswith("reconcile was not done within 60 minutes (it is queued): http://")
    assert text.endswith("/dags/reconcile/runs/late")
