"""DAG files hold schedules only: Airflow reads them without any package of the project."""

import ast
import sys
from pathlib import Path

import pytest

DAGS = sorted((Path(__file__).resolve().parents[2] / "dags").glob("*.py"))
OURS = {path.stem for path in DAGS if path.stem.startswith("flight_tracker_")}
ALLOWED = {"airflow", *OURS, *sys.stdlib_module_names}


@pytest.mark.parametrize("path", DAGS, ids=lambda path: path.stem)
def test_a_dag_imports_airflow_and_the_standard_library_only(path: Path) -> None:
    imported = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add((node.module or "").partition(".")[0])
    assert imported <= ALLOWED


def test_there_are_dags() -> None:
    assert len(DAGS) == 14
