"""Rejected records again, after a fix."""

from datetime import timedelta

from airflow.sdk import DAG, Param
from flight_tracker_assets import check
from flight_tracker_job import EVERY, POOL, JobOperator

with DAG(
    "retry_rejected",
    description="Dead letters of one reason back through their topic",
    doc_md="""
### Retry what was rejected

After what rejected them was corrected: the records whose reason holds this text go back into their
topic as they came, and are judged anew. What was sent before is not sent again. Try it with
`dry_run` first: the report counts.
""",
    schedule=None,
    dagrun_timeout=timedelta(hours=2),
    params={
        "reason": Param(
            type="string",
            minLength=3,
            title="A part of the reason",
            description="As the column reason of rejected_states has it",
        ),
        "dry_run": Param(
            True, type="boolean", title="Only count", description="Nothing is sent again"
        ),
    },
    tags=["flight-tracker", "manual"],
    **EVERY,
):
    load = JobOperator(task_id="load", arguments=["load"], pool=POOL, fails_at_problem=False)
    retry = JobOperator(
        task_id="retry",
        arguments=[
            "retry",
            "{{ '--dry-run' if params.dry_run else '' }}",
            "--",  # a reason may begin with a dash
            "{{ params.reason }}",
        ],
        retries=0,
    )
    check(load.output)
    load >> retry
