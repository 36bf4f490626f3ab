"""How every DAG runs a job of `flight_tracker.jobs`, and where. No DAG; standard library and
Airflow only, so that the folder is read without any package of ours.

The variable FLIGHT_TRACKER_RUNNER of Airflow's environment says where:

- `local` (default): `$FLIGHT_TRACKER_PYTHON -m flight_tracker.jobs …` in $FLIGHT_TRACKER_HOME;
- `cloud`: the load function, $FLIGHT_TRACKER_LOAD_FUNCTION, through the connection `aws_default`.
"""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from airflow.sdk import BaseOperator, Connection
from airflow.sdk.exceptions import AirflowFailException, AirflowNotFoundException
from flight_tracker_process import JobProcess

DONE, PROBLEM, WRONG = 0, 1, 2
FEW, MANY = 5, 20

CALL = {"read_timeout": 900, "retries": {"max_attempts": 0}, "tcp_keepalive": True}
"""A function has 15 minutes, and what is between drops a connection that is silent so long."""

DEFAULTS = {
    "owner": "flight-tracker",
    "retries": 3,
    "retry_delay": timedelta(seconds=30),
    "retry_exponential_backoff": True,
    "max_retry_delay": timedelta(minutes=10),
    "execution_timeout": timedelta(hours=2),
}
"""Of every task: what is not available is tried again, later each time."""

EVERY: dict[str, Any] = {
    "start_date": datetime(2026, 1, 1, tzinfo=UTC),
    "catchup": False,
    "max_active_runs": 1,
    "default_args": DEFAULTS,
}
"""Of every DAG: a run that was missed is not made up for, because the jobs take all that waits."""

POOL = "lakehouse"
"""One slot: jobs that change the tables take turns instead of losing against each other."""


class JobOperator(BaseOperator):
    """Runs `flight_tracker.jobs` with `arguments`; the job's report is its result.

    Exit code 1, a problem that the job found, and 2, wrong arguments or settings, fail at once: the
    same again would find the same. Everything else is tried again. Without `fails_at_problem` a
    later task judges the report. `secrets`: variables of the job, each with the connection whose
    password it is; in the cloud the function has its own.
    """

    template_fields = ("arguments",)
    ui_color = "#dbeafe"

    def __init__(
        self,
        *,
        arguments: Sequence[str],
        secrets: Mapping[str, str] | None = None,
        fails_at_problem: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.arguments = arguments
        self.secrets = secrets or {}
        self.fails_at_problem = fails_at_problem
        self._process = JobProcess()

    def execute(self, context: Any) -> dict[str, Any]:
        # A template that renders to nothing is an argument that was not given.
        arguments = [str(a) for a in self.arguments if str(a)]
        if is_cloud():
            code, report, last = self._in_the_cloud(arguments, context)
        else:
            code, report, last = self._here(arguments)
        report = in_short(report)
        self.log.info("report: %s", json.dumps(report))
        if code == PROBLEM and self.fails_at_problem:
            raise AirflowFailException(f"a problem was found: {json.dumps(report)}")
        if code == WRONG:
            raise AirflowFailException(f"wrong arguments or settings: {last}")
        if code not in (DONE, PROBLEM):
            raise RuntimeError(f"exit code {code}, not available now: {last}")
        return report

    def _here(self, arguments: list[str]) -> tuple[int, dict[str, Any], str]:
        """In the project's own environment; the job's log becomes the task's."""
        home = os.environ.get("FLIGHT_TRACKER_HOME", os.getcwd())
        python = os.environ.get("FLIGHT_TRACKER_PYTHON", f"{home}/.venv/bin/python")
        command = [python, "-m", "flight_tracker.jobs", *arguments]
        environ = os.environ | self._revealed()
        code, said, last = self._process.run(command, home, environ, self.log.info)
        return code, json.loads(said) if said.strip() else {}, last

    def _in_the_cloud(self, arguments: list[str], context: Any) -> tuple[int, dict[str, Any], str]:
        """By the deployed load function, which has the same jobs."""
        function = os.environ.get("FLIGHT_TRACKER_LOAD_FUNCTION", "flight-tracker-load")
        answer = invoked(function, {"job": arguments}, context)
        result = json.loads(answer)
        return int(result["exit_code"]), dict(result["report"]), "the function's log names each"

    def _revealed(self) -> dict[str, str]:
        found = {}
        for variable, name in self.secrets.items():
            try:
                found[variable] = Connection.get(name).password or ""
            except AirflowNotFoundException:
                self.log.warning("no connection %s: the job runs without %s", name, variable)
        return found

    def on_kill(self) -> None:
        """A job may be stopped at any moment; the next run goes on."""
        self._process.stop()


def is_cloud() -> bool:
    return os.environ.get("FLIGHT_TRACKER_RUNNER", "local") == "cloud"


def invoked(function: str, event: Any, context: Any, *, waits: bool = True) -> str:
    """What the function answers. Raises ValueError where it breaks off."""
    from airflow.providers.amazon.aws.operators.lambda_function import LambdaInvokeFunctionOperator

    return str(
        LambdaInvokeFunctionOperator(
            task_id="invoked",
            function_name=function,
            invocation_type="RequestResponse" if waits else "Event",
            payload=json.dumps(event),
            botocore_config=CALL,
        ).execute(context)
    )


def in_short(report: Any) -> Any:
    """The first few of each list and the first of each table, and how many more there are: a
    report may name thousands of gaps, and Airflow's database keeps what a task returns."""
    if isinstance(report, dict):
        names = list(report)[:MANY]
        more = {f"and {len(report) - MANY} more": ""} if len(report) > MANY else {}
        return {name: in_short(report[name]) for name in names} | more
    if isinstance(report, list):
        more = [f"and {len(report) - FEW} more"] if len(report) > FEW else []
        return [*map(in_short, report[:FEW]), *more]
    return report
