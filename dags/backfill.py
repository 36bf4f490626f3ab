"""Days again, from landing files or from recordings."""

from datetime import date, timedelta
from typing import Any

from airflow.sdk import DAG, Param, task, task_group
from airflow.sdk.exceptions import AirflowFailException
from flight_tracker_assets import FLIGHT_STATES, GOLD
from flight_tracker_job import EVERY, POOL, JobOperator

MOST_DAYS = 366
AT_ONCE = 2
"""Days that are landed beside each other."""


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
def jobs_of(day: str, params: dict[str, Any]) -> dict[str, list[str]]:
    """The arguments of the day's jobs: one that changes no table, then one that does."""
    if params["source"] == "landing":
        reload = ["reload", "--day", day]
        return {"before": [*reload, "--dry-run"], "loading": reload}
    folder = f"{params['recordings'].rstrip('/')}/{day}"
    return {"before": ["backfill", "--from", folder, "--no-load"], "loading": ["load"]}


@task_group
def one_day(before: list[str], loading: list[str]) -> None:
    """Days are landed beside each other, and loaded one after the other."""
    land = JobOperator(task_id="land", arguments=before, max_active_tis_per_dagrun=AT_ONCE)
    load = JobOperator(task_id="load", arguments=loading, pool=POOL)
    land >> load


@task(retries=0, trigger_rule="all_done_min_one_success", outlets=[FLIGHT_STATES])
def check(days: list[str], **context: Any) -> None:
    """Fails where a day is not there; the others are, with their gold tables."""
    loaded = context["ti"].xcom_pull(task_ids="one_day.load", map_indexes=range(len(days)))
    missing = [day for day, report in zip(days, loaded, strict=True) if report is None]
    if missing:
        raise AirflowFailException(f"not loaded: {', '.join(missing)}")


with DAG(
    "backfill",
    description="Days again: the landing files that are still there, or recorded bodies",
    doc_md="""
### Load days again

A form asks for the days and the source. `landing` loads the landing files of each day again and
adds what is not there. `recordings` loads the bodies of `/states/all` in a folder for each day,
`<recordings>/2026-01-31/`. Nothing is ever there twice, so a run that was killed is started again
by *Clear*, and goes on. Recordings are landed two days at a time and loaded in turn; `refresh`
makes the gold tables of the days that are there, and `check` fails with the names of those that are
not.
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
    days = days_of()
    loaded = one_day.expand_kwargs(jobs_of.expand(day=days))
    refresh = JobOperator(
        task_id="refresh",
        arguments=["refresh"],
        pool=POOL,
        trigger_rule="all_done_min_one_success",
        outlets=[GOLD],
    )
    loaded >> refresh >> check(days)
