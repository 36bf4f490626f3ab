"""The OpenAPI document is complete: examples, errors, and examples that fit."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.testclient import TestClient

from flight_api import (
    airport_routes,
    examples,
    flights,
    history_routes,
    openapi,
    report_routes,
    routes,
    schemas,
    tracks,
)
from flight_api.app import create_app
from flight_tracker.settings import HttpSettings
from tests.integration.api_server import serving
from tests.integration.api_stage import KEY, TOPIC, Stage
from tests.integration.test_api_history import filled
from tests.skies import TIME, state

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


ENDPOINTS = {
    "GET /flights/current": flights.CURRENT,
    "GET /flights/search": routes.SEARCH,
    "GET /flights/{icao24}/track": tracks.TRACK,
    "GET /stats/hourly": history_routes.HOURLY,
    "GET /history/snapshot": history_routes.SNAPSHOT,
    "GET /airports": airport_routes.AIRPORTS,
    "GET /reports": report_routes.LIST,
}


@pytest.mark.parametrize("name", ENDPOINTS)
def test_a_parameter_has_an_example_that_its_endpoint_takes(name: str) -> None:
    for parameter in ENDPOINTS[name].parameters:
        given = parameter.example if parameter.is_repeated else [parameter.example]
        texts = [msgspec.json.encode(one).decode().strip('"') for one in given]
        assert parameter.read(texts) is not None
        [declared] = [p for p in OPERATIONS[name]["parameters"] if p.get("name") == parameter.name]
        shown = [declared["example"]] if "example" in declared else declared["schema"]["examples"]
        assert shown == [parameter.example]


def test_every_parameter_has_an_example() -> None:
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", []):
            if "$ref" not in parameter:
                assert "example" in parameter or parameter["schema"]["examples"], parameter


def test_operations_have_names_to_generate_clients_from_and_are_sorted_by_tags() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(set(ids)) == len(ids) and all(re.fullmatch("[a-z_0-9]{4,20}", one) for one in ids)
    known = [tag["name"] for tag in DOCUMENT["tags"]]
    assert {tuple(operation["tags"]) for operation in OPERATIONS.values()} == {
        (tag,) for tag in known
    }


def test_a_422_names_the_parameter_in_its_example() -> None:
    for operation in OPERATIONS.values():
        [content] = operation["responses"]["422"]["content"].values()
        assert content["example"]["errors"][0].keys() == {"parameter", "reason"}


ASKED = [
    ("/flights/current", "limit=1"),
    ("/flights/stats", ""),
    ("/flights/search", "q=4b"),
    ("/flights/{icao24}", ""),
    ("/flights/{icao24}/track", ""),
    ("/flights/{icao24}/legs", ""),
    ("/stats/hourly", ""),
    ("/airports", "q=zurich"),
    ("/airports/{icao}", ""),
    ("/history/snapshot", f"time={TIME}&"),
    ("/history/frames", ""),
    ("/history/frames/{time}", ""),
    ("/reports", ""),
    ("/completeness", ""),
    ("/health", ""),
    ("/databricks/status", ""),
]
SOMETIMES = {"x-stale", "retry-after", "link"}
AROUND = ("content-", "x-content-type", "referrer-policy", "x-frame-options")
"""Beginnings of headers that OpenAPI leaves out, or that say nothing to a client."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return filled(str(tmp_path_factory.mktemp("lake")))


@pytest.mark.parametrize(("path", "query"), ASKED, ids=[path for path, _ in ASKED])
def test_the_headers_of_an_answer_are_declared_and_those_declared_are_there(
    full: Stage, path: str, query: str
) -> None:
    app = create_app(full.app.state.services, HttpSettings(rate_limit=100))
    url = path.format(icao24="4b1816", icao="LSZH", time=TIME)
    with TestClient(app) as client:
        found = [client.get(url, params=query), client.get(url, params="colour=red")]
        found += [client.delete(url), client.get(url, params=query, headers={"Accept": "x/y"})]
        if tag := found[0].headers.get("etag"):
            found.append(client.get(url, params=query, headers={"If-None-Match": tag}))
            assert found[-1].status_code == 304
    for answer in found:
        told = {name for name in answer.headers if not name.startswith(AROUND)}
        declared = OPERATIONS[f"GET {path}"]["responses"][str(answer.status_code)]["headers"]
        missing = {name.lower() for name in declared} - told - SOMETIMES
        assert (told - {name.lower() for name in declared}, missing) == (set(), set()), answer
    assert found[0].status_code in (200, 503)


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
