"""Landing files into the tables."""

from datetime import timedelta

from airflow.sdk import DAG
from flight_tracker_assets import check
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

with DAG(
    "load_lakehouse",
    description="Waiting landing files into the Delta tables, then checks",
    doc_md="""
### Load what has landed

`load` merges all waiting landing files, each record once; a run that was stopped goes on where it
was. `check` fails where a file is damaged, with its name and reason (docs/operations.md says what
to do); the others are loaded. Where rows were new and all is well, `check` updates the asset
`flight_states`, and `build_gold` runs.
""",
    schedule="5 * * * *",
    dagrun_timeout=timedelta(hours=1),
    deadline=done_within(timedelta(minutes=30)),
    tags=["flight-tracker", "lakehouse"],
    **EVERY,
):
    load = JobOperator(task_id="load", arguments=["load"], pool=POOL, fails_at_problem=False)
    check(load.output)
