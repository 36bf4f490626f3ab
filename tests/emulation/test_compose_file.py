"""localstack-compose.yml, read."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from emulation import heartbeat
from tests.emulation.composed import CONTAINERFILE, FILE, ROOT, VARIABLE, command, services
from tests.integration.waiting import eventually

SCHEMA = ROOT / ".venv-emulation/schema/check_jsonschema/builtin_schemas/vendor/compose-spec.json"
WORKERS = {"event-poller", "ticker"}
"""They listen to nobody, and tell by their heartbeat."""


def each() -> list[Any]:
    return [pytest.param(service, id=name) for name, service in services().items()]


def test_it_is_what_the_compose_specification_allows() -> None:
    if not SCHEMA.exists():
        pytest.skip("the schema is not installed: `make emulate-test` does it")
    jsonschema.validate(yaml.safe_load(FILE.read_text()), json.loads(SCHEMA.read_text()))


def test_the_schema_refuses_what_compose_does_not_know() -> None:
    if not SCHEMA.exists():
        pytest.skip("the schema is not installed: `make emulate-test` does it")
    wrong = {"services": {"kafka": {"image": "kafka", "helthcheck": {}}}}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json.loads(SCHEMA.read_text()))


def test_localstack_is_the_last_that_needs_no_account() -> None:
    assert services()["localstack"]["image"].endswith("localstack/localstack:4.14.0")


@pytest.mark.parametrize("service", each())
def test_every_image_has_a_version_or_is_built_here(service: dict[str, Any]) -> None:
    assert "build" in service or re.search(r":\d+\.\d+\.\d+$", service["image"])


def test_the_image_that_is_built_here_begins_with_a_version() -> None:
    [base] = re.findall(r"^FROM (.+)$", CONTAINERFILE.read_text(), re.MULTILINE)
    assert re.search(r":\d+\.\d+\.\d+(-[\w-]+)?$", base)


def test_airflow_is_of_the_version_that_is_tested_and_brings_its_providers() -> None:
    pinned = (ROOT / "dags/requirements.txt").read_text()
    [version] = re.findall(r"^apache-airflow==([\d.]+)", pinned, re.MULTILINE)
    assert services()["airflow"]["image"].endswith(f"/airflow:{version}")  # slim-… has none


@pytest.mark.parametrize("service", each())
def test_every_port_is_of_this_machine_alone(service: dict[str, Any]) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))


def test_every_service_that_stays_says_whether_it_is_well() -> None:
    assert {n for n, s in services().items() if "healthcheck" not in s} == {"deployer"}


@pytest.mark.parametrize("name", sorted(WORKERS))
def test_a_worker_is_well_as_long_as_it_turns(name: str, tmp_path: Path) -> None:
    service = services()[name]
    file = service["environment"]["HEARTBEAT"]
    assert (
        any(file.startswith(f"{folder}/") for folder in service["tmpfs"])
        or not service["read_only"]
    )
    assert service["healthcheck"]["test"] == ["CMD", "python", "-m", "emulation.heartbeat"]
    path = tmp_path / "heartbeat"

    def is_well() -> bool:
        words = [sys.executable, *service["healthcheck"]["test"][2:]]
        environment = {**os.environ, "HEARTBEAT": str(path)}
        return subprocess.run(words, cwd=ROOT, env=environment, timeout=30).returncode == 0

    assert not is_well()
    path.touch()
    assert is_well()
    os.utime(path, (0, time.time() - heartbeat.LATELY - 1))
    assert not is_well()


def test_the_ticker_beats_also_while_the_emulator_is_away(tmp_path: Path) -> None:
    path = tmp_path / "heartbeat"
    away = {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_REGION": "us-east-1"}
    away |= {"AWS_DEFAULT_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "1"}
    keys = dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "emulated")
    environment = {**os.environ, **away, **keys, "HEARTBEAT": str(path)}
    words = [sys.executable, *command("ticker")[1:]]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdin=subprocess.PIPE) as running:
        try:
            eventually(path.exists, 60)
        finally:
            running.terminate()


def test_only_airflow_waits_for_its_profile() -> None:
    assert {n for n, s in services().items() if "profiles" in s} == {"airflow"}


def test_every_variable_is_in_the_example_with_its_default() -> None:
    lines = (ROOT / ".env.emulation.example").read_text().splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert dict(VARIABLE.findall(FILE.read_text())) == example


def test_every_named_volume_is_declared_and_used() -> None:
    mounted = [v.split(":")[0] for s in services().values() for v in s.get("volumes", [])]
    named = {source for source in mounted if source[0] not in "./$"}
    assert named == set(yaml.safe_load(FILE.read_text())["volumes"])
