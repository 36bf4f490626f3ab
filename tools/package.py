"""One zip a function, for AWS Lambda: `make package`, `make package ARCH=arm64`.

`build/<function>/` is the staged folder, which functions-framework serves as it is;
`dist/<function>.zip` is that folder, and `dist/packages.json` tells Terraform about the zips. For
arm64 all of it is one folder deeper. The same input makes the same bytes: docs/packages.md.
"""

import argparse
import fcntl
import hashlib
import json
import shutil
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tools import package_modules, package_wheels, package_zip
from tools.package_functions import FUNCTIONS, Function
from tools.package_modules import Incomplete, OwnCode
from tools.package_wheels import Target, WheelsUnavailable

ROOT = Path(__file__).resolve().parents[1]
WORKERS = 2
LOCK_SECONDS = 600
UNZIPPED_CEILING = 250_000_000
"""Bytes. Lambda's limit."""
OFFLINE = 3
"""Exit code."""


class Package(NamedTuple):
    """A finished zip; sizes in bytes."""

    file: str
    handler: str
    sha256: str
    zipped: int
    unzipped: int


class Places(NamedTuple):
    """Where the packages of one architecture are made."""

    build: Path
    dist: Path
    wheels: Path

    @classmethod
    def of(cls, root: Path, target: Target, requirements: Iterable[Path]) -> "Places":
        inside = "" if target.architecture == "x86_64" else target.architecture
        name = f"{target.runtime}-{target.architecture}-{_digest(requirements)[:16]}"
        return cls(root / "build" / inside, root / "dist" / inside, root / "build/wheels" / name)


def package(architecture: str, root: Path = ROOT) -> dict[str, Any]:
    """Bring all zips up to date; what `packages.json` holds.

    Raises WheelsUnavailable without a package index, Incomplete if a package would lack something.
    """
    with _alone(root / "build"):
        return _package_all(root, Target(architecture))


def _package_all(root: Path, target: Target) -> dict[str, Any]:
    requirements = {f: root / "functions" / f.folder / f.requirements for f in FUNCTIONS}
    places = Places.of(root, target, requirements.values())
    package_wheels.download(requirements.values(), target, places.wheels)
    places.dist.mkdir(parents=True, exist_ok=True)

    def one(function: Function) -> tuple[str, Package]:
        return function.name, _package(root, function, target, places)

    with ThreadPoolExecutor(WORKERS) as pool:  # both wait for pip, compilers and zlib
        packages = dict(pool.map(one, FUNCTIONS))
    written = {
        "runtime": target.runtime,
        "architecture": target.architecture,
        "glibc": package_wheels.needed_glibc(places.wheels),
        "functions": {name: made._asdict() for name, made in packages.items()},
    }
    (places.dist / "packages.json").write_text(json.dumps(written, indent=2) + "\n")
    return written


def _package(root: Path, function: Function, target: Target, places: Places) -> Package:
    """One zip, made anew only if its input has changed or it is not the one that was made."""
    code = package_modules.own_code(root, function)
    inputs = _inputs(root, function, code, target)
    staged, stamp = places.build / function.name, places.build / f"{function.name}.json"
    finished = places.dist / f"{function.name}.zip"
    if stamp.exists() and finished.exists() and staged.exists():
        known = json.loads(stamp.read_text())
        if known["inputs"] == inputs and known["package"]["sha256"] == _sha256(finished):
            return Package(**known["package"])
    stamp.unlink(missing_ok=True)
    fresh = _stage(root, function, code, target, places)
    package_zip.write(fresh, fresh.with_suffix(".zip"))
    fresh.with_suffix(".zip").replace(finished)
    shutil.rmtree(staged, ignore_errors=True)
    fresh.rename(staged)
    sizes = finished.stat().st_size, package_zip.unzipped(finished)
    made = Package(finished.name, function.handler, _sha256(finished), *sizes)
    stamp.write_text(json.dumps({"inputs": inputs, "package": made._asdict()}))
    return made


def _stage(root: Path, function: Function, code: OwnCode, target: Target, places: Places) -> Path:
    """A new folder to be packed: libraries, our own files, and the bytecode of both."""
    package_modules.check_left_out(root, function)
    staged = places.build / f"{function.name}.new"
    shutil.rmtree(staged, ignore_errors=True)
    requirements = root / "functions" / function.folder / function.requirements
    package_wheels.install(requirements, target, places.wheels, staged)
    package_wheels.prune(staged, function.unused)
    package_modules.check_libraries(staged, code.libraries, function)
    for name, source in code.files.items():
        place = staged / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(source.read_bytes())
    package_zip.compile_all(staged)
    return staged


def _inputs(root: Path, function: Function, code: OwnCode, target: Target) -> str:
    """A digest of all that decides the zip's bytes."""
    requirements = root / "functions" / function.folder / function.requirements
    tools = sorted((root / "tools").glob("package*.py"))
    versions = [sys.version, zlib.ZLIB_RUNTIME_VERSION, *target]
    names = [*code.files, *versions]
    return _digest([requirements, *tools, *code.files.values()], *names)


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Two builds in one folder would take away each other's files: the second waits."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / "lock").open("w") as lock:
        deadline = time.monotonic() + LOCK_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        yield


def _digest(files: Iterable[Path], *more: str) -> str:
    parts = [*(_sha256(path) for path in files), *more]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def table(written: dict[str, Any], dist: Path) -> str:
    """Sizes in MB (10⁶ bytes) for a person, and the packages that weigh most in the zip."""
    lines = [f"{'function':<14}{'zip':>7}{'ceiling':>9}{'unzipped':>10}  heaviest in the zip"]
    for function in FUNCTIONS:
        made = written["functions"][function.name]
        heavy = package_zip.heaviest(dist / made["file"])
        names = ", ".join(f"{name} {size / 1e6:.1f}" for name, size in heavy)
        sizes = f"{made['zipped'] / 1e6:>7.1f}{function.ceiling / 1e6:>9.0f}"
        lines.append(f"{function.name:<14}{sizes}{made['unzipped'] / 1e6:>10.1f}  {names}")
    return "\n".join(lines)


def complaints(written: dict[str, Any]) -> list[str]:
    """A sentence for each package that is too large."""
    return [
        f"{function.name} is larger than its ceiling"
        for function in FUNCTIONS
        if (made := written["functions"][function.name])["zipped"] > function.ceiling
        or made["unzipped"] > UNZIPPED_CEILING
    ]


def warning(written: dict[str, Any], target: Target) -> str | None:
    """Where Lambda could not load what has been packaged."""
    if _version(written["glibc"]) <= _version(target.lambda_glibc):
        return None
    return (
        f"Lambda's {target.runtime} has glibc {target.lambda_glibc} and cannot load these wheels: "
        "for Lambda, run make package PACKAGE_PYTHON=python3.12 (or newer)"
    )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("architecture", choices=package_wheels.MACHINES)
    architecture = parser.parse_args().architecture
    try:
        written = package(architecture)
    except WheelsUnavailable as error:
        print(error, file=sys.stderr)
        return OFFLINE
    except Incomplete as error:
        print(error, file=sys.stderr)
        return 1
    dist = ROOT / "dist" / ("" if architecture == "x86_64" else architecture)
    print(f"{written['runtime']} on {architecture}, glibc {written['glibc']} or newer; MB")
    print(table(written, dist))
    if text := warning(written, Target(architecture)):
        print(text, file=sys.stderr)
    for complaint in (too_large := complaints(written)):
        print(complaint, file=sys.stderr)
    return 1 if too_large else 0


if __name__ == "__main__":
    sys.exit(main())
