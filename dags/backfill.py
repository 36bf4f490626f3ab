"""Days again, from landing files or from recordings."""

from datetime import date, timedelta
from typing import Any

from airflow.sdk import DAG, Param, task
from airflow.sdk.exceptions import AirflowFailException
from flight_tracker_job import EVERY, POOL, JobOperator

MOST_DAYS = 366


@task
def days_of(params: dict[str, Any]) -> list[str]:
    """From `from` to `to`, both with them."""
    if params["source"] == "recordings" and not params["recordings"]:
        raise AirflowFailException("recordings were asked for, and the folder of them is missing")
    first, last = date.fromisoformat(params["from"]), date.fromisoformat(params["to"])
    if not 0 <= (last - first).days < MOST_DAYS:
        raise AirflowFailException(f"from {first} to {last} is not 1 to {MOST_DAYS} days")
    return [str(first + timedelta(days)) for days in range((last - first).days + 1)]


@task
def job_of(day: str, params: dict[str, Any]) -> list[str]:
    """The arguments of the day's job."""
    if params["source"] == "landing":
        return ["reload", "--day", day]
    return ["backfill", "--from", f"{params['recordings'].rstrip('/')}/{day}"]


with DAG(
    "backfill",
    description="Days again: the landing files that are still there, or recorded bodies",
    doc_md="""
### Load days again

A form asks for the days and the source. `landing` loads the landing files of each day again and
adds what is not there. `recordings` loads the bodies of `/states/all` in a folder for each day,
`<recordings>/2026-01-31/`. Nothing is ever there twice, so a run that was killed is started again
by *Clear*, and goes on. One slot of the pool at a time; `build_gold` makes the days afterwards.
""",
    schedule=None,
    dagrun_timeout=timedelta(hours=24),
    params={
        "from": Param(
            type="string", format="date", title="First day", description="Of the rows, in UTC"
        ),
        "to": Param(
            type="string", format="date", title="Last day", description="It is loaded, too"
        ),
        "source": Param(
            "landing",
            enum=["landing", "recordings"],
            title="From",
            description="Landing files that are still there, or recorded bodies",
        ),
        "recordings": Param(
            None,
            type=["null", "string"],
            title="Folder of the recordings",
            description="Only of recordings: it holds a folder for each day, as 2026-01-31/",
        ),
    },
    tags=["flight-tracker", "lakehouse", "manual"],
    **EVERY,
):
    jobs = job_of.expand(day=days_of())
    load = JobOperator.partial(task_id="load_day", pool=POOL, max_active_tis_per_dagrun=2).expand(
        arguments=jobs
    )
    load >> JobOperator(task_id="refresh", arguments=["refresh"], pool=POOL)
