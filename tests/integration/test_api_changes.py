"""`since` and `known`: only what a client does not have."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from arro3.io import read_ipc_stream
from starlette.testclient import TestClient

from tests.integration.api_stage import Stage, place
from tests.skies import TIME, state

A, B, C, D = "00000a", "00000b", "00000c", "00000d"


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.note()
    stage.show(*(state(name) for name in (A, B, C)))
    return stage


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def at(seconds: int, icao24: str, **changes: Any) -> Any:
    now = TIME + seconds
    return state(icao24, snapshot_time=now, last_contact=now, time_position=now, **changes)


def changes(client: TestClient, query: str) -> tuple[list[str], Any, Any]:
    body = client.get(f"/flights/current?{query}").json()
    return [f["icao24"] for f in body["flights"]], body.get("left"), body.get("since")


def test_nothing_has_changed_since_the_newest_snapshot(client: TestClient) -> None:
    client.get("/flights/current")
    assert changes(client, f"since={TIME}") == ([], [], TIME)


def test_what_was_heard_again_has_changed_and_the_rest_has_not(
    stage: Stage, client: TestClient
) -> None:
    client.get("/flights/current")
    stage.show(at(30, A), state(B, snapshot_time=TIME + 30), at(30, D))
    assert changes(client, f"since={TIME}") == ([A, D], [], TIME)


def test_who_is_gone_has_left(stage: Stage, client: TestClient) -> None:
    client.get("/flights/current")
    stage.show(at(310, A), at(310, C))
    assert changes(client, f"since={TIME}") == ([A, C], [B], TIME)


def test_who_left_the_box_has_left_and_who_entered_it_is_told(
    stage: Stage, client: TestClient
) -> None:
    stage.show(place(A, 47, 8), place(B, 47, 20), place(C, 47, 20))
    box = "bbox=46,7,48,9"
    client.get(f"/flights/current?{box}")
    now = {"snapshot_time": TIME + 30, "last_contact": TIME + 30}
    stage.show(place(A, 47, 20, **now), place(B, 47, 8, **now), place(C, 47, 21, **now))
    assert changes(client, f"{box}&since={TIME}") == ([B], [A], TIME)


def test_one_delta_follows_the_other(stage: Stage, client: TestClient) -> None:
    client.get("/flights/current")
    for step in (1, 2, 3):
        stage.show(at(step, A))
        assert changes(client, f"since={TIME + step - 1}") == ([A], [], TIME + step - 1)


@pytest.mark.parametrize("since", [0, TIME - 1, TIME + 1])
def test_of_a_snapshot_that_is_not_known_everything_is_told(client: TestClient, since: int) -> None:
    client.get("/flights/current")
    assert changes(client, f"since={since}") == ([A, B, C], None, None)


def test_of_a_question_that_was_not_asked_everything_is_told(client: TestClient) -> None:
    client.get("/flights/current")
    assert changes(client, f"since={TIME}&on_ground=false") == ([A, B, C], None, None)


def arrow(client: TestClient, query: str = "") -> tuple[dict[str, list[Any]], dict[str, str]]:
    answer = client.get(f"/flights/current?format=arrow{query}")
    assert answer.status_code == 200, answer.text
    table = read_ipc_stream(io.BytesIO(answer.content)).read_all()
    about = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    return {name: table[name].to_pylist() for name in table.column_names}, about


IDENTITY = ("icao24", "callsign", "category", "squawk")


def joined(
    before: list[tuple[Any, ...]], found: dict[str, list[Any]], left: str
) -> list[tuple[Any, ...]]:
    """What a client does: rows without an address are the next ones that it has."""
    gone = set(map(int, left.strip("[]").split(","))) if left != "[]" else set()
    kept = iter(row for place, row in enumerate(before) if place not in gone)
    rows = zip(*(found[name] for name in IDENTITY), strict=True)
    return [next(kept) if row[0] is None else row for row in rows]


def identities(found: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
    return list(zip(*(found[name] for name in IDENTITY), strict=True))


def test_known_identities_are_left_out_and_can_be_put_back(
    stage: Stage, client: TestClient
) -> None:
    before, about = arrow(client)
    stage.show(at(310, A), at(310, C, callsign="NEW1"), at(310, D), at(310, "000001"))
    found, more = arrow(client, f"&known={about['version']}")
    whole, _ = arrow(client)
    assert found["icao24"] == [1, None, 12, 13] and more["known"] == about["version"]
    assert joined(identities(before), found, more["left"]) == identities(whole)
    assert found["latitude"] == whole["latitude"]


def test_of_an_unknown_version_every_identity_is_told(client: TestClient) -> None:
    found, about = arrow(client, "&known=never-told")
    assert found["icao24"] == [10, 11, 12] and "known" not in about


def test_a_delta_has_an_etag_of_its_own(stage: Stage, client: TestClient) -> None:
    client.get("/flights/current")
    url = f"/flights/current?since={TIME}"
    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    stage.show(at(30, A))
    assert client.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
