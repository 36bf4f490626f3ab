"""Terraform's own checks: format, validity, and the tests beside the modules."""

import re
from pathlib import Path

import pytest

from tests.infra import terraform
from tests.infra.conftest import Tested
from tests.infra.terraform import ENVIRONMENTS, FOLDER, Result

MODULES = sorted(path.name for path in (FOLDER / "modules").iterdir())
MAIN_LINES, FILE_LINES = 120, 300


def test_every_file_is_formatted() -> None:
    terraform.require()
    result = terraform.run(FOLDER, "fmt", "-check", "-recursive")
    assert (result.code, result.answer) == (0, "")


def test_the_whole_is_valid(modules: Path) -> None:
    result = terraform.run(modules, "validate", "-no-color")
    assert result.code == 0, result.said


@pytest.mark.parametrize("example", ["ci-role", "confluent"])
def test_an_example_is_valid(modules: Path, example: str) -> None:
    folder = modules / "examples" / example
    terraform.init(folder)
    result = terraform.run(folder, "validate", "-no-color")
    assert result.code == 0, result.said


@pytest.fixture(scope="module")
def module_tests(modules: Path) -> Result:
    return terraform.run(modules, "test", "-json")


@pytest.mark.parametrize("module", MODULES)
def test_a_module_does_what_its_tests_say(module_tests: Result, module: str) -> None:
    file = f"tests/{module}.tftest.hcl"
    told = [event for event in terraform.events(module_tests) if event.get("@testfile") == file]
    runs = {
        event["test_run"]["run"]: event["test_run"]["status"]
        for event in told
        if event["type"] == "test_run" and event["test_run"]["progress"] == "complete"
    }
    assert runs
    errors = [event["@message"] for event in told if event["@level"] == "error"]
    assert set(runs.values()) == {"pass"}, (runs, errors)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_an_environment_is_planned_as_its_tests_say(tested: Tested, environment: str) -> None:
    result, plans = tested(environment)
    assert result.code == 0, result.said
    assert all(plans.values())


def test_the_environments_differ_by_variables_only() -> None:
    named = {path.stem for path in (FOLDER / "environments").glob("*.tfvars")}
    assert named == set(ENVIRONMENTS)
    assert not any((FOLDER / "modules" / name).exists() for name in ENVIRONMENTS)


def test_the_page_changes_between_the_new_assets_and_the_removal_of_the_old() -> None:
    text = (FOLDER / "modules/website/assets.tf").read_text("utf-8")
    blocks = dict(re.findall(r'^resource "aws_s3_object" "(\w+)" \{(.*?)^\}', text, re.M | re.S))
    assert re.search(r"depends_on\s+= \[aws_s3_object\.asset\]", blocks["page"])
    assert re.search(r"create_before_destroy = true", blocks["asset"])


def test_main_stays_small_and_no_file_is_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in FOLDER.rglob("*.tf")}
    assert lengths[FOLDER / "main.tf"] <= MAIN_LINES
    assert {str(path): lines for path, lines in lengths.items() if lines > FILE_LINES} == {}
