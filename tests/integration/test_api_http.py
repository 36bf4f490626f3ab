"""Answers as HTTP has them: made once, compressed, revalidated; and while something is wrong."""

import gzip
import importlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import brotli
import pytest
from starlette.testclient import TestClient

from flight_api import codings
from flight_api.caching import Answer, Answers
from flight_api.public_texts import SILENT, public
from flight_tracker import lakehouse_status
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Unavailable
from tests.integration.api_stage import TOPIC, Stage
from tests.shards import newer_version
from tests.skies import TIME, state

PATHS = [
    "/flights/current",
    "/flights/current?format=arrow",
    "/flights/stats",
    "/flights/000001",
    "/flights/search?q=0000",
    "/airports?q=zurich",
    "/airports/LSZH",
    "/docs",
    "/openapi.json",
    "/history/frames",
    f"/history/frames/{TIME}",
    "/flights/000001/track",
]


class FragileStore(ObstoreObjectStore):
    """A store that can be away, and counts what is read."""

    def __init__(self) -> None:
        super().__init__("memory://")
        self.is_away, self.reads = False, 0

    def get(self, key: str) -> Any:
        self.reads += 1
        if self.is_away:
            raise Unavailable("object store s3://secret-bucket/x: /etc/secret: connection refused")
        return super().get(key)


@pytest.fixture
def stage() -> Stage:
    stage = Stage(store=FragileStore())
    stage.note(snapshot_time=TIME, published=1)
    stage.show(*(state(f"{number:06x}") for number in range(1, 40)))
    return stage


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_can_be_asked_for_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200, first.text
    assert re.fullmatch(r'"[0-9a-f]{24}(-br|-zstd|-gzip)?"', first.headers["ETag"])
    assert first.headers["Vary"] == "Accept, Accept-Encoding"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize("path", [*PATHS, "/health"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (got.status_code, b"")
    for name in ("content-type", "content-length", "etag", "vary"):
        assert head.headers.get(name) == got.headers.get(name), name


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("br", "br"),
        ("x-gzip", "gzip"),
        ("deflate, x-gzip;q=0.5", "gzip"),
        ("zstd", "zstd"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0.8, zstd, gzip;q=0.5", "zstd"),
        ("gzip;q=1.0, br;q=0.8", "gzip"),
        ("*", "br"),
        ("br;q=0, *", "zstd"),
        ("gzip;q=0", None),
        ("identity", None),
        ("", None),
        ("deflate", None),
        ("gzip;q=x", None),
        ("identity;q=1, gzip;q=0.1", None),
        ("identity;q=0.5, gzip", "gzip"),
        ("gzip;q=0.1", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, *;q=0.5", "br"),
    ],
)
def test_a_body_is_compressed_for_those_who_take_it(
    client: TestClient, accepted: str, coding: str | None
) -> None:
    url, headers = "/flights/current", {"Accept-Encoding": accepted}
    with client.stream("GET", url, headers=headers) as answer:
        raw = b"".join(answer.iter_raw())
    assert answer.headers.get("Content-Encoding") == coding
    assert int(answer.headers["Content-Length"]) == len(raw)
    zstd = importlib.import_module(codings.ZSTD)
    plain = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress, None: bytes}
    assert json.loads(plain[coding](raw))["count"] == 39


def test_each_coding_has_its_own_etag_which_revalidates_it_alone(client: TestClient) -> None:
    codings = ("gzip", "br", "zstd", "identity")
    tags = {
        one: client.get("/flights/current", headers={"Accept-Encoding": one}).headers["ETag"]
        for one in codings
    }
    assert len(set(tags.values())) == 4
    for asked, had in itertools.product(codings, codings):
        headers = {"Accept-Encoding": asked, "If-None-Match": f"W/{tags[had]}"}
        answer = client.get("/flights/current", headers=headers)
        assert answer.status_code == (304 if asked == had else 200)
        assert answer.headers["ETag"] == tags[asked]
    headers = {"Accept-Encoding": "gzip", "If-None-Match": ", ".join(tags.values())}
    assert client.get("/flights/current", headers=headers).status_code == 304


def test_a_header_of_several_lines_is_one(client: TestClient) -> None:
    def ask(name: str, *lines: str) -> Any:
        return client.get("/flights/current", headers=[(name, line) for line in lines])

    tag = client.get("/flights/current").headers["ETag"]
    assert ask("If-None-Match", '"other"', tag).status_code == 304
    assert ask("If-None-Match", tag, '"other"').status_code == 304
    csv = ask("Accept", "text/html", "text/csv")
    assert csv.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert ask("Accept-Encoding", "deflate", "gzip").headers["Content-Encoding"] == "gzip"
    health = client.get("/health", headers=[("Accept", "text/html"), ("Accept", "*/*")])
    assert health.status_code == 200


@pytest.mark.parametrize("path", ["/flights/current", "/health", "/databricks/status", "/docs"])
@pytest.mark.parametrize("accepted", ["*;q=0", "identity;q=0", "deflate, identity;q=0"])
def test_who_takes_no_coding_that_there_is_and_not_the_body_itself_is_refused(
    client: TestClient, accepted: str, path: str
) -> None:
    answer = client.get(path, headers={"Accept-Encoding": accepted})
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize("path", ["/health", "/databricks/status", "/docs", "/openapi.json"])
def test_who_does_not_take_a_body_as_it_is_gets_a_coding(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept-Encoding": "identity;q=0, gzip"})
    assert (answer.status_code, answer.headers["Content-Encoding"]) == (200, "gzip")


@pytest.mark.parametrize(
    ("path", "seconds"), [("/docs", 3_600), ("/openapi.json", 3_600), ("/airports?q=a", 86_400)]
)
def test_what_changes_with_a_release_only_is_kept_for_long(
    client: TestClient, path: str, seconds: int
) -> None:
    assert client.get(path).headers["Cache-Control"] == f"public, max-age={seconds}"


def test_a_small_body_is_not_compressed(client: TestClient) -> None:
    answer = client.get("/flights/000001", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_a_date_does_not_revalidate_because_a_second_may_have_several_skies(
    stage: Stage, client: TestClient
) -> None:
    before = client.get("/flights/current")
    date = before.headers["Last-Modified"]
    assert date == "Tue, 14 Nov 2023 22:13:20 GMT"
    stage.show(state("0000ff", source="ingest:airfield"))
    after = client.get("/flights/current", headers={"If-Modified-Since": date})
    assert (after.status_code, after.json()["count"]) == (200, before.json()["count"] + 1)
    assert after.headers["Last-Modified"] == date
    both = {"If-Modified-Since": date, "If-None-Match": after.headers["ETag"]}
    assert client.get("/flights/current", headers=both).status_code == 304


def test_an_answer_is_made_once_while_nothing_changes(stage: Stage, client: TestClient) -> None:
    answers = stage.app.state.services.answers
    client.get("/flights/current")
    first = dict(answers._kept)
    client.get("/flights/current")
    assert dict(answers._kept) == first and len(first) == 1


def test_the_memory_of_answers_is_bounded() -> None:
    answers = Answers(most=1_000)
    for number in range(20):
        answers.put(str(number), Answer(b"x" * 300, "text/plain", str(number)))
    assert answers.size <= 1_000 and answers.get("19") and not answers.get("0")


def test_a_frame_that_is_settled_is_kept_for_ever(stage: Stage, client: TestClient) -> None:
    assert "immutable" not in client.get(f"/history/frames/{TIME}").headers["Cache-Control"]
    later = TIME + 301
    stage.show(state("000001", snapshot_time=later, last_contact=later, time_position=later))
    assert "immutable" in client.get(f"/history/frames/{TIME}").headers["Cache-Control"]


def degraded(client: TestClient) -> dict[str, Any]:
    """The view is shown as it was, and everybody is told."""
    answer, health = client.get("/flights/current"), client.get("/health")
    assert (answer.status_code, answer.json()["count"]) == (200, 39)
    assert answer.json()["stale"] == answer.headers["X-Stale"]
    assert answer.headers["Cache-Control"] == "public, max-age=2"
    assert (health.status_code, health.json()["status"]) == (503, "down")
    component: dict[str, Any] = health.json()["components"]["live_view"]
    assert component["status"] == "down" and answer.json()["stale"] in component["detail"]
    return component


def test_while_the_store_is_away_the_last_good_view_is_shown(
    stage: Stage, client: TestClient
) -> None:
    before = client.get("/flights/current").headers["ETag"]
    assert isinstance(stage.store, FragileStore)
    stage.store.is_away = True
    stage.now += 1
    component = degraded(client)
    assert "secret" not in json.dumps(component)
    assert client.get("/flights/current").headers["ETag"] != before
    stage.store.is_away = False
    stage.now += 1
    assert client.get("/flights/current").headers["ETag"] == before
    assert client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "path", ["/airports/LSZH", "/flights/000001/track", "/flights/stats", "/flights/000001"]
)
def test_whatever_shows_the_live_view_says_that_it_is_not_the_newest(
    stage: Stage, client: TestClient, path: str
) -> None:
    fresh = client.get(path)
    assert "stale" not in fresh.json() and "X-Stale" not in fresh.headers
    stage.store.put(f"live/{TOPIC}/00000.arrow.zst", b"no shard")
    stage.now += 1
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.json()["stale"] == answer.headers["X-Stale"] != ""
    assert answer.headers["Cache-Control"] == "public, max-age=2"


@pytest.mark.parametrize(
    "damage",
    [b"", b"no shard", newer_version(state("000003")), None],
    ids=["empty", "damaged", "newer", "missing"],
)
def test_while_a_shard_is_damaged_or_missing_the_last_good_one_is_shown(
    stage: Stage, client: TestClient, damage: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/flights/current")
    key = f"live/{TOPIC}/00000.arrow.zst"
    if damage is None:
        stage.store.delete(key)
    else:
        stage.store.put(key, damage)
    stage.now += 1
    assert degraded(client)["detail"].endswith("a part of the live view cannot be read")
    assert key in caplog.text


NEVER_READ = ["/flights/current", "/flights/000001", "/flights/stats", "/airports/LSZH"]
NEVER_READ += ["/health", "/databricks/status"]


def test_the_table_of_health_is_there_though_nothing_could_ever_be_read(stage: Stage) -> None:
    assert isinstance(stage.store, FragileStore)
    stage.store.is_away = True
    with stage.client() as client:
        answer = client.get("/health")
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/json")
    parts = answer.json()["components"]
    assert {name: part["status"] for name, part in parts.items()} == {
        "source": "starting",
        "broker": "ok",
        "live_view": "down",
        "lakehouse": "down",
    }
    told = [(parts[name]["detail"]) for name in ("live_view", "lakehouse")]
    assert told == ["the object store does not answer"] * 2
    assert "Retry-After" in answer.headers


def test_a_damaged_note_of_the_lakehouse_is_told_in_the_table(
    stage: Stage, client: TestClient
) -> None:
    stage.store.put(lakehouse_status.KEY, b"{")
    answer = client.get("/health")
    part = answer.json()["components"]["lakehouse"]
    assert (answer.status_code, answer.json()["status"], part["status"]) == (
        200,
        "degraded",
        "down",
    )
    assert part["detail"] == "a note in the object store is damaged"


def test_a_store_that_was_never_there_is_a_problem_without_its_address(stage: Stage) -> None:
    assert isinstance(stage.store, FragileStore)
    stage.store.is_away = True
    with stage.client() as client:
        for path in NEVER_READ:
            answer = client.get(path)
            assert answer.status_code == 503, path
            assert not re.search(r"secret|/etc|s3:", answer.text), answer.text
            assert int(answer.headers["Retry-After"]) > 0


MESSAGES = {
    "object store s3://b: live/x: Generic S3 error: timed out": "the object store does not answer",
    "live/x is locked by another writer for 5 s": "the object store does not answer",
    "feed.json in the object store is damaged (bad)": "a note in the object store is damaged",
    "a shard of the live view is damaged: zstd": "a part of the live view cannot be read",
    "Kafka: Local: Broker transport failure": "Kafka does not answer",
    "Delta table flights: Generic DeltaTable error": "the lakehouse does not answer",
    "Databricks: [TABLE_NOT_FOUND] (x)": "the lakehouse does not answer",
    "no answer from host.internal: refused": SILENT,
}


@pytest.mark.parametrize("message", MESSAGES)
def test_a_librarys_words_and_inner_places_are_for_the_log_only(
    message: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert public(Unavailable(message)) == MESSAGES[message]
    assert message in caplog.text


def test_a_store_that_is_no_folder_is_told_in_our_words(tmp_path: Path) -> None:
    store = ObstoreObjectStore(str(tmp_path / "store"))
    (tmp_path / "store").rmdir()
    (tmp_path / "store").write_text("a file")
    with Stage(store=store).client() as client:
        for path in ("/flights/current", "/airports/LSZH", "/databricks/status"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert answer.json()["detail"] == "the object store does not answer", path


def test_a_recording_that_begins_anew_takes_the_clock_back(
    stage: Stage, client: TestClient
) -> None:
    before = client.get("/flights/current")
    stage.note(epoch=1, snapshot_time=TIME - 900, published=1)
    then = TIME - 900
    stage.show(state("000001", snapshot_time=then, last_contact=then, time_position=then))
    after = client.get(
        "/flights/current", headers={"If-Modified-Since": before.headers["Last-Modified"]}
    )
    assert (after.status_code, after.json()["snapshot_time"], after.json()["count"]) == (
        200,
        then,
        1,
    )


@pytest.mark.parametrize("address", ["..%2f..%2fetc", "%00", "4b1816%0d%0aX: y", "~", "é"])
def test_a_trick_in_the_path_is_a_problem(client: TestClient, address: str) -> None:
    for path in (f"/flights/{address}", f"/airports/{address}", f"/history/frames/{address}"):
        assert client.get(path).status_code in (404, 422), path
