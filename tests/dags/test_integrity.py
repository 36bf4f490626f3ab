"""What every DAG must have, read without running any."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from airflow.sdk.exceptions import AirflowFailException, ParamValidationError

from tests.dags.conftest import DAY
from tests.dags.running import bag

DAGS = Path(__file__).resolve().parents[2] / "dags"
FILES = sorted(
    path.stem for path in DAGS.glob("*.py") if not path.stem.startswith("flight_tracker_")
)
LOADING = {"load_lakehouse", "reconcile", "daily_report", "retry_rejected", "backfill"}
TO_FILL = {"backfill": {"from", "to"}, "retry_rejected": {"reason"}}
MADE_UP_FOR = {"daily_report"}
MANUAL = {"backfill", "retry_rejected", "redeploy_schedule"}


@pytest.fixture(scope="module")
def dags(airflow: None) -> dict:
    found = bag()
    assert found.import_errors == {}
    return found.dags


def test_each_file_is_one_dag_of_its_name(dags: dict) -> None:
    assert sorted(dags) == FILES


@pytest.mark.parametrize("name", FILES)
def test_a_dag_says_what_it_is_for_and_whose(dags: dict, name: str) -> None:
    dag = dags[name]
    assert dag.doc_md and dag.description and "flight-tracker" in dag.tags
    assert dag.dagrun_timeout is not None and dag.max_active_runs == 1
    assert dag.catchup == (name in MADE_UP_FOR)


@pytest.mark.parametrize("name", FILES)
def test_a_task_has_an_owner_retries_and_a_limit(dags: dict, name: str) -> None:
    for task in dags[name].tasks:
        assert task.owner == "flight-tracker"
        assert task.execution_timeout is not None
        assert task.retry_delay >= timedelta(seconds=30) and task.retry_exponential_backoff


@pytest.mark.parametrize("name", FILES)
def test_what_changes_the_tables_takes_its_turn(dags: dict, name: str) -> None:
    changing = {"load", "refresh", "expire", "optimize", "vacuum", "backfill", "reload"}
    for task in dags[name].tasks:
        arguments = getattr(task, "arguments", None)
        if isinstance(arguments, list) and arguments[0] in changing:
            assert task.pool == "lakehouse"


def unfilled(params) -> set[str]:
    """Names of those without a value that is allowed."""
    found = set()
    for name, param in params.items():
        try:
            param.resolve()
        except ParamValidationError:
            found.add(name)
    return found


@pytest.mark.parametrize("name", FILES)
def test_a_form_says_what_each_field_is_and_asks_only_what_a_person_knows(
    dags: dict, name: str
) -> None:
    params = {key: dags[name].params.get_param(key) for key in dags[name].params}
    for param in params.values():
        assert param.schema["title"] and param.description
        # An empty text counts as none given, which a text alone may not be.
        assert param.value != ""
    assert unfilled(params) == TO_FILL.get(name, set())


def test_recordings_without_their_folder_are_refused(dags: dict) -> None:
    days_of = dags["backfill"].get_task("days_of").python_callable
    asked = {"from": "2026-03-01", "to": "2026-03-02", "source": "recordings", "recordings": None}
    with pytest.raises(AirflowFailException, match="the folder of them is missing"):
        days_of(asked)


def test_only_what_is_asked_for_has_no_schedule(dags: dict) -> None:
    assert {name for name, dag in dags.items() if dag.schedule is None} == MANUAL


@pytest.mark.parametrize("name", sorted(set(FILES) - MANUAL))
def test_what_nobody_watches_has_a_deadline_before_its_time_out(dags: dict, name: str) -> None:
    [deadline] = dags[name].deadline
    assert timedelta() < deadline.interval < dags[name].dagrun_timeout


def test_nights_without_airflow_are_made_up_for_from_the_first_day_on(dags: dict) -> None:
    assert str(dags["daily_report"].start_date.date()) == DAY
    code = "import daily_report as d; print(d.CATCH_UP['catchup'])"
    environ = {key: value for key, value in os.environ.items() if key != "FLIGHT_TRACKER_SINCE"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=DAGS, env=environ, capture_output=True, text=True
    )
    assert done.stdout.split() == ["False"]


@pytest.mark.parametrize("name", sorted(LOADING))
def test_gold_is_built_when_states_were_loaded_and_checked(dags: dict, name: str) -> None:
    telling = {
        task.task_id: [asset.name for asset in task.outlets]
        for task in dags[name].tasks
        if "flight_states" in [asset.name for asset in task.outlets]
    }
    assert telling == {"check": ["flight_states"]}
    assert "flight_states" in repr(dags["build_gold"].schedule)


def test_a_day_is_reconciled_before_it_is_reported(dags: dict) -> None:
    minute, hour = zip(
        *(dags[name].schedule.split()[:2] for name in ("reconcile", "daily_report")), strict=True
    )
    assert (int(hour[0]), int(minute[0])) < (int(hour[1]), int(minute[1]))


def test_days_are_landed_beside_each_other_and_loaded_in_turn(dags: dict) -> None:
    land, load = (dags["backfill"].get_task(f"one_day.{name}") for name in ("land", "load"))
    assert (load.pool, land.pool) == ("lakehouse", "default_pool")
    assert land.max_active_tis_per_dagrun == 2


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_within_a_second_without_our_packages(name: str) -> None:
    code = f"import airflow.sdk, time; b=time.monotonic(); import {name}; print(time.monotonic()-b)"
    took: list[float] = []
    while len(took) < 3 and len([each for each in took if each <= 1.0]) < 2:  # two of three
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=DAGS, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stderr
        took.append(float(done.stdout))
    assert sorted(took)[1] <= 1.0
