"""POST /flights/ingest as its users see it."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from flight_api.bodies import MAX_BODY_BYTES
from flight_tracker import state_vector
from tests.integration.api_stage import KEY, TOPIC, Stage
from tests.skies import TIME

PROBLEM = "application/problem+json"
GOOD = {"icao24": "4b1816", "last_contact": TIME}


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def post(client: TestClient, body: Any, key: str | None = KEY) -> Any:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"} | ({} if key is None else {"X-API-Key": key})
    return client.post("/flights/ingest", content=content, headers=headers)


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert "Traceback" not in answer.text and '.py"' not in answer.text
    body: dict[str, Any] = answer.json()
    return body


def written(stage: Stage) -> list[state_vector.StateVector]:
    return [state_vector.decode(r.value or b"") for r in stage.log.topics.get(TOPIC, [])]


def test_without_keys_ingest_is_closed() -> None:
    with Stage(keys=()).client() as client:
        assert "INGEST_API_KEYS" in problem(post(client, [GOOD]), 403)["detail"]


@pytest.mark.parametrize("key", [None, "", "another", KEY + "x", "k\u00e9y"])
def test_a_wrong_key_is_refused_and_nothing_written(
    stage: Stage, client: TestClient, key: str | None
) -> None:
    headers = {} if key is None else {"X-API-Key": key.encode()}
    answer = client.post("/flights/ingest", content=b"[]", headers=headers)
    assert KEY not in problem(answer, 401)["detail"].split()
    assert written(stage) == []


@pytest.mark.parametrize("key", ["first", "second"])
def test_any_of_several_keys_opens(key: str) -> None:
    with Stage(keys=("first", "second")).client() as client:
        assert post(client, [GOOD], key).status_code == 202


@pytest.mark.parametrize("body", [[GOOD], {"states": [GOOD]}], ids=["array", "object"])
def test_a_good_state_is_in_kafka_before_the_answer(
    stage: Stage, client: TestClient, body: Any
) -> None:
    answer = post(client, body)
    assert answer.status_code == 202
    assert answer.json() == {"accepted": 1, "rejected": 0, "errors": []}
    assert [state.icao24 for state in written(stage)] == ["4b1816"]
    [new] = stage.log.topics[TOPIC]
    assert (new.key, dict(new.headers)["source"]) == (b"4b1816", b"ingest")


def test_each_state_is_judged_by_itself(stage: Stage, client: TestClient) -> None:
    bad = {"icao24": "xyz", "last_contact": TIME, "latitude": 91}
    body = post(client, [GOOD, bad, 7, GOOD]).json()
    assert (body["accepted"], body["rejected"]) == (2, 2)
    assert [error["index"] for error in body["errors"]] == [1, 2]
    assert "icao24" in body["errors"][0]["reason"] and "latitude" in body["errors"][0]["reason"]
    assert len(written(stage)) == 2


def test_whatever_a_body_says_its_source_is_ingest_and_its_time_the_servers(
    stage: Stage, client: TestClient
) -> None:
    post(client, [GOOD | {"source": "opensky", "snapshot_time": 4_000_000_000}])
    [state] = written(stage)
    assert state.source == "ingest" and state.snapshot_time < 4_000_000_000


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latitude", 90.1),
        ("longitude", -180.1),
        ("velocity", -1),
        ("true_track", 360),
        ("squawk", "8000"),
        ("last_contact", -1),
        ("last_contact", 4_000_000_000),
        ("last_contact", 1.5),
        ("icao24", "4B181G"),
        ("callsign", ""),
        ("callsign", "  "),
        ("callsign", "A" * 17),
        ("callsign", "SWR-1"),
        ("callsign", "=1+1"),
        ("callsign", "SWR\n1"),
        ("callsign", "\uff33\uff37\uff32"),
        ("callsign", 12),
        ("on_ground", "yes"),
        ("category", 256),
    ],
)
def test_a_value_out_of_range_is_rejected_by_the_name_of_its_field(
    stage: Stage, client: TestClient, field: str, value: Any
) -> None:
    state = GOOD | {"latitude": 1.0, "longitude": 1.0, "time_position": TIME} | {field: value}
    body = post(client, [state]).json()
    assert (body["accepted"], body["rejected"]) == (0, 1)
    assert field in body["errors"][0]["reason"]
    assert written(stage) == []


def test_a_posted_state_is_written_in_the_usual_spelling(stage: Stage, client: TestClient) -> None:
    given = [
        GOOD | {"icao24": "4B1816", "callsign": " swr7354  "},
        GOOD | {"icao24": "~4B1816", "callsign": None},
    ]
    assert post(client, given).json()["accepted"] == 2
    assert [(s.icao24, s.callsign) for s in written(stage)] == [
        ("4b1816", "SWR7354"),
        ("~4b1816", None),
    ]


@pytest.mark.parametrize(
    ("field", "value", "verdict"),
    [
        ("icao24", "xyz", "icao24: must be six hex digits"),
        ("squawk", "8000", "squawk: must be four octal digits"),
        ("callsign", "<b>", "callsign: must be of A-Z, 0-9 and blanks"),
        ("origin_country", "\x07", "origin_country: holds a character that is not shown"),
    ],
)
def test_a_verdict_is_a_sentence(client: TestClient, field: str, value: Any, verdict: str) -> None:
    [error] = post(client, [GOOD | {field: value}]).json()["errors"]
    assert error["reason"].startswith(verdict) and "regex" not in error["reason"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"icao24=4b1816",
        b'[{"icao24": "4b1816", "last_contact": NaN}]',
        b'[{"icao24": "4b1816", "latitude": Infinity}]',
        b'[{"icao24": "4b1816"',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b"7",
        b'"text"',
        b"null",
        b'{"flights": []}',
        b'{"states": null}',
    ],
    ids=lambda body: body[:12],
)
def test_a_body_that_holds_no_states_is_a_problem(
    stage: Stage, client: TestClient, body: bytes
) -> None:
    assert problem(post(client, body), 422)["errors"][0]["parameter"] == "body"
    assert written(stage) == []


def test_an_empty_list_is_accepted_as_nothing(client: TestClient) -> None:
    assert post(client, []).json() == {"accepted": 0, "rejected": 0, "errors": []}


def test_a_large_number_costs_its_state_only(stage: Stage, client: TestClient) -> None:
    body = b'[{"icao24": "4b1816", "last_contact": %d}, {"icao24":"4b1816","last_contact":1}]'
    assert post(client, body % 10**400).json()["accepted"] == 1


def test_a_body_of_the_largest_size_is_taken(client: TestClient) -> None:
    state = json.dumps(GOOD).encode()
    padded = b"[" + state + b" " * (MAX_BODY_BYTES - len(state) - 2) + b"]"
    assert post(client, padded).status_code == 202
    assert problem(post(client, padded + b" "), 413)["status"] == 413


def test_a_body_without_an_end_is_left_when_it_is_too_large(client: TestClient) -> None:
    endless = (b" " * 1024 * 1024 for _ in range(100))
    answer = client.post("/flights/ingest", content=endless, headers={"X-API-Key": KEY})
    problem(answer, 413)


def test_while_kafka_is_away_nothing_is_accepted(stage: Stage, client: TestClient) -> None:
    stage.log.is_away = True
    answer = post(client, [GOOD])
    problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_posted_state_is_shown_after_the_consumer_has_seen_it(
    stage: Stage, client: TestClient
) -> None:
    now = int(time.time())
    place = {"latitude": 47.0, "longitude": 8.0, "time_position": now, "last_contact": now}
    post(client, [GOOD | place])
    stage.show(*written(stage))
    [flight] = client.get("/flights/current").json()["flights"]
    assert (flight["icao24"], flight["source"]) == ("4b1816", "ingest")
