"""What keeps the tables small."""

from datetime import timedelta

from airflow.sdk import DAG, Param
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

with DAG(
    "maintain_tables",
    description="Retention, optimize and vacuum, every night",
    doc_md="""
### Keep the tables small

Rows older than `days` go, small files are joined and sorted, and files that no reader of the last
week needs are deleted. Each job may be stopped and repeated. `days` 0 keeps everything.
""",
    schedule="30 2 * * *",
    dagrun_timeout=timedelta(hours=6),
    deadline=done_within(timedelta(hours=3)),
    params={
        "days": Param(
            400,
            type="integer",
            minimum=0,
            title="Days of states",
            description="So many are kept; 0 keeps all",
        ),
        "rejected_days": Param(
            90,
            type="integer",
            minimum=0,
            title="Days of rejected records",
            description="So many are kept; 0 keeps all",
        ),
    },
    render_template_as_native_obj=False,
    tags=["flight-tracker", "lakehouse"],
    **EVERY,
):
    expire_states = JobOperator(
        task_id="expire_states",
        arguments=["expire", "--days", "{{ params.days or 36500 }}"],
        pool=POOL,
    )
    expire_rejected = JobOperator(
        task_id="expire_rejected",
        arguments=[
            "expire",
            "--table",
            "rejected_states",
            "--days",
            "{{ params.rejected_days or 36500 }}",
        ],
        pool=POOL,
    )
    optimize = JobOperator(task_id="optimize", arguments=["optimize"], pool=POOL)
    vacuum = JobOperator(task_id="vacuum", arguments=["vacuum"], pool=POOL)
    [expire_states, expire_rejected] >> optimize >> vacuum
