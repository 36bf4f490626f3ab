"""What is recent is told without a warehouse: tracks and frames, and airports now."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from arro3.io import read_ipc_stream
from starlette.testclient import TestClient

from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Asleep
from flight_tracker.history import History
from flight_tracker.ports import WarehouseState
from flight_tracker.state_vector import StateVector
from tests.integration.api_stage import Stage, place
from tests.skies import TIME, records, state

A, B = "00000a", "00000b"
HOUR = 3_600


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(lake=str(tmp_path / "lake"))


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def seen(icao24: str, at: int, **changes: Any) -> StateVector:
    now = TIME + at
    return state(icao24, last_contact=now, time_position=now, snapshot_time=now, **changes)


def land(stage: Stage, *states: StateVector) -> None:
    lakehouse = EmbeddedLakehouse(stage.lake)
    lakehouse.migrate()
    pairs = list(zip(records(*states), states, strict=True))
    lakehouse.load("flight_states", [("f", ParquetTableFormat().encode_states(pairs, "log"))], TIME)


class Sleeping:
    """A warehouse that is not to be woken."""

    def query(self, statement: str, parameters: object) -> list[tuple[Any, ...]]:
        raise Asleep("the SQL warehouse is asleep; it wakes with the next load")

    def state(self) -> WarehouseState:
        return WarehouseState(False, "stopped", 0.1)


def asleep(stage: Stage) -> None:
    stage.app.state.services.history = lambda: History(Sleeping())


def track(client: TestClient, query: str = "", icao24: str = A) -> list[int]:
    answer = client.get(f"/flights/{icao24}/track?{query}")
    assert answer.status_code == 200, answer.text
    return [point["last_contact"] - TIME for point in answer.json()["points"]]


def test_the_recent_track_needs_no_warehouse(stage: Stage, client: TestClient) -> None:
    asleep(stage)
    for at in (0, 30, 60):
        stage.show(seen(A, at), seen(B, at))
    assert track(client) == [0, 30, 60]
    assert track(client, f"since={TIME + 30}&until={TIME + 59}") == [30]


def test_a_track_begins_an_hour_ago(stage: Stage, client: TestClient) -> None:
    for at in (0, 10, HOUR + 5):
        stage.show(seen(A, at))
    assert track(client) == [10, HOUR + 5]


def test_an_aircraft_that_has_gone_still_has_its_recent_track(
    stage: Stage, client: TestClient
) -> None:
    stage.show(seen(A, 0))
    stage.show(seen(A, 600, latitude=None, longitude=None), seen(B, 1_200))
    assert client.get(f"/flights/{A}").status_code == 404
    assert track(client) == [0, 600]


def test_the_track_of_an_unknown_aircraft_is_not_found(stage: Stage, client: TestClient) -> None:
    stage.show(seen(A, 0))
    assert client.get("/flights/ffffff/track").status_code == 404


def test_a_track_that_is_posted_on_a_recording_is_told(stage: Stage, client: TestClient) -> None:
    mine, years = "00000d", 100_000_000  # in the partition of A
    for at in (0, 30):
        stage.show(seen(A, at), seen(mine, at + years, source="ingest:field"))
    now = client.get(f"/flights/{mine}").json()["state"]["last_contact"]
    assert now == TIME + 30 + years
    for query in ("", f"?since={TIME - 60}&until={TIME + 60}"):
        points = client.get(f"/flights/{mine}/track{query}").json()["points"]
        assert [point["last_contact"] for point in points] == [now - 30, now]
    earlier = client.get(f"/flights/{mine}/track?since={TIME - 60}&until={TIME - 1}").json()
    assert earlier["points"] == []


def test_a_longer_track_is_continued_from_frames(stage: Stage, client: TestClient) -> None:
    land(stage, *(seen(A, at) for at in (-7_200, -60, 0)))
    for at in (0, 30, 60):
        stage.show(seen(A, at))
    assert track(client, f"since={TIME - 2 * HOUR}") == [-7_200, -60, 0, 30, 60]


def test_a_long_past_is_not_filled_from_frames(stage: Stage, client: TestClient) -> None:
    land(stage, seen(A, -7_200))
    stage.show(seen(A, 0))
    assert track(client, f"since={TIME - 9_000}&until={TIME - 5_000}") == [-7_200]


def test_while_the_lakehouse_sleeps_only_what_is_older_is_refused(
    stage: Stage, client: TestClient
) -> None:
    asleep(stage)
    stage.show(seen(A, 0))
    answer = client.get(f"/flights/{A}/track?since={TIME - 2 * HOUR}")
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    assert track(client, f"since={TIME - 60}") == [0]


def test_frames_are_listed_and_played_back(stage: Stage, client: TestClient) -> None:
    for at in (0, 30):
        stage.show(seen(A, at), seen(B, at, latitude=float(at)))
    assert client.get("/history/frames").json()["times"] == [TIME, TIME + 30]
    body = client.get(f"/history/frames/{TIME}").content
    table = read_ipc_stream(io.BytesIO(body)).read_all()
    assert table["icao24"].to_pylist() == [10, 11]
    assert table["latitude"].to_pylist() == [474_500, 0]


@pytest.mark.parametrize(("time", "status"), [(TIME - 1, 404), ("x", 422), (-1, 422), (1e10, 422)])
def test_a_frame_that_there_is_not_is_a_problem(
    stage: Stage, client: TestClient, time: object, status: int
) -> None:
    stage.show(seen(A, 0))
    assert client.get(f"/history/frames/{time}").status_code == status


def test_a_past_sky_has_the_same_filters_and_formats(stage: Stage, client: TestClient) -> None:
    land(stage, seen(A, 0, callsign="DLH1"), seen(B, 0))
    base = f"/history/snapshot?time={TIME}"
    assert [f["icao24"] for f in client.get(f"{base}&airline=DLH").json()["flights"]] == [A]
    page = client.get(f"{base}&sort=-icao24&limit=1&fields=icao24").json()
    assert page["flights"] == [{"icao24": B}] and page["next"]
    assert client.get(f"{base}&format=csv&fields=icao24").text == f"icao24\r\n{A}\r\n{B}\r\n"
    assert client.get(f"{base}&format=arrow").headers["content-type"].endswith("arrow.stream")


def test_an_airport_tells_who_is_there_while_the_lakehouse_sleeps(
    stage: Stage, client: TestClient
) -> None:
    asleep(stage)
    stage.show(
        place(A, 47.46, 8.55, on_ground=True),
        place(B, 47.7, 8.55, true_track=180.0, baro_altitude=2_000.0),
    )
    body = client.get("/airports/lszh").json()
    assert [one["icao24"] for one in body["on_ground"]] == [A]
    assert [one["icao24"] for one in body["inbound"]] == [B]
    assert "descending towards it" in body["inbound"][0]["evidence"] and body["is_inferred"]
    assert (body["movements"], body["count"]) == (None, None) and "asleep" in body["reason"]


def test_airports_are_found(client: TestClient) -> None:
    body = client.get("/airports?q=ZRH&limit=1").json()
    assert [airport["icao"] for airport in body["airports"]] == ["LSZH"]
