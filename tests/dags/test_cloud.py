"""The same DAG files with FLIGHT_TRACKER_RUNNER=cloud: their jobs run in the load function."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")
pytest.importorskip("airflow.providers.amazon", reason="needs dags/requirements-cloud.txt")

from airflow.sdk.exceptions import AirflowFailException
from botocore.client import ClientCreator
from flight_tracker_job import JobOperator

from tests.dags.conftest import AIRCRAFT, PYTHON, ROOT, SNAPSHOTS, Tracker
from tests.dags.running import bag, run

pytestmark = pytest.mark.usefixtures("airflow")

FUNCTION, POLLER = "some-load", "some-poll"
POLLED = {"polled": "without waiting"}
HANDLER = """
import json, sys
from local.functions import load
print(json.dumps(load("consume_batch", "load").handler(json.load(sys.stdin), None)))
"""


class LoadFunction(BaseHTTPRequestHandler):
    """AWS Lambda's Invoke: each call is a cold start of our load function."""

    events: list[Any]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == f"/2015-03-31/functions/{POLLER}/invocations":
            assert self.headers["X-Amz-Invocation-Type"] == "Event"
            self.events.append(POLLED)
            self.send_response(202)
            self.end_headers()
            return
        assert self.path == f"/2015-03-31/functions/{FUNCTION}/invocations", self.path
        self.events.append(json.loads(body))
        done = subprocess.run(
            [str(PYTHON), "-c", HANDLER], cwd=ROOT, input=body, capture_output=True, timeout=120
        )
        self.send_response(200)
        if done.returncode != 0:
            self.send_header("X-Amz-Function-Error", "Unhandled")
        self.end_headers()
        self.wfile.write(done.stdout or json.dumps({"errorMessage": "it ended"}).encode())

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """What the function was invoked with; Airflow's own settings lead to no job here."""
    came: list[Any] = []
    handler = type("Handler", (LoadFunction,), {"events": came})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cloud = {
            "FLIGHT_TRACKER_RUNNER": "cloud",
            "FLIGHT_TRACKER_LOAD_FUNCTION": FUNCTION,
            "FLIGHT_TRACKER_POLL_FUNCTION": POLLER,
            "FLIGHT_TRACKER_PYTHON": "/nonexistent",
            "AWS_ENDPOINT_URL_LAMBDA": f"http://127.0.0.1:{server.server_address[1]}",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        for name, value in cloud.items():
            monkeypatch.setenv(name, value)
        yield came
        server.shutdown()


def test_a_day_is_loaded_and_reconciled_by_the_function(
    tracker: Tracker, events: list[Any]
) -> None:
    shutil.rmtree(tracker.folder / "lake")
    assert run("load_lakehouse") == {"load": "success", "check": "success", "dag": "success"}
    assert tracker.query("SELECT count(*) FROM flight_states") == [[str(AIRCRAFT * SNAPSHOTS)]]
    assert run("reconcile")["dag"] == "success"
    assert [event["job"][0] for event in events] == ["load", "load", "reconcile"]


def test_a_problem_that_the_function_found_fails_the_task_at_once(
    tracker: Tracker, events: list[Any]
) -> None:
    [[place]] = tracker.query("SELECT min(log_id) FROM flight_states")
    lake = tracker.folder / "lake/flight_states"
    tracker.python(
        f"import deltalake; deltalake.DeltaTable({str(lake)!r})"
        f".delete(\"log_id = '{place}' AND kafka_offset % 10 = 3\")"
    )
    states = run("reconcile")
    assert (states["reconcile"], states["dag"]) == ("failed", "failed")
    assert len(events) == 2


def test_a_function_that_breaks_off_is_tried_again(
    tracker: Tracker, events: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAKEHOUSE", "databricks")  # without the address of one
    load = bag().dags["load_lakehouse"].get_task("load")
    with pytest.raises(ValueError, match="function execution resulted in error") as caught:
        load.execute({})
    assert not isinstance(caught.value, AirflowFailException)
    assert len(events) == 1


def test_a_wrong_argument_fails_at_once_as_it_does_here(
    tracker: Tracker, events: list[Any]
) -> None:
    with pytest.raises(AirflowFailException, match="the function's log"):
        JobOperator(task_id="some", arguments=["report", "--day", "yesterday"]).execute({})
    assert events == [{"job": ["report", "--day", "yesterday"]}]


def test_the_connection_of_a_long_job_is_kept_alive(
    tracker: Tracker, events: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    configs = []
    make = ClientCreator.create_client

    def made(self: Any, *arguments: Any, **options: Any) -> Any:
        configs.append(options["client_config"])
        return make(self, *arguments, **options)

    monkeypatch.setattr(ClientCreator, "create_client", made)
    JobOperator(task_id="some", arguments=["schedule", "show"]).execute({})
    [config] = configs
    assert config.tcp_keepalive and config.read_timeout == 900


def test_a_changed_schedule_calls_the_poller_at_once(tracker: Tracker, events: list[Any]) -> None:
    states = run("redeploy_schedule", wish="pause", wait=1)
    assert (states["call_poller"], states["verify"]) == ("success", "failed")  # nobody polls here
    change, polled, *verify = events
    assert (change, polled) == ({"job": ["schedule", "pause"]}, POLLED)
    assert verify[0] == {"job": ["schedule", "verify"]}
