"""The gold tables of the days whose states have changed."""

from datetime import timedelta

from airflow.sdk import DAG, Param
from flight_tracker_assets import FLIGHT_STATES, GOLD
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

with DAG(
    "build_gold",
    description="flights, movements, traffic, emergencies and data quality of changed days",
    doc_md="""
### Make the gold tables

Runs when a load has updated `flight_states`. `refresh` counts the rows of each day, and
makes the five tables of those days that have others than before: late data repairs its day, and a
second run does nothing. Started by hand with a day, it makes that one in any case.
""",
    schedule=[FLIGHT_STATES],
    dagrun_timeout=timedelta(hours=3),
    deadline=done_within(timedelta(hours=1)),
    params={
        "day": Param(
            None,
            type=["null", "string"],
            format="date",
            title="Day",
            description="In UTC; without it, every day that has changed",
        )
    },
    tags=["flight-tracker", "lakehouse"],
    **EVERY,
):
    JobOperator(
        task_id="refresh",
        arguments=["refresh", "{{ '--day=%s' % params.day if params.day else '' }}"],
        pool=POOL,
        outlets=[GOLD],
    )
