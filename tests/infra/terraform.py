"""Terraform on a copy of infra/terraform, so that nothing is written into the tree.

Plans come out of `terraform test`, whose mock providers need no account: with the real providers
and with stand-ins that know only their schemas.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "infra" / "terraform"
ENVIRONMENTS = ("dev", "prod", "localstack")
NEEDED = (1, 11)
SECONDS = 300

UNAVAILABLE = re.compile(
    "Failed to query available provider packages|could not connect to|Failed to install provider"
    "|no such host|Could not retrieve the list|provider registry"
)


Plans = dict[str, dict[str, dict[str, Any]]]
"""By run: the resources that it would make, address to values."""


class Result(NamedTuple):
    """How a command of Terraform ended, what it answered, and all that it said."""

    code: int
    answer: str
    said: str


def run(folder: Path, *arguments: str) -> Result:
    """One command in `folder`; nothing of it is asked of a person."""
    done = subprocess.run(
        ["terraform", *arguments],
        cwd=folder,
        env={**os.environ, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return Result(done.returncode, done.stdout, done.stdout + done.stderr)


def require() -> None:
    """Skip where there is no Terraform that knows what the modules use."""
    if shutil.which("terraform") is None:
        pytest.skip("terraform not installed")
    version = json.loads(run(FOLDER, "version", "-json").answer)["terraform_version"]
    if tuple(map(int, version.split(".")[:2])) < NEEDED:
        pytest.skip(f"terraform {version} is older than {'.'.join(map(str, NEEDED))}")


def copy(to: Path) -> Path:
    """The modules without what a run leaves behind, or belongs to whoever deploys from there."""
    runs, own = (".terraform*", "*.tfstate*", "*.tfplan"), ("backend.tf", "*.auto.tfvars")
    leave = shutil.ignore_patterns(*runs, *own, "terraform.tfvars")
    return shutil.copytree(FOLDER, to, ignore=leave)


def init(folder: Path) -> None:
    """Providers and modules. Skips where the providers cannot be had, fails on anything else."""
    result = run(folder, "init", "-backend=false", "-no-color")
    if result.code and UNAVAILABLE.search(result.said):
        error = result.said.partition("Error: ")[2]
        pytest.skip(f"provider not available: {' '.join(error.split())[:200]}")
    assert result.code == 0, result.said


def events(result: Result) -> list[dict[str, Any]]:
    """What a command with `-json` has told, in its order."""
    return [json.loads(line) for line in result.answer.splitlines()]


def environment_tested(folder: Path, environment: str) -> tuple[Result, Plans]:
    """As `tested`, the tests of one environment."""
    return tested(
        folder,
        "-test-directory=tests/environments",
        f"-filter=tests/environments/{environment}.tftest.hcl",
        f"-var-file=environments/{environment}.tfvars",
    )


def tested(folder: Path, *options: str) -> tuple[Result, Plans]:
    """The folder's tests, and of each run's plan the resources: address to values."""
    result = run(folder, "test", "-json", "-verbose", *options)
    lines = events(result)
    plans = {
        line["@testrun"]: _resources(line["test_plan"])
        for line in lines
        if line["type"] == "test_plan"
    }
    errors = "\n".join(line["@message"] for line in lines if line["@level"] == "error")
    return Result(result.code, result.answer, errors or result.said[-2000:]), plans


def _resources(plan: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """What is unknown before `apply` is missing or null."""
    return {
        change["address"]: {"type": change["type"], **change["change"]["after"]}
        for change in plan["resource_changes"]
        if change["mode"] == "managed"
    }
