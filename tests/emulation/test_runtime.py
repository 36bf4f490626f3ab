"""Packages that the emulator's Python cannot run are told by a sentence."""

import json
import platform
import sys
from pathlib import Path

import pytest

from emulation.runtime import why_not

OURS = f"python{sys.version_info[0]}.{sys.version_info[1]}"


def reasons(folder: Path, **made: str) -> str:
    (folder / "packages.json").write_text(json.dumps(made))
    return " ".join(why_not(folder, Path(sys.executable)))


@pytest.mark.skipif(platform.system() != "Linux", reason="packages are for Linux")
def test_packages_of_this_python_and_machine_can_run(tmp_path: Path) -> None:
    assert reasons(tmp_path, runtime=OURS, architecture=platform.machine()) == ""


def test_packages_of_another_python_cannot(tmp_path: Path) -> None:
    said = reasons(tmp_path, runtime="python3.8", architecture=platform.machine())
    assert f"for python3.8, the emulator runs {OURS}" in said


def test_packages_of_another_processor_cannot(tmp_path: Path) -> None:
    assert "for Linux s390" in reasons(tmp_path, runtime=OURS, architecture="s390")
