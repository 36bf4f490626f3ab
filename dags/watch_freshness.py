"""Is the feed alive?"""

from datetime import timedelta

from airflow.sdk import DAG
from flight_tracker_deadline import done_within
from flight_tracker_job import EVERY, JobOperator

with DAG(
    "watch_freshness",
    description="Feed age, consumer lag, dead letters, credits; an alert for each incident",
    doc_md="""
### Watch

Looks at the source, the broker, the live view, the lakehouse, new dead letters and OpenSky's
credits. What is wrong is told to the webhook once when it begins and once when it is over, with
a sentence and a link. The webhook's address is the password of the connection
`flight_tracker_webhook`; without it incidents are only noted. The run is green as long as it could
look: the report has the incidents that last.
""",
    schedule="*/5 * * * *",
    dagrun_timeout=timedelta(minutes=10),
    deadline=done_within(timedelta(minutes=5)),
    tags=["flight-tracker", "alerts"],
    **EVERY,
):
    JobOperator(
        task_id="watch",
        arguments=["watch"],
        secrets={"ALERT_WEBHOOK_URL": "flight_tracker_webhook"},
        fails_at_problem=False,
        execution_timeout=timedelta(minutes=4),
        retries=1,
    )
