"""The gold tables of the days whose states have changed."""

from datetime import timedelta

from airflow.sdk import DAG, Asset
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

with DAG(
    "build_gold",
    description="flights, movements, traffic, emergencies and data quality of changed days",
    doc_md="""
### Make the gold tables

Runs when `load_lakehouse` has updated `flight_states`. `refresh` counts the rows of each day, and
makes the five tables of those days that have others than before: late data repairs its day, and a
second run does nothing. `{{ params.day }}` makes one day in any case.
""",
    schedule=[Asset("flight_states", uri="delta://flight_tracker/flight_states")],
    dagrun_timeout=timedelta(hours=3),
    deadline=done_within(timedelta(hours=1)),
    tags=["flight-tracker", "lakehouse"],
    **EVERY,
):
    JobOperator(
        task_id="refresh",
        arguments=["refresh"],
        pool=POOL,
        outlets=[Asset("gold", uri="delta://flight_tracker/gold")],
    )
