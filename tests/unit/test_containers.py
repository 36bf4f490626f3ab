"""What is built and installed is pinned, and scanned for known weaknesses."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTAINERS = [*sorted((ROOT / "deploy").glob("*.Containerfile")), ROOT / "emulation/Containerfile"]
PIN = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)


@pytest.fixture(params=CONTAINERS, ids=lambda path: path.name)
def container(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text()
    return text


def test_a_container_begins_with_a_whole_version(container: str) -> None:
    bases = re.findall(r"^FROM (.+)$", container, re.MULTILINE)
    assert bases and [b for b in bases if not re.search(r":\d+\.\d+\.\d+(-[\w-]+)?$", b)] == []


def test_a_container_installs_by_hash_from_a_file_that_is_there(container: str) -> None:
    for line in container.splitlines():
        if "pip install" in line:
            assert "--require-hashes -r" in line
    copied = re.findall(r"^COPY (\S+requirements\S*\.txt) ", container, re.MULTILINE)
    assert copied and all("--hash=sha256:" in (ROOT / name).read_text() for name in copied)


def test_the_containers_server_is_of_the_version_that_is_tested() -> None:
    pinned = set(PIN.findall((ROOT / "deploy/requirements.txt").read_text()))
    assert pinned and pinned <= set(PIN.findall((ROOT / "local/requirements.txt").read_text()))


def test_every_file_of_requirements_is_scanned() -> None:
    makefile = (ROOT / "Makefile").read_text()
    [globs] = re.findall(r"^\tfor file in (.*); do", makefile, re.MULTILINE)
    scanned = {str(p.relative_to(ROOT)) for glob in globs.split() for p in ROOT.glob(glob)}
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        pytest.skip("no git here")
    files = listed.stdout.split()
    assert {f for f in files if re.search(r"(^|/)requirements[\w-]*\.txt$", f)} <= scanned
