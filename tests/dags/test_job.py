"""A job as a task has it: its report, its log, and its end, whatever the job does."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

import flight_tracker_process
from airflow.sdk.exceptions import AirflowFailException, AirflowTaskTimeout
from airflow.sdk.execution_time.timeout import timeout
from flight_tracker_job import JobOperator

from tests.dags.conftest import PYTHON

GAPS = [[offset, offset + 1] for offset in range(0, 100_000, 10)]
SENTENCE = "DATABRICKS_HTTP_PATH is missing: it looks like /sql/1.0/warehouses/..."


@pytest.fixture
def job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Sets what the job does, and makes the task."""

    def does(code: str, **options) -> JobOperator:
        python = tmp_path / "python"
        python.write_text(f"#!{sys.executable}\nimport json, os, signal, sys, time\n{code}\n")
        python.chmod(0o755)
        monkeypatch.setenv("FLIGHT_TRACKER_PYTHON", str(python))
        return JobOperator(task_id="some", arguments=["reconcile"], **options)

    return does


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_report_of_many_gaps_is_told_in_short(job) -> None:
    report = json.dumps({"lost": len(GAPS), "listed": [{"log_id": "a", "gaps": GAPS}]})
    assert len(report) > 2 * 65_536  # more than a pipe holds
    task = job(
        f"print({report!r}); sys.stdout.flush(); print('done', file=sys.stderr); sys.exit(1)"
    )
    with pytest.raises(AirflowFailException) as caught:
        task.execute({})
    said = str(caught.value)
    assert f'"lost": {len(GAPS)}' in said and "[40, 41]" in said
    assert f"and {len(GAPS) - 5} more" in said and len(said) < 400


def test_a_report_that_a_later_task_judges_is_in_short_too(job) -> None:
    damaged = {f"landing/{n}.parquet": "no footer" for n in range(1000)}
    task = job(f"print(json.dumps({{'damaged': {damaged!r}}}))")
    found = task.execute({})["damaged"]
    assert found["landing/0.parquet"] == "no footer"
    assert len(found) == 21 and "and 980 more" in found


def test_a_time_out_stops_the_job(job, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    task = job(f"open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    began = time.monotonic()
    with pytest.raises(AirflowTaskTimeout), timeout(2, "too long"):
        task.execute({})
    assert time.monotonic() - began < 10
    assert not is_running(int(pid.read_text()))


def test_a_job_that_does_not_listen_is_killed(
    job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flight_tracker_process, "STOP_SECONDS", 0.2)
    pid = tmp_path / "pid"
    ignore = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    task = job(f"{ignore}; open({str(pid)!r}, 'w').write(str(os.getpid())); time.sleep(600)")
    with pytest.raises(AirflowTaskTimeout), timeout(2, "too long"):
        task.execute({})
    assert not is_running(int(pid.read_text()))


def test_wrong_settings_are_named_by_the_failure(job, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"level": "ERROR", "message": SENTENCE})
    task = job(f"print({line!r}, file=sys.stderr); sys.exit(2)")
    with pytest.raises(AirflowFailException, match="DATABRICKS_HTTP_PATH is missing"):
        task.execute({})


def test_what_is_not_available_is_named_and_tried_again(job) -> None:
    task = job("print('the bucket is away', file=sys.stderr); sys.exit(3)")
    with pytest.raises(RuntimeError, match=r"exit code 3.*the bucket is away"):
        task.execute({})


def test_the_sentences_of_the_real_jobs_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLIGHT_TRACKER_PYTHON", str(PYTHON))
    monkeypatch.setenv("LAKEHOUSE", "databricks")  # without the address of one
    with pytest.raises(AirflowFailException, match="DATABRICKS_SERVER_HOSTNAME"):
        JobOperator(task_id="some", arguments=["load"]).execute({})
    with pytest.raises(AirflowFailException, match="'yesterday' is no day"):
        JobOperator(task_id="some", arguments=["report", "--day", "yesterday"]).execute({})
