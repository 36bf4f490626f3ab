"""Yesterday on one page."""

import os
from datetime import datetime, timedelta

from airflow.sdk import DAG, Param
from flight_tracker_assets import GOLD, check
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, POOL, JobOperator

# A run that the REST API asked for may have no logical date.
DATE = "(dag_run.logical_date or dag_run.run_after).strftime('%Y-%m-%d')"
DAY = "{{ params.day or macros.ds_add(" + DATE + ", -1) }}"

SINCE = os.environ.get("FLIGHT_TRACKER_SINCE")
CATCH_UP = {
    "catchup": SINCE is not None,
    "start_date": datetime.fromisoformat(f"{SINCE}T00:00:00+00:00")
    if SINCE
    else EVERY["start_date"],
}
"""A day whose report was missed is never made otherwise: other jobs take all that waits, this one a
day. From the tracker's first day on, for before there is nothing."""

with DAG(
    "daily_report",
    description="Traffic, airports, emergencies, data quality and cost of a day as one HTML page",
    doc_md="""
### Report of a day

Makes the gold tables of the day, then the page `reports/<day>.html` in the object store. Without
`day` it is the day before the run's date. Nights when Airflow was down are made up for, one after
the other, from FLIGHT_TRACKER_SINCE on. `reconcile` has run before it.
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
    **EVERY | CATCH_UP,
):
    load = JobOperator(task_id="load", arguments=["load"], pool=POOL, fails_at_problem=False)
    refresh = JobOperator(
        task_id="refresh", arguments=["refresh", "--day", DAY], pool=POOL, outlets=[GOLD]
    )
    report = JobOperator(task_id="report", arguments=["report", "--day", DAY])
    check(load.output)
    load >> refresh >> report
