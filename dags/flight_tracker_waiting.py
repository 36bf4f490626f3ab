"""A job that is asked again until it finds no problem, without a worker meanwhile. No DAG; standard
library and Airflow only."""

from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk.exceptions import AirflowFailException
from flight_tracker_job import JobOperator

PAUSE_SECONDS = 10.0


class UntilDone(JobOperator):
    """Asks every few seconds until `seconds` after the run began; then the task has the problem."""

    template_fields = (*JobOperator.template_fields, "seconds")

    def __init__(self, *, seconds: str, **options: Any) -> None:
        super().__init__(**options)
        self.seconds = seconds

    def execute(self, context: Any, event: Any = None) -> dict[str, Any]:
        """Airflow calls it again after each pause, with an event."""
        from airflow.providers.standard.triggers.temporal import DateTimeTrigger

        try:
            return super().execute(context)
        except AirflowFailException:
            now = datetime.now(UTC)
            end = context["dag_run"].start_date + timedelta(seconds=float(self.seconds))
            if now >= end:
                raise
        moment = min(end, now + timedelta(seconds=PAUSE_SECONDS))
        self.defer(trigger=DateTimeTrigger(moment=moment), method_name="execute")
