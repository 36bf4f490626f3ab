"""The CI definition: actions pinned by hash, least rights, commands that there are."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
TERRAFORM = ROOT / "infra" / "terraform"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


@pytest.fixture(params=WORKFLOWS, ids=lambda path: path.name)
def workflow(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def steps(workflow: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(workflow.read_text())["jobs"].values()
    return [step for job in jobs for step in job["steps"]]


def test_every_action_is_pinned_by_its_hash(workflow: Path) -> None:
    used = [line for line in workflow.read_text().splitlines() if "uses:" in line]
    assert used and [line for line in used if not PINNED.search(line)] == []


def test_a_job_may_only_read_unless_it_says_more(workflow: Path) -> None:
    assert yaml.safe_load(workflow.read_text())["permissions"] == {"contents": "read"}


def test_only_the_job_that_takes_a_role_may_ask_for_a_token() -> None:
    jobs = [job for p in WORKFLOWS for job in yaml.safe_load(p.read_text())["jobs"].values()]
    takes = [any("aws-actions/" in step.get("uses", "") for step in job["steps"]) for job in jobs]
    may = [job.get("permissions", {}).get("id-token") == "write" for job in jobs]
    assert takes == may and sum(may) == 1
    [plan] = [job for job, is_it in zip(jobs, may, strict=True) if is_it]
    assert "github.event_name == 'push'" in plan["if"]  # not for pull requests
    assert not [s for s in plan["steps"] if "make" in s.get("run", "")]  # runs no code of ours


def test_what_runs_as_root_finds_the_tools_that_were_set_up() -> None:
    """sudo's secure_path hides setup-python's, setup-node's and setup-terraform's folders."""
    runs = [step.get("run", "") for path in WORKFLOWS for step in steps(path)]
    asked = [run for run in runs if "sudo" in run]
    assert asked and all(run.startswith('sudo -E env "PATH=$PATH" ') for run in asked)


def test_every_job_ends(workflow: Path) -> None:
    jobs = yaml.safe_load(workflow.read_text())["jobs"]
    assert [name for name, job in jobs.items() if "timeout-minutes" not in job] == []


def test_every_make_target_is_there(workflow: Path) -> None:
    targets = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = [step["run"].split()[1] for step in steps(workflow) if "make " in step.get("run", "")]
    assert asked and set(asked) <= targets


def test_the_tests_of_every_environment_are_run() -> None:
    runs = "\n".join(step.get("run", "") for path in WORKFLOWS for step in steps(path))
    [listed] = re.findall(r"for environment in ([\w ]+); do\n +terraform test", runs)
    assert sorted(listed.split()) == sorted(p.stem for p in TERRAFORM.glob("environments/*.tfvars"))


def test_the_plan_has_its_packages_and_every_variable_without_a_default() -> None:
    [plan] = [s for p in WORKFLOWS for s in steps(p) if "terraform plan" in s.get("run", "")]
    [file] = re.findall(r"-var-file=(\S+)", plan["run"])
    [architecture] = re.findall(r'^architecture = "(\w+)"', (TERRAFORM / file).read_text(), re.M)
    packaged = [s["run"] for p in WORKFLOWS for s in steps(p) if "make package" in s.get("run", "")]
    assert f"make package ARCH={architecture}" in packaged
    text = "".join(path.read_text() for path in TERRAFORM.glob("variables*.tf"))
    needed = [
        name
        for name, block in re.findall(r'^variable "(\w+)" \{(.*?)^\}', text, re.M | re.S)
        if not re.search(r"^  default ", block, re.MULTILINE)
    ]
    assert needed and {f"TF_VAR_{name}" for name in needed} <= set(plan["env"])


def test_what_a_change_must_pass_is_what_is_run_here() -> None:
    runs = [step["run"] for path in WORKFLOWS for step in steps(path) if "run" in step]
    assert any(".ci/run" in run for run in runs)


@pytest.mark.parametrize("code", [0, 1])
def test_stand_ins_for_terraforms_providers_are_installed_where_they_lie_beside(
    tmp_path: Path, code: int
) -> None:
    """`.ci/run` in a copy with tools that do nothing but tell of themselves."""
    project, told = tmp_path / "project", tmp_path / "told"
    (project / ".ci").mkdir(parents=True)
    shutil.copy(ROOT / ".ci" / "run", project / ".ci")
    install = tmp_path / "shared/tools/terraform-schemas/install"
    names = ("make", "terraform", "chromium", "java", "mvn", "nginx")
    scripts = {install: f"echo install >> {told}; exit {code}"}
    scripts |= {tmp_path / "bin" / name: f"echo {name} $1 >> {told}" for name in names}
    for path, script in scripts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    environ = {"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}"}
    run = [project / ".ci" / "run"]
    done = subprocess.run(run, env=environ, capture_output=True, text=True, timeout=60)
    lines = told.read_text().splitlines()
    assert "install" in lines and lines.index("install") < lines.index("make check")
    assert done.returncode == 0, done.stderr
    assert ("could not install Terraform's stand-ins" in done.stdout) == bool(code)
