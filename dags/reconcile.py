"""Is everything that Kafka had in the tables, once?"""

from datetime import timedelta

from airflow.sdk import DAG
from flight_tracker_assets import check
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

with DAG(
    "reconcile",
    description="Offsets of Kafka = landed = loaded, for each partition",
    doc_md="""
### Compare offsets and rows

Fails loudly where offsets are lost or double, with the numbers and the ranges in its message, and
opens an incident that `watch_freshness` tells of. docs/operations.md, "Where something is lost",
says what to do. It runs before the report of the day.
""",
    schedule="30 0 * * *",
    dagrun_timeout=timedelta(hours=2),
    deadline=done_within(timedelta(hours=1)),
    tags=["flight-tracker", "lakehouse"],
    **EVERY,
):
    load = JobOperator(task_id="load", arguments=["load"], pool=POOL, fails_at_problem=False)
    check(load.output)
    reconcile = JobOperator(task_id="reconcile", arguments=["reconcile", "--incident"], pool=POOL)
    load >> reconcile
