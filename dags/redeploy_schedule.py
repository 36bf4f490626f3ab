"""Pause, resume or slow down the polls."""

import os
from datetime import timedelta
from typing import Any

from airflow.sdk import DAG, Param, task
from flight_tracker_job import EVERY, JobOperator, invoked, is_cloud
from flight_tracker_waiting import UntilDone


@task
def call_poller(**context: Any) -> None:
    """In the cloud the poller is called at once; here it comes by itself, in seconds."""
    if is_cloud():
        function = os.environ.get("FLIGHT_TRACKER_POLL_FUNCTION", "flight-tracker-poll-opensky")
        invoked(function, {}, context, waits=False)


with DAG(
    "redeploy_schedule",
    description="Pause and resume polling, or change its cadence; then see that it was taken",
    doc_md="""
### Change the schedule of the polls

Writes the wish where every poller looks before it polls, calls the poller where that is a function,
and waits until the poller does so, `wait` seconds at most: wherever it runs, on Lambda, on one
machine or as a service. `cadence` makes polls rarer than they were deployed; `seconds` 0 is as
deployed. The poller takes a cadence at its next call, long before the next poll.
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
    verify = UntilDone(
        task_id="verify", arguments=["schedule", "verify"], seconds="{{ params.wait }}"
    )
    change >> call_poller() >> verify
