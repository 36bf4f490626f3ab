"""The commands of localstack-compose.yml, run without Docker."""

import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from emulation.cloud import GATEWAY, PACKAGES
from emulation.processes import child
from emulation.terraform import MODULES
from tests import kafka_broker
from tests.e2e.local_run import free_port
from tests.emulation.composed import VARIABLE, command, services, staged
from tests.emulation.stage import AIRCRAFT, STATES, Stage
from tests.infra import terraform
from tests.integration.waiting import eventually
from tests.kafka_broker import KafkaBroker

pytestmark = pytest.mark.emulation
SECONDS = 60.0


def default(variable: re.Match[str]) -> str:
    return variable[2]


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return staged(tmp_path_factory.mktemp("image"))


@contextmanager
def running(stage: Stage, image: Path, name: str, **environment: str) -> Iterator[None]:
    """The service's command where its image has its files."""
    words = command(name)
    words = [sys.executable if word == "python" else word for word in words]
    words = [word.replace("exec python ", f"exec {sys.executable} ") for word in words]
    variables = {**stage.cloud.emulator.over(os.environ), **environment}
    log = stage.cloud.folder / "logs" / f"compose-{name}.log"
    with child(words, variables, log, stop_seconds=10, cwd=image):
        yield


def test_the_image_brings_the_code_that_it_runs(image: Path) -> None:
    look = "import emulation, flight_tracker, local; print(flight_tracker.__file__)"
    found = subprocess.run(
        [sys.executable, "-c", look], cwd=image, capture_output=True, text=True, check=True
    )
    assert Path(found.stdout.strip()).is_relative_to(image)


def test_the_event_poller_consumes(stage: Stage, image: Path) -> None:
    stage.consume()
    stage.poll()
    with running(stage, image, "event-poller", **stage.cloud.broker.environment):
        eventually(lambda: stage.lag() == 0, SECONDS)
    assert stage.landed() == stage.records(STATES)


def test_the_ticker_delivers_the_schedule(stage: Stage, image: Path) -> None:
    before = stage.records(STATES)
    with running(stage, image, "ticker"):
        eventually(lambda: stage.records(STATES) > before, SECONDS)


def test_the_website_serves_page_and_api(stage: Stage, image: Path, tmp_path: Path) -> None:
    stage.consume()
    (tmp_path / "api.url").write_text(stage.deployment.output(GATEWAY, "api_endpoint"))
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    options = {"STATE": str(tmp_path), "ENDPOINT": stage.cloud.emulator.url}

    def answer(path: str) -> bytes:
        try:
            with urllib.request.urlopen(url + path, timeout=30) as opened:
                return bytes(opened.read())
        except OSError:
            return b""

    with running(stage, image, "website", DASHBOARD_PORT=str(port), **options):
        eventually(lambda: b'id="root"' in answer("/"), SECONDS)
        assert f'"count":{AIRCRAFT}'.encode() in answer("/api/flights/current").replace(b" ", b"")


def test_the_deployer_applies_and_leaves_the_apis_address(prepared: None, tmp_path: Path) -> None:
    variables = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "TF_VAR_"))},
        "MODULES": str(MODULES),
        "PACKAGES": str(PACKAGES),
        "STATE": str(tmp_path),
        "ENDPOINT": "http://localhost:4566",
        "BROKERS": "kafka:9092",
        "SOURCE": "simulation",
    }
    done = subprocess.run(
        command("deployer"), env=variables, capture_output=True, text=True, timeout=300
    )
    if terraform.UNAVAILABLE.search(done.stderr):
        pytest.skip(f"provider not available: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "api.url").read_text()


def test_kafka_takes_its_settings(tmp_path: Path) -> None:
    """By the image's rule: KAFKA_LOG_DIRS is log.dirs (Apache Kafka, docker/README)."""
    if (reason := KafkaBroker.unavailable_reason()) is not None:
        pytest.skip(reason)
    given = services()["kafka"]["environment"] | {"KAFKA_LOG_DIRS": str(tmp_path / "data")}
    lines = [
        f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={VARIABLE.sub(default, value)}"
        for name, value in given.items()
    ]
    properties = tmp_path / "server.properties"
    properties.write_text("\n".join(lines))
    tool = [*kafka_broker.JAVA, "kafka.tools.StorageTool", "format", "-t", "4L6g3nShT-eMCtK--X86sw"]
    done = subprocess.run(
        [*tool, "-c", str(properties)], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search("Formatting", done.stdout + done.stderr)
