"""The contract of the api function on every host: uvicorn, both of Lambda's HTTP events, and
functions-framework."""

import gzip
import json
import logging
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat
from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.consuming import Consumer
from local.functions import load
from tests.integration.api_hosts import (
    Ask,
    by_functions_framework,
    by_uvicorn,
    function_url,
    gateway,
    invoked,
)
from tests.integration.embedded_broker import EmbeddedBroker
from tests.skies import records, state

HOSTS = ("uvicorn", "gateway", "function_url", "functions_framework")
TOPIC = "hosts"
KEY = "a-key"
AIRCRAFT = 200


@pytest.fixture(scope="module")
def function(
    broker: EmbeddedBroker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModuleType]:
    """The api function beside a live view."""
    store = str(tmp_path_factory.mktemp("hosts"))
    show(store, AIRCRAFT)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {
            "KAFKA_BOOTSTRAP_SERVERS": broker.address,
            "KAFKA_TOPIC": TOPIC,
            "OBJECT_STORE_URL": store,
            "INGEST_API_KEYS": KEY,
        }.items():
            patched.setenv(name, value)
        yield load("api")


def test_what_was_only_read_is_no_line_of_the_log(
    function: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ask = invoked(function, gateway)
    assert ask("GET", "/flights/stats").status == 200
    assert caplog.records == []
    assert ask("GET", "/flights/none").status == 422
    assert [record.name for record in caplog.records] == ["flight_api.observing"]


def show(store: str, aircraft: int) -> None:
    """A live view with so many aircraft."""
    states = [state(f"{number:06x}", callsign=f"SWR{number}") for number in range(aircraft)]
    consumer = Consumer(
        ObstoreObjectStore(store),
        MemoryStateLog(),
        ArrowStreamFormat(),
        ParquetTableFormat(),
        "rejected",
        lambda: "log",
    )
    consumer.consume({(TOPIC, 0): records(*states, topic=TOPIC)}, 60.0)


@pytest.fixture(scope="module", params=HOSTS)
def ask(
    request: pytest.FixtureRequest,
    function: ModuleType,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Ask]:
    match request.param:
        case "uvicorn":
            with by_uvicorn(function) as asked:
                yield asked
        case "functions_framework":
            with by_functions_framework(tmp_path_factory.mktemp("framework") / "log") as asked:
                yield asked
        case _:
            event = {"gateway": gateway, "function_url": function_url}[request.param]
            yield invoked(function, event)


@pytest.mark.parametrize("prefix", ["", "/api"])
def test_a_question_is_answered_with_and_without_the_prefix(ask: Ask, prefix: str) -> None:
    answer = ask("GET", f"{prefix}/flights/current", "icao24=00000a&icao24=00000b")
    assert (answer.status, json.loads(answer.body)["count"]) == (200, 2)
    assert answer.headers["content-type"] == "application/json"


def test_a_box_over_the_date_line_is_a_question(ask: Ask) -> None:
    answer = ask("GET", "/flights/current", "bbox=-20%2C170%2C-10%2C-170")
    assert (answer.status, json.loads(answer.body)["count"]) == (200, 0)


def test_arrow_comes_as_its_bytes(ask: Ask) -> None:
    answer = ask("GET", "/flights/current", "format=arrow")
    assert answer.headers["content-type"] == "application/vnd.apache.arrow.stream"
    assert answer.body[:4] == b"\xff\xff\xff\xff"  # an Arrow IPC stream begins so


def test_gzip_comes_to_those_who_take_it(ask: Ask) -> None:
    plain = ask("GET", "/flights/current")
    coded = ask("GET", "/flights/current", headers={"Accept-Encoding": "gzip"})
    assert coded.headers["content-encoding"] == "gzip"
    assert gzip.decompress(coded.body) == plain.body
    assert coded.headers["etag"] != plain.headers["etag"]


def test_what_is_known_is_not_sent_again(ask: Ask) -> None:
    first = ask("GET", "/flights/current")
    again = ask("GET", "/flights/current", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


def test_head_is_get_without_the_body(ask: Ask) -> None:
    got, head = ask("GET", "/flights/current"), ask("HEAD", "/flights/current")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["etag"] == got.headers["etag"]


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [("/flights/current", "bbox=1%2C2", 422), ("/nothing", "", 404), ("/flights/xyz", "", 422)],
)
def test_what_is_wrong_is_a_problem(ask: Ask, path: str, query: str, status: int) -> None:
    answer = ask("GET", path, query)
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status, json.loads(answer.body)["status"]) == (status, status)


def test_another_method_is_told_which_there_are(ask: Ask) -> None:
    answer = ask("DELETE", "/flights/current")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_a_posted_body_reaches_kafka(ask: Ask, broker: EmbeddedBroker) -> None:
    before = len(broker.records(TOPIC))
    body = json.dumps([{"icao24": "4b1816", "last_contact": 1}]).encode()
    headers = {"X-API-Key": KEY, "Content-Type": "application/json"}
    answer = ask("POST", "/flights/ingest", headers=headers, body=body)
    assert (answer.status, json.loads(answer.body)["accepted"]) == (202, 1)
    assert len(broker.records(TOPIC)) == before + 1


def test_a_posted_body_may_be_compressed(ask: Ask, broker: EmbeddedBroker) -> None:
    body = gzip.compress(b'{"icao24": "4b1816", "last_contact": 1}\n')
    headers = {
        "X-API-Key": KEY,
        "Content-Type": "application/x-ndjson",
        "Content-Encoding": "gzip",
    }
    assert ask("POST", "/flights/ingest", headers=headers, body=body).status == 202


def test_a_wrong_key_is_a_problem(ask: Ask) -> None:
    headers = {"X-API-Key": "another", "Content-Type": "application/json"}
    assert ask("POST", "/flights/ingest", headers=headers, body=b"[]").status == 401


def test_health_asks_the_broker(ask: Ask) -> None:
    answer = ask("GET", "/health")
    assert json.loads(answer.body)["components"]["broker"]["status"] == "ok"


def test_the_documentation_links_to_where_it_is(ask: Ask) -> None:
    assert b"'/api/openapi.json'" in ask("GET", "/api/docs").body
    assert b"'/openapi.json'" in ask("GET", "/docs").body
    assert ask("GET", "/api/openapi.json").status == 200


def test_every_answer_has_an_id_and_says_how_long_it_took(ask: Ask) -> None:
    answer = ask("GET", "/flights/current", headers={"X-Request-Id": "abc-123"})
    assert answer.headers["x-request-id"] == "abc-123"
    assert answer.headers["server-timing"].startswith("app;dur=")


# --- Lambda's limit


@pytest.fixture(scope="module")
def crowded(
    broker: EmbeddedBroker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ModuleType]:
    """The api function beside 40,000 aircraft."""
    store = str(tmp_path_factory.mktemp("crowded"))
    show(store, 40_000)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {
            "KAFKA_BOOTSTRAP_SERVERS": broker.address,
            "KAFKA_TOPIC": TOPIC,
            "OBJECT_STORE_URL": store,
        }.items():
            patched.setenv(name, value)
        yield load("api")


@pytest.mark.parametrize("event", [gateway, function_url])
def test_an_answer_that_lambda_cannot_send_is_refused_with_a_way_out(
    crowded: ModuleType, event: Any
) -> None:
    ask = invoked(crowded, event)
    refused = ask("GET", "/flights/current")
    assert (refused.status, refused.headers["content-type"]) == (422, "application/problem+json")
    assert "etag" not in refused.headers and "x-request-id" in refused.headers
    assert "accept gzip" in json.loads(refused.body)["detail"]
    whole = ask("GET", "/flights/current", headers={"Accept-Encoding": "gzip"})
    assert json.loads(gzip.decompress(whole.body))["count"] == 40_000
    assert json.loads(ask("GET", "/flights/current", "limit=100").body)["count"] == 100


@pytest.mark.parametrize("event", [gateway, function_url])
def test_lambda_says_how_to_poll_where_others_push(function: ModuleType, event: Any) -> None:
    answer = invoked(function, event)("GET", "/flights/stream")
    assert (answer.status, json.loads(answer.body)["url"]) == (200, "/flights/current")
