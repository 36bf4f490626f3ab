"""The OpenAPI document is complete: examples, errors, and examples that fit."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flight_api import examples, openapi, schemas
from tests.integration.api_server import serving
from tests.integration.api_stage import KEY, TOPIC, Stage
from tests.skies import state

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"

DOCUMENT: dict[str, Any] = Stage().app.openapi()
OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
}


def contents(operation: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for status, response in operation["responses"].items():
        for media_type, content in response.get("content", {}).items():
            yield status, media_type, content


def test_it_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    assert len(OPERATIONS) >= 15


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_tells_its_errors(name: str) -> None:
    statuses = set(OPERATIONS[name]["responses"])
    assert {"422", "500"} <= statuses
    assert ("429" in statuses) is (name != "GET /health")


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_answer_has_an_example_unless_it_is_binary(name: str) -> None:
    without = [
        (status, media_type)
        for status, media_type, content in contents(OPERATIONS[name])
        if "example" not in content and "arrow" not in media_type
    ]
    assert without == []


@pytest.mark.parametrize("kind", schemas.ANSWERS, ids=lambda kind: kind.__name__)
def test_an_example_is_of_its_type(kind: type) -> None:
    if kind is schemas.IngestState:
        pytest.skip("it is posted, not answered")
    known = examples.by_schema() | {"Problem": examples.problem(422, "t", "d")}
    msgspec.convert(known[kind.__name__], kind)


def test_every_answer_has_the_id_of_its_request() -> None:
    for operation in OPERATIONS.values():
        for response in operation["responses"].values():
            assert "X-Request-Id" in response["headers"]


def test_every_problem_that_is_declared_has_a_title() -> None:
    assert set(openapi.DETAILS) <= set(openapi.TITLES)


BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("language", ["sh", "python"])
@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_the_page_has_an_example_of_every_endpoint(path: str, language: str) -> None:
    shown = "\n".join(text for name, text in BLOCKS if name == language)
    example = path.format(icao24="4b1816", icao="LSZH", time="1769860800", day="2026-01-31")
    assert re.search(rf"{re.escape(example)}(?=[\s?'\",)])", shown)


def test_the_examples_in_python_run(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(lake="no such folder")
    stage.show(state("4b1816"))
    [example] = [text for name, text in BLOCKS if name == "python" and "def ask" in text]
    with serving(stage.app) as port:
        monkeypatch.setenv("INGEST_KEY", KEY)
        monkeypatch.setenv("FLIGHT_API", f"http://127.0.0.1:{port}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        exec(compile(example, str(PAGE), "exec"), {})
    assert len(stage.log.topics[TOPIC]) == 1


def test_only_ingest_needs_a_key() -> None:
    assert [name for name in OPERATIONS if "security" in OPERATIONS[name]] == [
        "POST /flights/ingest"
    ]
