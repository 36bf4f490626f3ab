"""What happens when a run is not done in time: one sentence to the operators' webhook. No DAG;
standard library and Airflow only.

A time-out stops a run that hangs; a deadline says, earlier, that its result is missing: the run is
slow, waits for the pool, has failed, or never began.
"""

import json
import logging
import urllib.request
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from airflow.sdk import Connection, DeadlineAlert, DeadlineReference, SyncCallback
from airflow.sdk.configuration import conf
from airflow.sdk.exceptions import AirflowNotFoundException

WEBHOOK = "flight_tracker_webhook"
"""The connection whose password is the address of the webhook."""

WEBHOOK_SECONDS = 10.0

logger = logging.getLogger(__name__)


def done_within(interval: timedelta) -> DeadlineAlert:
    """A run that has not succeeded `interval` after it was queued is told of, once."""
    # A logical date would not do: a run by hand or by an asset has none.
    return DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=interval,
        callback=SyncCallback(tell, kwargs={"minutes": round(interval.total_seconds() / 60)}),
        name=f"done within {interval}",
    )


def tell(minutes: int, context: dict[str, Any]) -> None:
    """Airflow calls it with the missed run in `context`. Raises OSError where the webhook fails,
    and Airflow keeps the callback as failed."""
    said = sentence(minutes, context["dag_run"], conf.get("api", "base_url", fallback=""))
    logger.warning(said)
    address = _webhook()
    if not address:
        logger.warning("no connection %s with a password: nobody is told", WEBHOOK)
        return
    body, headers = json.dumps({"text": said}).encode(), {"Content-Type": "application/json"}
    request = urllib.request.Request(address, data=body, headers=headers, method="POST")
    urllib.request.urlopen(request, timeout=WEBHOOK_SECONDS).close()


def _webhook() -> str | None:
    try:
        return Connection.get(WEBHOOK).password
    except AirflowNotFoundException:
        return None


def sentence(minutes: int, run: dict[str, Any], page: str) -> str:
    """What was missed, how the run stands, and where to look."""
    name, run_id = run["dag_id"], run["dag_run_id"]
    where = f"{page.rstrip('/')}/dags/{name}/runs/{quote(run_id, safe='')}"
    return f"{name} was not done within {minutes} minutes (it is {run['state']}): {where}"
