"""What DAGs tell each other, and the check after each load, which tells it. No DAG; standard
library and Airflow only."""

from typing import Any

from airflow.sdk import Asset, task
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

FLIGHT_STATES = Asset("flight_states", uri="delta://flight_tracker/flight_states")
GOLD = Asset("gold", uri="delta://flight_tracker/gold")


@task(retries=0, outlets=[FLIGHT_STATES])
def check(report: dict[str, Any]) -> None:
    """Loud about files that could not be read; the others are loaded and go on. Where no row was
    new the asset stays as it is."""
    if report["damaged"]:
        raise AirflowFailException(f"landing files that cannot be read: {report['damaged']}")
    if not report["rows"]:
        raise AirflowSkipException("no row was new")
