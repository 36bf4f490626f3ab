"""Landing files into the tables."""

from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Asset, task
from airflow.sdk.exceptions import AirflowFailException
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

FLIGHT_STATES = Asset("flight_states", uri="delta://flight_tracker/flight_states")


@task(retries=0)
def check(report: dict[str, Any]) -> None:
    """Loud about files that could not be read; the others are loaded and go on."""
    if report["damaged"]:
        raise AirflowFailException(f"landing files that cannot be read: {report['damaged']}")


with DAG(
    "load_lakehouse",
    description="Waiting landing files into the Delta tables, then checks",
    doc_md="""
### Load what has landed

`load` merges all waiting landing files, each record once; a run that was stopped goes on where it
was. `check` fails where a file is damaged, with its name and reason (docs/operations.md says what
to do); the others are loaded. Afterwards `build_gold` runs, by the asset `flight_states`.
""",
    schedule="5 * * * *",
    dagrun_timeout=timedelta(hours=1),
    deadline=done_within(timedelta(minutes=30)),
    tags=["flight-tracker", "lakehouse"],
    **EVERY,
):
    load = JobOperator(
        task_id="load",
        arguments=["load"],
        pool=POOL,
        fails_at_problem=False,
        outlets=[FLIGHT_STATES],
    )
    check(load.output)
