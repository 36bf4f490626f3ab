"""`make airflow`, started for real: its own scheduler runs what is asked for by the REST API."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from tests.dags.conftest import PYTHON, ROOT, Tracker
from tests.dags.running import webhook

SECONDS = 150.0
Call = Callable[..., Any]


def eventually(what: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            if found := what():
                return found
        except OSError:
            pass
        time.sleep(1)
    raise AssertionError(f"not within {SECONDS:g} s")


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What comes to the webhook of the Airflow that is started."""
    with webhook() as (url, came):
        connection = json.dumps({"conn_type": "http", "password": url})
        monkeypatch.setenv("AIRFLOW_CONN_FLIGHT_TRACKER_WEBHOOK", connection)
        yield came


@pytest.fixture
def call(tracker: Tracker, texts: list[str]) -> Iterator[Call]:
    """(method, path, body): asks the REST API of a started Airflow, logged in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home = str(tracker.folder / "airflow")
    environ = os.environ | {"AIRFLOW_HOME": home, "AIRFLOW_PORT": str(port)}
    environ = {k: v for k, v in environ.items() if k != "_AIRFLOW__AS_LIBRARY"}
    token = ""

    def asked(method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    log = (tracker.folder / "airflow.log").open("wb")
    with (
        log,
        subprocess.Popen(
            [str(PYTHON), "-m", "tools.airflow"], cwd=ROOT, env=environ, stdout=log, stderr=log
        ) as process,
    ):
        try:
            login = {"username": "admin", "password": "admin"}
            token = eventually(lambda: asked("POST", "/auth/token", login))["access_token"]
            eventually(lambda: asked("GET", "/api/v2/dags")["total_entries"] == 9)
            yield asked
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def test_a_load_that_was_asked_for_has_the_gold_tables_built(call: Call) -> None:
    for name in ("load_lakehouse", "build_gold"):
        call("PATCH", f"/api/v2/dags/{name}", {"is_paused": False})
    call("POST", "/api/v2/dags/load_lakehouse/dagRuns", {"logical_date": None})

    def ended(name: str) -> list[str]:
        runs = call("GET", f"/api/v2/dags/{name}/dagRuns")["dag_runs"]
        return [run["state"] for run in runs if run["state"] in ("success", "failed")]

    assert set(eventually(lambda: ended("load_lakehouse"))) == {"success"}
    assert set(eventually(lambda: ended("build_gold"))) == {"success"}


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
