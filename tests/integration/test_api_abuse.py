"""What somebody may try against the API, over a real socket where a client library would object."""

import json
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import Request
from starlette.testclient import TestClient

from flight_api import parameters
from flight_api.flight_parameters import FILTERS
from flight_api.problems import InvalidParameter
from tests.integration.api_server import serving
from tests.integration.api_stage import KEY, Stage
from tests.integration.waiting import at_most
from tests.skies import TIME, state

PROBLEM = "application/problem+json"
PLACES = re.compile(r"Traceback|\.py\b|/usr/|site-packages|hunter2|flight_api")
NUMBERS = ["limit", "min_altitude", "since", "category"]


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.note(snapshot_time=TIME, published=1)
    stage.show(*(state(f"{number:06x}") for number in range(1, 10)))
    return stage


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def refused(answer: Any, *statuses: int) -> dict[str, Any]:
    assert answer.status_code in statuses, answer.text[:200]
    assert answer.headers["content-type"] == PROBLEM
    assert not PLACES.search(answer.text), answer.text
    body: dict[str, Any] = answer.json()
    assert body["status"] == answer.status_code and body["detail"]
    return body


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize(
    "text",
    ["9" * 5_000, "-" + "9" * 400, "1e999", "NaN", "-inf", "0x10", "1;2", "\x00", "\u0661", " "],
)
def test_a_number_that_is_none_is_named(client: TestClient, name: str, text: str) -> None:
    body = refused(client.get("/flights/current", params={name: text}), 422)
    assert [error["parameter"] for error in body["errors"]] == [name]


@pytest.mark.parametrize("name", [*NUMBERS[:3], "bbox", "sort", "format", "units", "fields"])
def test_a_parameter_that_is_given_twice_is_refused(client: TestClient, name: str) -> None:
    body = refused(client.get(f"/flights/current?{name}=1&{name}=1"), 422)
    assert {"parameter": name, "reason": "must be given once"} in body["errors"]


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/flights/current?bbox=48,5,45,11", ["bbox"]),
        ("/flights/current?min_altitude=2&max_altitude=1", ["min_altitude"]),
        ("/history/frames?since=2&until=1", ["since"]),
        ("/stats/hourly?since=2&until=1", ["since"]),
    ],
)
def test_ends_that_are_reversed_are_refused(
    client: TestClient, path: str, names: list[str]
) -> None:
    assert [e["parameter"] for e in refused(client.get(path), 422)["errors"]] == names


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as sent:
        try:
            sent.sendall(request)
            return b"".join(iter(lambda: sent.recv(65_536), b""))
        except ConnectionError:  # the server has hung up on what it did not read
            return b"- reset -"


def asked(app: Any, query: str) -> tuple[bytes, Any]:
    """Status and body, of a query that is too long for a client library and for uvicorn."""
    with serving(app, "h11", h11_max_incomplete_event_size=1_000_000) as port:
        request = f"GET /flights/current?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
        head, _, body = raw(port, request.encode()).partition(b"\r\n\r\n")
    return head.split(b" ", 2)[1], json.loads(body)


def test_ten_thousand_addresses_are_refused_at_once(stage: Stage) -> None:
    query = "&".join(f"icao24={number:06x}" for number in range(10_000))
    with at_most(2.0):
        status, body = asked(stage.app, query)
    assert (status, [error["parameter"] for error in body["errors"]]) == (b"422", ["icao24"])


def test_ten_thousand_unknown_parameters_are_refused_at_once(stage: Stage) -> None:
    query = "&".join(f"p{number}=1" for number in range(10_000))
    with at_most(2.0):
        assert asked(stage.app, query)[0] == b"422"


TRICKS = [
    "..",
    "../../etc/passwd",
    "%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cwindows",
    "%00",
    "4b1816%00.json",
    "%ff%fe",
    "%c0%af",
    "4b1816%0d%0aSet-Cookie:x",
    "%F0%9F%9B%A9",
    "A" * 5_000,
    "4b1816;x=1",
    "{icao24}",
    "'%20or%201=1--",
    "%3Cscript%3E",
]


@pytest.mark.parametrize("trick", TRICKS, ids=lambda trick: trick[:20])
@pytest.mark.parametrize("path", ["/flights", "/airports", "/history/frames", "", "/docs"])
def test_a_trick_in_the_path_is_a_problem(client: TestClient, path: str, trick: str) -> None:
    answer = client.get(f"{path}/{trick}")
    body = refused(answer, 404, 422)
    assert len(body["detail"]) < 300 and "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/html;q=" + "9" * 4_000},
        {"Accept": "," * 5_000 + "application/json"},
        {"Accept-Encoding": "gzip;q=nan, " * 200 + "*;q=x"},
        {"If-None-Match": '"' + "x" * 8_000},
        {"If-Modified-Since": "yesterday"},
        {"Range": "bytes=0-1,5-9"},
        {"X-Forwarded-Host": "evil.example", "X-Original-URL": "/health"},
        {"X-HTTP-Method-Override": "DELETE"},
        {"Content-Length": "0", "Content-Type": "x" * 1_000},
    ],
    ids=lambda headers: next(iter(headers)) + next(iter(headers.values()))[:9],
)
def test_a_strange_header_changes_nothing(client: TestClient, headers: dict[str, str]) -> None:
    answer = client.get("/flights/current", headers=headers)
    if answer.status_code != 200:
        refused(answer, 406)
    assert "evil" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    ("request_line", "statuses"),
    [
        (b"GET /flights/\xff\xfe HTTP/1.1", b"400 404 422"),
        (b"GET /flights/../../etc/passwd HTTP/1.1", b"404 422"),
        (b"GET http://evil.example/flights/current HTTP/1.1", b"200 400 404"),
        (b"GET /flights/current?callsign=\xff HTTP/1.1", b"200 400 422"),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1", b"431 reset"),
        (b"BREW /flights/current HTTP/1.1", b"400 405"),
        (b"GET //evil.example/%2e%2e HTTP/1.1", b"404"),
        (b"GET /flights/current/ HTTP/1.1", b"404"),
        (b"GET /flights/current HTTP/1.1\r\nX-Request-Id: \xff\xfe", b"200"),
        (b"GET /flights/current HTTP/1.1\r\nX-Long: " + b"a" * 200_000, b"400 431 reset"),
        (b"GET /flights/current HTTP/1.1\r\n" + b"X: y\r\n" * 500 + b"Z: z", b"200 400 431 reset"),
    ],
    ids=lambda value: value[:30].decode("latin-1"),
)
def test_bytes_that_no_client_library_sends_do_no_harm(
    stage: Stage, request_line: bytes, statuses: bytes
) -> None:
    with serving(stage.app) as port:
        request = request_line + b"\r\nHost: x\r\nConnection: close\r\n\r\n"
        answer = raw(port, request)
    status = answer.split(b" ", 2)[1]
    assert status in statuses.split()
    assert not PLACES.search(answer.decode("latin-1"))
    assert b"Location" not in answer and b"location" not in answer


@pytest.mark.parametrize(("raw", "text"), [(b"\xc3\x84", "Ä"), (b"%C3%84", "Ä"), (b"\xff", None)])
def test_bytes_in_an_address_are_utf8_or_refused(raw: bytes, text: str | None) -> None:
    """Lambda's hosts hand over what uvicorn answers with 400."""
    request = Request({"type": "http", "query_string": b"callsign=" + raw})
    [known] = [each for each in FILTERS if each.name == "callsign"]
    if text is None:
        with pytest.raises(InvalidParameter, match="callsign must be UTF-8"):
            parameters.read(parameters.query(request), [known])
    else:
        assert parameters.read(parameters.query(request), [known]) == {"callsign": text}


def test_after_all_that_the_api_still_answers(client: TestClient) -> None:
    for trick in TRICKS:
        client.get(f"/flights/{trick}")
    assert client.get("/flights/current").json()["count"] == 9


def test_markup_in_a_callsign_stays_text(stage: Stage, client: TestClient) -> None:
    stage.show(state("00000a", callsign="<script>x"))
    for name in ("json", "geojson", "csv"):
        answer = client.get(f"/flights/current?icao24=00000a&format={name}")
        assert "html" not in answer.headers["content-type"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_posted_callsign_cannot_become_a_formula(stage: Stage, client: TestClient) -> None:
    stage.show(state("00000a", callsign="=1+cmd|' /C calc'!A0"[:16]))
    text = client.get("/flights/current?icao24=00000a&format=csv").text
    assert "'=1+cmd" in text and not re.search(r"[,\n]\"?=", text)


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"states": [{"icao24": {"$gt": ""}, "last_contact": [1]}]}),
        json.dumps([{"__proto__": 1, "icao24": "../../x", "last_contact": 1}]),
        json.dumps([{"icao24": "4b1816\n", "last_contact": TIME}]),
        '[{"icao24":"4b1816","last_contact":1,"icao24":"xyz"}]',
        "[" + ",".join(["[" * 50 + "]" * 50] * 100) + "]",
    ],
)
def test_a_hostile_state_is_rejected_by_itself(client: TestClient, body: str) -> None:
    answer = client.post("/flights/ingest", content=body, headers={"X-API-Key": KEY})
    assert (answer.status_code, answer.json()["accepted"]) == (202, 0)
    assert answer.json()["rejected"] >= 1 and not PLACES.search(answer.text)


@pytest.mark.parametrize("path", ["/health", "/databricks/status"])
def test_what_was_noted_about_a_failure_is_told_without_its_places(
    stage: Stage, client: TestClient, path: str
) -> None:
    note = {"error": "cannot open /etc/hunter2 of s3://hunter2/x", "last_load_at": 1.0}
    stage.store.put("state/lakehouse.json", json.dumps({"lakehouse": "embedded", **note}).encode())
    stage.note(snapshot_time=TIME, published=1, error="GET https://hunter2@x/y: refused")
    answer = client.get(path)
    assert "hunter2" not in answer.text


@pytest.mark.parametrize("path", ["/health", "/databricks/status"])
def test_these_take_no_parameter_either(client: TestClient, path: str) -> None:
    body = refused(client.get(f"{path}?colour=red"), 422)
    assert [error["parameter"] for error in body["errors"]] == ["colour"]


@pytest.mark.parametrize("path", ["/health", "/databricks/status", "/flights/stats"])
def test_who_takes_no_json_is_told(client: TestClient, path: str) -> None:
    refused(client.get(path, headers={"Accept": "image/png"}), 406)


@pytest.mark.parametrize("path", ["/flights/current", "/flights/4b1816", "/health", "/airports"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
def test_another_method_is_told_which_there_are(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    refused(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD"
