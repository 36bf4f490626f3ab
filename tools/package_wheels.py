"""The libraries of a package: wheels for Lambda's Linux, without what no function runs.

Sources: PEP 600 and 599 for the platform tags; AWS Lambda's page of runtimes for the C library:
glibc 2.34 with Python 3.12 and newer, 2.26 with Python 3.11.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

SECONDS = 600
MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
"""Lambda's name → the platform tag's."""

NEWEST_GLIBC, OLDEST_GLIBC = 34, 17
"""Minor versions of 2.x: Lambda's own, and that of manylinux2014."""

UNUSED_FOLDERS = {"tests", "__pycache__"}
UNUSED_SUFFIXES = {".pyi", ".pxd", ".pyx", ".h", ".c", ".a", ".typed"}
USED_METADATA = {"METADATA", "entry_points.txt"}
"""What `importlib.metadata` reads."""

OFFLINE = re.compile(r"from versions: none|connection|timed? ?out|name resolution|proxy", re.I)


class WheelsUnavailable(Exception):
    """The package index cannot be asked."""


class Target(NamedTuple):
    """Where a package runs. The bytecode is that of the Python that builds it."""

    architecture: str
    python: str = f"{sys.version_info.major}.{sys.version_info.minor}"

    @property
    def runtime(self) -> str:
        """As Lambda names it."""
        return f"python{self.python}"

    @property
    def lambda_glibc(self) -> str:
        """What Lambda's runtime of this Python has."""
        return "2.26" if self.python == "3.11" else f"2.{NEWEST_GLIBC}"

    @property
    def options(self) -> list[str]:
        """pip's, for wheels of this target and no other."""
        machine = MACHINES[self.architecture]
        minors = range(NEWEST_GLIBC, OLDEST_GLIBC - 1, -1)
        tags = [*(f"manylinux_2_{minor}_{machine}" for minor in minors), f"manylinux2014_{machine}"]
        platforms = [option for tag in tags for option in ("--platform", tag)]
        python = ["--python-version", self.python, "--implementation", "cp"]
        return [*platforms, *python, "--only-binary=:all:", "--require-hashes"]


def download(requirements: Iterable[Path], target: Target, folder: Path) -> None:
    """All wheels of these files into `folder`, which appears when it is complete."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as work:
        files = [option for path in requirements for option in ("-r", str(path))]
        _pip("download", "--no-deps", "--dest", f"{work}/wheels", *target.options, *files)
        Path(work, "wheels").rename(folder)


def install(requirements: Path, target: Target, wheels: Path, folder: Path) -> None:
    """Unpack the wheels of `requirements` into `folder`; their hashes are checked once more."""
    places = ["--no-index", "--find-links", str(wheels), "--target", str(folder)]
    options = ["--no-deps", "--no-compile", *places, *target.options]
    _pip("install", *options, "-r", str(requirements))


def prune(folder: Path, unused: Sequence[str] = ()) -> None:
    """Remove tests, stubs, headers, commands and metadata that nothing reads at run time."""
    shutil.rmtree(folder / "bin", ignore_errors=True)
    for pattern in unused:
        found = list(folder.glob(pattern))
        if not found:
            raise ValueError(f"there is no {pattern} to leave out")
        for path in found:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in sorted(folder.rglob("*"), reverse=True):  # what is inside comes first
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif _is_unused(path.relative_to(folder)):
            path.unlink()


def needed_glibc(wheels: Path) -> str:
    """The C library that all of these wheels run with; a wheel needs the oldest of its tags."""
    minors = [OLDEST_GLIBC]
    for wheel in wheels.glob("*.whl"):
        if tags := re.findall(r"manylinux_2_(\d+)_", wheel.name):
            minors.append(min(map(int, tags)))
    return f"2.{max(minors)}"


def _is_unused(path: Path) -> bool:
    if path.parts[0].endswith(".dist-info"):
        return "/".join(path.parts[1:]) not in USED_METADATA
    return bool(UNUSED_FOLDERS & {*path.parts[:-1]}) or path.suffix in UNUSED_SUFFIXES


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run(
        [*command, *arguments], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode != 0:
        if OFFLINE.search(done.stderr) and "HASHES" not in done.stderr:
            raise WheelsUnavailable(f"wheels cannot be downloaded: {done.stderr.strip()}")
        raise RuntimeError(f"pip {arguments[0]} failed:\n{done.stderr}")
