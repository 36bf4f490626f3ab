"""`make airflow`, started for real: its own scheduler runs what is asked for by the REST API."""

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from tests.dags.conftest import DAY, PYTHON, ROOT, simulated
from tests.dags.running import webhook
from tests.dags.serving import Call, eventually, serving

TYPED = {
    "backfill": {"from": DAY, "to": DAY},
    "retry_rejected": {"reason": "squawk"},
    "redeploy_schedule": {},
    "daily_report": {},
    "maintain_tables": {},
}
"""What a form does not have when it opens, because a person alone knows it."""


class Served(NamedTuple):
    """A running Airflow, the data it works on, and what has come to its webhook."""

    call: Call
    folder: Path
    texts: list[str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch, webhook() as (url, texts):
        connection = json.dumps({"conn_type": "http", "password": url})
        patch.setenv("AIRFLOW_CONN_FLIGHT_TRACKER_WEBHOOK", connection)
        simulated(folder, patch)
        shutil.rmtree(folder / "lake")  # so all that has landed waits
        with serving(folder) as call:
            yield Served(call, folder, texts)


@pytest.fixture
def call(served: Served) -> Call:
    return served.call


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


def test_a_run_that_misses_its_deadline_is_told_of(served: Served) -> None:
    run = {"logical_date": None, "dag_run_id": "late"}
    served.call("POST", "/api/v2/dags/reconcile/dagRuns", run)  # waits: the DAG is paused
    with sqlite3.connect(served.folder / "airflow/airflow.db", timeout=30) as database:
        changed = database.execute(
            "UPDATE deadline SET deadline_time = '2026-01-01 00:00:00.000000'"
            " WHERE dagrun_id = (SELECT id FROM dag_run WHERE run_id = 'late')"
        )
        assert changed.rowcount == 1
    eventually(lambda: served.texts)
    [text] = served.texts
    assert text.startswith("reconcile was not done within 60 minutes (it is queued): http://")
    assert text.endswith("/dags/reconcile/runs/late")


def test_a_form_can_be_sent_off_as_soon_as_what_only_a_person_knows_is_there(call: Call) -> None:
    if not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("Chromium is not on the PATH")
    command = [str(PYTHON), "-m", "tests.dags.forms", call.url, json.dumps(TYPED)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == dict.fromkeys(TYPED, True)
