"""POST /flights/ingest: who may post, in which form, and what a repeated post does."""

import gzip
import json
import socket
import threading
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from flight_api import bodies, idempotency
from flight_api.bodies import MAX_BODY_BYTES, MOST_ITEMS
from flight_api.idempotency import Idempotency
from flight_api.ingest import MOST_ERRORS
from flight_api.problems import InvalidParameter
from flight_tracker import state_vector
from flight_tracker.settings import api_keys
from tests.integration.api_server import serving
from tests.integration.api_stage import TOPIC, Stage
from tests.skies import TIME

PROBLEM = "application/problem+json"
PATH = "/flights/ingest"
KEY = "a-long-random-key"
GOOD = {"icao24": "4b1816", "last_contact": TIME}
BODY = json.dumps([GOOD]).encode()
ENTRIES = (api_keys.entry_of("airfield", KEY), api_keys.entry_of("opensky", "another-key"))


@pytest.fixture
def stage() -> Stage:
    return Stage(keys=ENTRIES)


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def post(client: TestClient, body: Any = BODY, key: str = KEY, **headers: str) -> Any:
    sent = {"X-API-Key": key, "Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post(PATH, content=body, headers=sent)


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM), answer.text
    body: dict[str, Any] = answer.json()
    assert body["type"] == f"urn:flight-tracker:problem:{status}"
    assert KEY not in answer.text
    return body


def written(stage: Stage) -> list[state_vector.StateVector]:
    return [state_vector.decode(r.value or b"") for r in stage.log.topics.get(TOPIC, [])]


@pytest.mark.parametrize(
    ("key", "source"), [(KEY, "ingest:airfield"), ("another-key", "ingest:opensky")]
)
def test_the_source_is_the_name_of_the_key_and_never_a_feeds(
    stage: Stage, client: TestClient, key: str, source: str
) -> None:
    assert post(client, json.dumps([GOOD | {"source": "opensky"}]), key).status_code == 202
    assert [state.source for state in written(stage)] == [source]
    [record] = stage.log.topics[TOPIC]
    assert dict(record.headers)["source"] == source.encode()


def test_the_hash_of_a_key_is_no_key(client: TestClient) -> None:
    for entry in ENTRIES:
        problem(post(client, key=entry), 401)
        problem(post(client, key=entry.split(":")[1]), 401)


def test_a_key_whose_entry_was_removed_is_refused(stage: Stage) -> None:
    with Stage(keys=ENTRIES[1:]).client() as client:
        assert "WWW-Authenticate" in post(client).headers
        problem(post(client), 401)
        assert post(client, key="another-key").status_code == 202


@pytest.mark.parametrize("name", ["key", "api_key", "apikey", "X-API-Key", "x_api_key", "token"])
def test_a_key_in_the_address_is_refused_even_if_it_is_right(
    stage: Stage, client: TestClient, name: str
) -> None:
    answer = client.post(f"{PATH}?{name}={KEY}", content=BODY, headers={"X-API-Key": KEY})
    assert "X-API-Key" in problem(answer, 400)["detail"]
    assert written(stage) == []


def test_an_unknown_parameter_is_refused(stage: Stage, client: TestClient) -> None:
    answer = client.post(f"{PATH}?source=opensky&x=1", content=BODY, headers={"X-API-Key": KEY})
    named = [error["parameter"] for error in problem(answer, 422)["errors"]]
    assert named == ["source", "x"] and written(stage) == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_another_method_is_told_to_post(client: TestClient, method: str) -> None:
    answer = client.request(method, PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_ndjson_is_judged_line_by_line(stage: Stage, client: TestClient) -> None:
    lines = [json.dumps(GOOD), "{", "", "7", '"\\ud800"', json.dumps(GOOD), "\xff"]
    body = post(client, "\r\n".join(lines).encode("latin-1"), Content_Type="application/x-ndjson")
    assert body.status_code == 202
    assert (body.json()["accepted"], body.json()["rejected"]) == (2, 4)
    assert [error["index"] for error in body.json()["errors"]] == [1, 2, 3, 5]
    assert body.json()["errors"][0]["reason"].startswith("not JSON: ")


@pytest.mark.parametrize(
    "media_type",
    ["application/json; charset=utf-8", "APPLICATION/JSON", "application/x-ndjson;charset=utf-8"],
)
def test_a_type_may_have_parameters_and_capitals(client: TestClient, media_type: str) -> None:
    assert post(client, json.dumps(GOOD | {"states": []}), Content_Type=media_type).is_success


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", ";"],
)
def test_another_type_is_refused_with_those_that_are_taken(
    client: TestClient, media_type: str
) -> None:
    answer = post(client, Content_Type=media_type)
    problem(answer, 415)
    assert answer.headers["Accept"] == "application/json, application/x-ndjson"


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd", "x"])
def test_another_coding_is_refused(client: TestClient, coding: str) -> None:
    answer = post(client, Content_Encoding=coding)
    problem(answer, 415)
    assert answer.headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("coding", ["GZIP", "x-gzip"])
@pytest.mark.parametrize("media_type", ["application/json", "application/x-ndjson"])
def test_a_packed_body_is_unpacked(
    stage: Stage, client: TestClient, media_type: str, coding: str
) -> None:
    body = BODY if media_type == "application/json" else json.dumps(GOOD).encode()
    answer = post(client, gzip.compress(body), Content_Type=media_type, Content_Encoding=coding)
    assert answer.json()["accepted"] == 1 and len(written(stage)) == 1


@pytest.mark.parametrize(
    "body",
    [
        BODY,
        gzip.compress(BODY)[:-1],
        gzip.compress(BODY) + gzip.compress(BODY),
        gzip.compress(BODY) + b"x",
        zlib.compress(BODY),
        b"",
    ],
    ids=["plain", "cut", "two members", "more", "zlib", "empty"],
)
def test_what_is_not_one_whole_gzip_is_a_problem(client: TestClient, body: bytes) -> None:
    errors = problem(post(client, body, Content_Encoding="gzip"), 422)["errors"]
    assert [error["parameter"] for error in errors] == ["body"]


def test_a_bomb_is_refused_before_it_is_unpacked(stage: Stage, client: TestClient) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(1_000)) + packer.flush()
    assert len(bomb) < MAX_BODY_BYTES / 4  # a gigabyte
    problem(post(client, bomb, Content_Encoding="gzip"), 413)
    assert written(stage) == []


def test_a_length_that_is_too_large_is_refused_before_the_body_comes(client: TestClient) -> None:
    problem(post(client, b"[]", Content_Length=str(MAX_BODY_BYTES + 1)), 413)


@pytest.mark.parametrize("separator", [b",", b"\n"])
def test_too_many_items_are_refused(client: TestClient, separator: bytes) -> None:
    body = separator.join([b"7"] * (MOST_ITEMS + 1))
    is_array = separator == b","
    media_type = "application/json" if is_array else "application/x-ndjson"
    problem(post(client, b"[%b]" % body if is_array else body, Content_Type=media_type), 413)


def test_all_that_is_rejected_is_counted_and_the_first_are_told(client: TestClient) -> None:
    body = post(client, json.dumps([7] * (MOST_ERRORS + 5))).json()
    assert (body["rejected"], len(body["errors"])) == (MOST_ERRORS + 5, MOST_ERRORS)


def test_a_body_that_comes_too_slowly_is_left(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "BODY_SECONDS", 0.2)
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nX-API-Key: {KEY}\r\nContent-Length: 99\r\n\r\n["
    with serving(stage.app) as port, socket.create_connection(("127.0.0.1", port), 10) as sent:
        sent.sendall(head.encode())
        answer = b"".join(iter(lambda: sent.recv(4096), b""))  # until the server hangs up
    assert answer.startswith(b"HTTP/1.1 408 ") and PROBLEM.encode() in answer
    assert written(stage) == []


def test_the_same_post_is_done_once_and_answered_the_same(stage: Stage, client: TestClient) -> None:
    first, again = (post(client, Idempotency_Key="one") for _ in range(2))
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.content == again.content and len(written(stage)) == 1


def test_another_key_or_producer_is_another_post(stage: Stage, client: TestClient) -> None:
    post(client, Idempotency_Key="one")
    post(client, Idempotency_Key="two")
    post(client, key="another-key", Idempotency_Key="one")
    assert len(written(stage)) == 3


def test_the_same_idempotency_key_with_another_body_is_refused(
    stage: Stage, client: TestClient
) -> None:
    post(client, Idempotency_Key="one")
    body = problem(post(client, b"[]", Idempotency_Key="one"), 422)
    assert [error["parameter"] for error in body["errors"]] == ["Idempotency-Key"]
    assert len(written(stage)) == 1


@pytest.mark.parametrize("key", ["", " ", "a" * 256, "é", "\t"])
def test_an_idempotency_key_that_is_none_is_refused(client: TestClient, key: str) -> None:
    headers = {"X-API-Key": KEY, "Idempotency-Key": key.encode("latin-1")}
    answer = client.post(PATH, content=BODY, headers=headers)
    assert problem(answer, 422)["errors"][0]["parameter"] == "Idempotency-Key"


def test_a_post_that_failed_may_come_again(stage: Stage, client: TestClient) -> None:
    stage.log.is_away = True
    assert int(post(client, Idempotency_Key="one").headers["Retry-After"]) > 0
    stage.log.is_away = False
    assert post(client, Idempotency_Key="one").status_code == 202
    assert len(written(stage)) == 1


def test_a_post_that_is_not_done_yet_is_not_begun_again() -> None:
    posts, begun, may_end = Idempotency(lambda: 0), threading.Event(), threading.Event()

    def slow() -> bytes:
        begun.set()
        assert may_end.wait(10)
        return b"done"

    first = threading.Thread(target=posts.once, args=("a", "one", b"", slow))
    first.start()
    assert begun.wait(10)
    with pytest.raises(Exception, match="not done yet"):
        posts.once("a", "one", b"", slow)
    may_end.set()
    first.join(10)
    assert posts.once("a", "one", b"", lambda: b"again") == b"done"


def test_a_post_is_forgotten_after_its_window() -> None:
    now = 0.0
    posts = Idempotency(lambda: now)
    posts.once("a", "one", b"", lambda: b"first")
    now = idempotency.WINDOW
    assert posts.once("a", "one", b"", lambda: b"again") == b"first"
    now += 1
    assert posts.once("a", "one", b"", lambda: b"again") == b"again"


def test_the_memory_of_posts_is_bounded() -> None:
    posts = Idempotency(lambda: 0, most_bytes=1_000)
    for number in range(50):
        posts.once("a", str(number), b"", lambda: b"x" * 100)
    assert posts._size <= 1_200 and len(posts._done) <= 12
    with pytest.raises(InvalidParameter):
        posts.once("a", "49", b"other", lambda: b"")
