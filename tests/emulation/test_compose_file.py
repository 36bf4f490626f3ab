"""localstack-compose.yml, read."""

import json
import re
from typing import Any

import jsonschema
import pytest
import yaml

from tests.emulation.composed import CONTAINERFILE, FILE, ROOT, VARIABLE, services

SCHEMA = ROOT / ".venv-emulation/schema/check_jsonschema/builtin_schemas/vendor/compose-spec.json"
WORKERS = {"deployer", "event-poller", "ticker"}
"""They listen to nobody: the first ends, the others end when they cannot go on."""


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


def test_every_service_that_listens_says_whether_it_is_well() -> None:
    assert {n for n, s in services().items() if "healthcheck" not in s} == WORKERS


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
