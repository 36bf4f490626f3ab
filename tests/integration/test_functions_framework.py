"""The functions under functions-framework: the same code, served as plain HTTP functions.

Each function runs in a process of its own, as it would in a container: all have a `main.py`, and
each reads its settings from the environment when it starts.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import requests

from flight_tracker.kafka_record import to_event
from tests.integration.embedded_broker import ROOT, EmbeddedBroker
from tests.integration.test_packages import made_packages
from tests.integration.waiting import eventually

AIRCRAFT = 50
SECONDS = 30

DRIVER = """
import json, sys
source, is_asgi, calls = sys.argv[1], sys.argv[2] == "asgi", json.load(sys.stdin)
if is_asgi:
    from functions_framework.aio import create_asgi_app
    from starlette.testclient import TestClient
    client = TestClient(create_asgi_app("http", source))
else:
    from functions_framework import create_app
    client = create_app("http", source).test_client()
answers = []
for method, path, body in calls:
    answer = client.open(path, method=method, json=body) if not is_asgi else client.request(
        method, path, json=body)
    answers.append([answer.status_code, answer.text])
print(json.dumps([answers, sys.modules["flight_tracker"].__file__]))
"""


@dataclass
class Deployment:
    """One environment for all functions."""

    broker: EmbeddedBroker
    topic: str
    environ: dict[str, str]
    folder: Path = ROOT / "functions"
    core: str = ""
    """From where the last call had the core."""

    def call(self, source: str, *calls: tuple[str, str, Any], asgi: bool = False) -> list[Any]:
        """Start the function anew, send these requests; status and body of each answer."""
        kind = "asgi" if asgi else "wsgi"
        place = self.folder / source
        command = [sys.executable, "-c", DRIVER, str(place), kind]
        done = subprocess.run(
            command,
            input=json.dumps(calls),
            cwd=ROOT,
            env=self.first_on_path(place.parent),
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stderr
        answers: list[Any]
        answers, self.core = json.loads(done.stdout)
        return answers

    def first_on_path(self, folder: Path) -> dict[str, str]:
        """The environment in which `folder` goes before all that is installed."""
        paths = filter(None, [str(folder), self.environ.get("PYTHONPATH")])
        return self.environ | {"PYTHONPATH": os.pathsep.join(paths)}

    def post(self, source: str, body: Any) -> dict[str, Any]:
        """One POST to `/`, which must succeed."""
        [[status, text]] = self.call(source, ("POST", "/", body))
        assert status == 200, text
        report: dict[str, Any] = json.loads(text)
        return report

    def event(self) -> dict[str, Any]:
        return to_event(self.broker.records(self.topic), self.broker.address)


@pytest.fixture
def deployment(broker: EmbeddedBroker, topic: str, tmp_path: Path) -> Deployment:
    settings = {
        "FLIGHT_SOURCE": "simulation",
        "SIMULATION_AIRCRAFT": str(AIRCRAFT),
        "KAFKA_BOOTSTRAP_SERVERS": broker.address,
        "KAFKA_TOPIC": topic,
        "KAFKA_REJECTED_TOPIC": f"{topic}-rejected",
        "OBJECT_STORE_URL": str(tmp_path / "store"),
        "DATA_DIR": str(tmp_path),
        "INGEST_API_KEYS": "a-key",
    }
    return Deployment(broker, topic, {**os.environ, **settings})


@pytest.fixture
def staged(deployment: Deployment) -> Deployment:
    """The folders of `make package`, which bring the core and all libraries."""
    made_packages()
    return replace(deployment, folder=ROOT / "build")


def test_a_post_to_poll_opensky_writes_a_snapshot_to_kafka(deployment: Deployment) -> None:
    report = deployment.post("poll_opensky/main.py", {})
    assert (report["source"], report["published"]) == ("simulation", AIRCRAFT)
    assert len(deployment.broker.records(deployment.topic)) == AIRCRAFT


def test_the_functions_hand_the_sky_from_one_to_the_next(deployment: Deployment) -> None:
    deployment.post("poll_opensky/main.py", {})
    consumed = deployment.post("consume_batch/main.py", deployment.event())
    assert (consumed["records"], consumed["landed"]) == (AIRCRAFT, AIRCRAFT)
    assert deployment.post("consume_batch/load.py", {})["rows"] == AIRCRAFT
    current, health = deployment.call(
        "api/main.py", ("GET", "/flights/current", None), ("GET", "/health", None), asgi=True
    )
    assert (current[0], json.loads(current[1])["count"]) == (200, AIRCRAFT)
    assert (health[0], json.loads(health[1])["status"]) == (200, "ok")


def test_the_staged_functions_hand_the_sky_from_one_to_the_next(staged: Deployment) -> None:
    staged.post("poll_opensky/main.py", {})
    assert staged.core == str(ROOT / "build/poll_opensky/flight_tracker/__init__.py")
    assert staged.post("consume_batch/main.py", staged.event())["landed"] == AIRCRAFT
    [[status, text]] = staged.call("api/main.py", ("GET", "/flights/current", None), asgi=True)
    assert (status, json.loads(text)["count"]) == (200, AIRCRAFT)


def test_the_same_batch_posted_twice_changes_nothing(deployment: Deployment) -> None:
    deployment.post("poll_opensky/main.py", {})
    event = deployment.event()
    for _ in range(2):
        assert deployment.post("consume_batch/main.py", event)["landed"] == AIRCRAFT
    assert deployment.post("consume_batch/load.py", {})["rows"] == AIRCRAFT


@pytest.mark.parametrize("body", [{}, {"records": [1]}, {"records": {"t-0": [{}]}}, [], 7])
def test_what_is_no_kafka_event_is_an_error_and_no_success(
    deployment: Deployment, body: Any
) -> None:
    [[status, _]] = deployment.call("consume_batch/main.py", ("POST", "/", body))
    assert status == 500


def test_a_poll_that_cannot_reach_kafka_is_an_error_and_no_success(
    deployment: Deployment,
) -> None:
    deployment.environ |= {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"}
    code = "import runpy, sys; m = runpy.run_path(sys.argv[1]); m['handler']({}, Short())"
    context = "class Short:\n def get_remaining_time_in_millis(self): return 2000\n"
    source = str(ROOT / "functions/poll_opensky/main.py")
    done = subprocess.run(
        [sys.executable, "-c", context + code, source],
        env=deployment.environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 1
    assert f"{AIRCRAFT} of {AIRCRAFT} records not confirmed" in done.stderr


@pytest.mark.parametrize("source", ["poll_opensky/main.py", "consume_batch/main.py", "api/main.py"])
def test_settings_that_cannot_work_stop_the_start_with_every_error_named(
    deployment: Deployment, source: str
) -> None:
    deployment.environ |= {"POLL_INTERVAL_SECONDS": "0", "API_PORT": "x"}
    command = [sys.executable, "-c", DRIVER, str(ROOT / "functions" / source), "wsgi"]
    options: dict[str, Any] = {"capture_output": True, "text": True, "timeout": SECONDS}
    done = subprocess.run(command, input="[]", env=deployment.environ, **options)
    assert done.returncode == 1
    assert "POLL_INTERVAL_SECONDS" in done.stderr and "API_PORT" in done.stderr


@contextlib.contextmanager
def served(command: list[str], environ: dict[str, str], log: Path) -> Iterator[None]:
    """The command while it runs."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=out, stderr=out)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@pytest.mark.parametrize("fixture", ["deployment", "staged"])
def test_the_api_is_served_by_the_framework_s_own_command(
    request: pytest.FixtureRequest, fixture: str, tmp_path: Path
) -> None:
    deployment: Deployment = request.getfixturevalue(fixture)
    source = deployment.folder / "api/main.py"
    environ = deployment.first_on_path(source.parent)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "functions_framework", "--asgi", "--target", "http"]
    command += ["--source", str(source)]
    command += ["--host", "127.0.0.1", "--port", str(port)]
    with served(command, environ, tmp_path / "log"), requests.Session() as session:
        session.trust_env = False

        def get(path: str) -> requests.Response | None:
            with contextlib.suppress(requests.ConnectionError):
                return session.get(f"http://127.0.0.1:{port}{path}", timeout=5)
            return None

        eventually(lambda: get("/health") is not None, SECONDS)
        answer = get("/flights/current?bbox=1")
        assert answer is not None
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert get("/openapi.json") is not None
