"""What belongs to whoever deploys from infra/terraform does not come into the emulator."""

import os
import subprocess
from pathlib import Path

import pytest

from emulation import terraform
from tests.emulation.composed import ROOT, command

OURS = [
    "main.tf",
    "variables.tf",
    "modules/storage/main.tf",
    "environments/localstack.tfvars",
]
THEIRS = [
    "backend.tf",
    "terraform.tfvars",
    "mine.auto.tfvars",
    "terraform.tfstate",
    "terraform.tfstate.backup",
    ".terraform/terraform.tfstate",
    ".terraform.lock.hcl",
]


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A folder from which somebody has deployed."""
    folder = tmp_path / "modules of somebody"
    for name in OURS + THEIRS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def stub(folder: Path) -> dict[str, str]:
    """An environment in which `terraform` does nothing."""
    folder.mkdir()
    (folder / "terraform").write_text("#!/bin/sh\n")
    (folder / "terraform").chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def test_the_emulation_takes_the_modules_alone(
    modules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = stub(tmp_path / "bin")
    monkeypatch.setenv("PATH", environment["PATH"])
    monkeypatch.setattr(terraform, "MODULES", modules)
    folder = tmp_path / "run"
    terraform.Terraform(folder, files=(), variables={}, environment=environment).init()
    assert files(folder) == sorted(OURS)


def test_the_deployer_takes_the_modules_alone(modules: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    names = ("PACKAGES", "ENDPOINT", "BROKERS", "SOURCE")
    variables = {"MODULES": str(modules), "STATE": str(state), **dict.fromkeys(names, "x")}
    environment = stub(tmp_path / "bin") | variables
    subprocess.run(command("deployer"), env=environment, check=True, timeout=60)
    assert files(state) == sorted([*OURS, "api.url"])


@pytest.mark.parametrize("name", THEIRS)
def test_it_is_not_committed(name: str) -> None:
    path = f"infra/terraform/{name}"
    asked = ["git", "check-ignore", "--quiet", "--no-index", path]
    try:
        done = subprocess.run(asked, cwd=ROOT, capture_output=True)
    except FileNotFoundError:
        pytest.skip("git not installed")
    if done.returncode == 128:
        pytest.skip("not a checkout")
    assert done.returncode == 0
