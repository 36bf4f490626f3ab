"""`python -m local.poller`: the files that its container is made of, started as systemd does."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen

import pytest

pytest.importorskip("moto.server", reason="moto is not installed")

from flight_tracker import feed
from flight_tracker.adapters.object_store import ObstoreObjectStore
from tests.integration import moto_s3
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.waiting import eventually

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
END_SECONDS = 20.0


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the Containerfile copies, where it copies it."""
    folder = tmp_path_factory.mktemp("container")
    for line in (DEPLOY / "poller.Containerfile").read_text().splitlines():
        if line.startswith("COPY "):
            _, source, target = line.split()
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / target, dirs_exist_ok=True)
            else:
                (folder / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, folder / target)
    return folder


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """The variables that lead to a bucket of its own."""
    with moto_s3.served("data") as url:
        variables = {
            "OBJECT_STORE_URL": "s3://data",
            "AWS_ENDPOINT": url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        yield variables


def started(staged: Path, **variables: str) -> "Popen[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return Popen(
        [sys.executable, "-m", "local.poller"],
        cwd=staged,
        env={**kept, "PYTHONPATH": str(staged), **variables},
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        text=True,
    )


def test_it_polls_until_it_is_told_to_end(
    staged: Path, bucket: dict[str, str], broker: EmbeddedBroker, topic: str
) -> None:
    store = ObstoreObjectStore("s3://data")
    process = started(
        staged,
        FLIGHT_SOURCE="simulation",
        SIMULATION_AIRCRAFT="20",
        POLL_INTERVAL_SECONDS="1",
        KAFKA_BOOTSTRAP_SERVERS=broker.address,
        KAFKA_TOPIC=topic,
        **bucket,
    )
    try:
        eventually(lambda: store.get(feed.KEY), 60)
        eventually(lambda: len(broker.records(topic)) >= 40, 60)  # a second poll, too
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=END_SECONDS)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert "Traceback" not in errors


def test_what_is_missing_is_named_and_the_service_is_not_tried_again(staged: Path) -> None:
    process = started(staged, OBJECT_STORE_URL="s3://data")
    _, errors = process.communicate(timeout=END_SECONDS * 3)
    assert process.returncode == 2
    assert errors.splitlines() == [
        "The poller cannot start:",
        "  - KAFKA_BOOTSTRAP_SERVERS is missing: where the records go",
    ]
    unit = (DEPLOY / "flight-tracker-poller.service").read_text()
    assert "RestartPreventExitStatus=2" in unit


def test_a_folder_is_no_place_that_the_functions_see(staged: Path) -> None:
    process = started(staged, KAFKA_BOOTSTRAP_SERVERS="127.0.0.1:1")
    _, errors = process.communicate(timeout=END_SECONDS * 3)
    assert process.returncode == 2 and "OBJECT_STORE_URL is missing" in errors


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    unit = (DEPLOY / "flight-tracker-poller.service").read_text()
    copy = tmp_path / "flight-tracker-poller.service"
    copy.write_text(unit.replace("/opt/flight-tracker/.venv/bin/python", sys.executable))
    verified = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True
    )
    assert [line for line in verified.stderr.splitlines() if copy.name in line] == []


def test_the_example_names_settings_that_there_are() -> None:
    known = (ROOT / ".env.example").read_text()
    lines = (DEPLOY / "poller.env.example").read_text().splitlines()
    names = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert [n for n in names if not n.startswith("AWS_") and f"\n{n}=" not in known] == []
