"""Rules of this house that no other tool checks."""

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("core", "functions", "local", "tools")
MAX_FILE_LINES, MAX_FUNCTION_LINES = 300, 40

# Written so that this file does not find itself.
HOME = re.compile(rb"/(?:home|root|Users|work|workspace)/[\w.-]|[A-Z]:\\\\?Users\b")
HOSTS = "registry.npmjs|registry.yarnpkg|npm.pkg.github|pypi|files.pythonhosted|repo1.maven"
HOST = re.compile(rb"https?://[\w.-]*(?:%s)\." % HOSTS.replace(".", r"\.").encode())


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "node_modules" not in path.parts and path.is_file()]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def tracked() -> list[Path]:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no git here")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, timeout=10)
    if listed.returncode != 0:
        pytest.skip(listed.stderr.decode())
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def mentions(pattern: re.Pattern[bytes]) -> list[str]:
    found = ((path, pattern.search(path.read_bytes())) for path in tracked())
    return [f"{path.relative_to(ROOT)}: {hit[0].decode()}" for path, hit in found if hit]


def test_there_is_something_to_check() -> None:
    assert all(sources(folder) for folder in FOLDERS)


def test_no_file_is_longer_than_300_lines() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in sources(*FOLDERS)}
    long = {str(p.relative_to(ROOT)): n for p, n in lengths.items() if n > MAX_FILE_LINES}
    assert long == {}


def test_no_function_is_longer_than_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in sources(*FOLDERS)
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_the_core_prints_nothing() -> None:
    printing = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources("core")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert printing == []


@pytest.mark.parametrize("path", ["/home" + "/me", "C:" + "\\Users\\me", "/work" + "/main"])
def test_a_path_of_one_machine_is_recognised(path: str) -> None:
    assert HOME.search(f"see {path}/x".encode())


def test_no_tracked_file_names_a_path_of_one_machine() -> None:
    assert mentions(HOME) == []


@pytest.mark.parametrize(
    "host", ["registry.npm" + "js.org", "py" + "pi.org", "repo1." + "maven.org"]
)
def test_a_package_registry_is_recognised(host: str) -> None:
    assert HOST.search(f"https://{host}/x".encode())


def test_no_tracked_file_names_a_package_registry() -> None:
    assert mentions(HOST) == []
