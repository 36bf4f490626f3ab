"""Yesterday on one page."""

from datetime import timedelta

from airflow.sdk import DAG, Param
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

DAY = "{{ params.day or macros.ds_add(ds, -1) }}"

with DAG(
    "daily_report",
    description="Traffic, airports, emergencies, data quality and cost of a day as one HTML page",
    doc_md="""
### Report of a day

Makes the gold tables of the day, then the page `reports/<day>.html` in the object store. Without
`day` it is the day before the run's date.
""",
    schedule="15 1 * * *",
    dagrun_timeout=timedelta(hours=2),
    deadline=done_within(timedelta(hours=1)),
    params={
        "day": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Day",
            description="In UTC; without it, the day before the run's date",
        )
    },
    tags=["flight-tracker", "reports"],
    **EVERY,
):
    load = JobOperator(task_id="load", arguments=["load"], pool=POOL, fails_at_problem=False)
    refresh = JobOperator(task_id="refresh", arguments=["refresh", "--day", DAY], pool=POOL)
    report = JobOperator(task_id="report", arguments=["report", "--day", DAY])
    load >> refresh >> report
