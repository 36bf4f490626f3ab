"""Pause, resume or slow down the polls."""

from datetime import timedelta

from airflow.providers.standard.sensors.date_time import DateTimeSensorAsync
from airflow.sdk import DAG, Param
from flight_tracker_job import EVERY, JobOperator

with DAG(
    "redeploy_schedule",
    description="Pause and resume polling, or change its cadence; then see that it was taken",
    doc_md="""
### Change the schedule of the polls

Writes the wish where every poller looks before it polls, waits for the next calls, and fails if the
poller has not done so: wherever it runs, on Lambda, on one machine or as a service. `cadence` makes
polls rarer than they were deployed; `seconds` 0 is as deployed.
""",
    schedule=None,
    dagrun_timeout=timedelta(hours=1),
    params={
        "wish": Param(
            "pause",
            enum=["pause", "resume", "cadence"],
            title="What the polls should do",
            description="Pause, go on, or come less often",
        ),
        "reason": Param(
            None,
            type=["null", "string"],
            title="Reason",
            description="Of a pause, for those who ask why",
        ),
        "seconds": Param(
            0,
            type="integer",
            minimum=0,
            maximum=86_400,
            title="Seconds between two polls",
            description="Of cadence, at least; 0 is as deployed",
        ),
        "wait": Param(
            120,
            type="integer",
            minimum=1,
            maximum=3600,
            title="Seconds to wait",
            description="For the poller to do so, at most",
        ),
    },
    tags=["flight-tracker", "manual"],
    **EVERY,
):
    change = JobOperator(
        task_id="change",
        arguments=[
            "schedule",
            "{{ params.wish }}",
            "{{ '--reason=%s' % params.reason if params.reason else '' }}",
            "{{ '--seconds=%d' % params.seconds if params.seconds else '' }}",
        ],
    )
    wait = DateTimeSensorAsync(
        task_id="wait",
        target_time="{{ ti.start_date + macros.timedelta(seconds=params.wait) }}",
    )
    verify = JobOperator(task_id="verify", arguments=["schedule", "verify"])
    change >> wait >> verify
