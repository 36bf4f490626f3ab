"""What the API tells of the past, from real Delta tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from flight_api import readers
from flight_tracker import lakehouse_status
from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.sql_embedded import EmbeddedSql
from flight_tracker.errors import Asleep
from flight_tracker.history import History
from flight_tracker.lakehouse_status import LakehouseStatus
from flight_tracker.ports import WarehouseState
from flight_tracker.state_vector import FIELDS, StateVector
from flight_tracker.table import Table
from flight_tracker.tables import TABLES
from tests.integration.api_stage import Stage
from tests.skies import TIME, records, state

PROBLEM = "application/problem+json"
HOUR = 3_600
MIDNIGHT = TIME - TIME % 86_400
DAY = datetime.fromtimestamp(TIME, UTC).date()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(lake=str(tmp_path / "lake"))


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def land(stage: Stage, *states: StateVector, log: str = "log-1") -> None:
    lakehouse = EmbeddedLakehouse(stage.lake)
    lakehouse.migrate()
    pairs = list(zip(records(*states), states, strict=True))
    lakehouse.load("flight_states", [(log, ParquetTableFormat().encode_states(pairs, log))], TIME)


def seen(icao24: str, at: int, **changes: Any) -> StateVector:
    return state(icao24, last_contact=at, time_position=at, snapshot_time=at, **changes)


def make(stage: Stage, table: str, **values: Any) -> None:
    """One row of a gold table; what is not given is null."""
    EmbeddedLakehouse(stage.lake).migrate()
    given = {"event_date": DAY.isoformat(), **values}
    EmbeddedSql(stage.lake).replace_day(table, _select(TABLES[table], given), {"day": DAY})


def _select(table: Table, values: dict[str, Any]) -> str:
    return "SELECT " + ", ".join(
        f"{_literal(values.get(column.name))} AS {column.name}" for column in table.columns
    )


def _literal(value: Any) -> str:
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def filled(lake: str) -> Stage:
    """Every endpoint has something to tell."""
    stage = Stage(lake=lake)
    stage.note(snapshot_time=TIME, published=1)
    stage.show(state("4b1816"), *(state(f"{number:06x}") for number in range(1, 40)))
    land(stage, state("4b1816"))
    leg = {"first_seen": TIME - 60, "last_seen": TIME, "duration_s": 60, "states": 9}
    make(stage, "flights", icao24="4b1816", **leg)
    make(stage, "movements", time=TIME, kind="landing", icao24="4b1816", airport="LSZH")
    hour = {"hour": TIME - TIME % HOUR, "aircraft": 1, "states": 9, "airborne": 1, "on_ground": 0}
    make(stage, "traffic_hourly", dimension="country", value="Chad", **hour)
    return stage


def test_a_track_is_in_the_order_of_time(stage: Stage, client: TestClient) -> None:
    land(stage, *(seen("4b1816", TIME + n) for n in (30, 0, 60)), seen("abcdef", TIME))
    answer = client.get(f"/flights/4B1816/track?since={TIME}&until={TIME + 60}").json()
    assert [point["last_contact"] - TIME for point in answer["points"]] == [0, 30, 60]
    assert (answer["icao24"], answer["count"], answer["is_cut"]) == ("4b1816", 3, False)


def test_a_track_ends_where_it_was_asked_to(stage: Stage, client: TestClient) -> None:
    land(stage, *(seen("4b1816", TIME + n) for n in (0, 30, 60)))
    answer = client.get(f"/flights/4b1816/track?since={TIME + 1}&until={TIME + 59}").json()
    assert [point["last_contact"] - TIME for point in answer["points"]] == [30]


def test_a_state_from_two_logs_is_one_point(stage: Stage, client: TestClient) -> None:
    for log in ("log-1", "log-2"):
        land(stage, seen("4b1816", TIME), log=log)
    answer = client.get(f"/flights/4b1816/track?since={TIME}&until={TIME}").json()
    assert answer["count"] == 1


def test_a_track_passes_midnight(stage: Stage, client: TestClient) -> None:
    land(stage, seen("4b1816", MIDNIGHT - 10), seen("4b1816", MIDNIGHT + 10))
    answer = client.get(f"/flights/4b1816/track?since={MIDNIGHT - 60}&until={MIDNIGHT + 60}")
    assert answer.json()["count"] == 2


def test_a_moment_may_be_written_with_its_zone(stage: Stage, client: TestClient) -> None:
    land(stage, seen("4b1816", TIME))
    moment = datetime.fromtimestamp(TIME, UTC).isoformat()
    query = {"since": moment, "until": moment.replace("+00:00", "Z")}
    assert client.get("/flights/4b1816/track", params=query).json()["count"] == 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("since=yesterday", "since"),
        ("since=2026-01-31T12:00:00", "since"),
        ("until=1e9", "until"),
        ("since=-1", "since"),
        ("since=20&until=10", "since"),
        ("since=0&until=1000000", "since"),
    ],
)
def test_a_wrong_moment_is_named(client: TestClient, query: str, names: str) -> None:
    answer = client.get(f"/flights/4b1816/track?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert answer.json()["errors"][0]["parameter"] == names


@pytest.mark.parametrize(
    "moment",
    [
        "2023-11-14x22:13:20Z",
        "2023-W46-2T22:13:20Z",
        "20231114T221320Z",
        "2023-11-14T22:13:20%2B00",
        "2023-11-14T22:13Z",
        "2023-11-31T22:13:20Z",
        "2023-11-14T22:13:20",
        "2023-11-14T22:13:20Z%0A",
    ],
)
def test_what_only_looks_like_rfc_3339_is_refused(client: TestClient, moment: str) -> None:
    answer = client.get(f"/flights/4b1816/track?since={moment}")
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "since")


@pytest.mark.parametrize(
    "moment",
    ["2023-11-14T22:13:20Z", "2023-11-14t22:13:20.5z", "2023-11-14 23:13:20%2B01:00", str(TIME)],
)
def test_rfc_3339_has_several_ways_to_say_the_same(moment: str) -> None:
    assert readers.moment(unquote(moment)) == TIME


def test_a_wrong_address_is_refused(client: TestClient) -> None:
    assert client.get("/flights/xyz/track").status_code == 422


def test_a_snapshot_is_the_newest_state_of_each_aircraft_then(
    stage: Stage, client: TestClient
) -> None:
    land(
        stage,
        *(seen("4b1816", TIME + n, velocity=float(n)) for n in (0, 30, 60)),
        seen("abcdef", TIME - 200),
        seen("0ffff0", TIME - 400),
    )
    answer = client.get(f"/history/snapshot?time={TIME + 45}").json()
    assert {f["icao24"]: f["velocity"] for f in answer["flights"]} == {
        "4b1816": 30.0,
        "abcdef": state().velocity,
    }
    assert tuple(answer["flights"][0]) == FIELDS and answer["snapshot_time"] == TIME + 30


def test_a_snapshot_takes_the_filters_of_the_current_sky(stage: Stage, client: TestClient) -> None:
    land(stage, seen("4b1816", TIME, latitude=10.0), seen("abcdef", TIME, latitude=60.0))
    answer = client.get(f"/history/snapshot?time={TIME}&bbox=50,-180,70,180").json()
    assert [flight["icao24"] for flight in answer["flights"]] == ["abcdef"]


def test_a_snapshot_of_a_time_without_states_is_not_found(stage: Stage, client: TestClient) -> None:
    land(stage, seen("4b1816", TIME))
    for time in (TIME - HOUR, TIME + HOUR, 0):
        answer = client.get(f"/history/snapshot?time={time}")
        assert (answer.status_code, answer.headers["content-type"]) == (404, PROBLEM)
    nobody = client.get(f"/history/snapshot?time={TIME}&country=Chad").json()
    assert (nobody["snapshot_time"], nobody["count"]) == (TIME, 0)


def test_legs_are_those_that_touch_the_time(stage: Stage, client: TestClient) -> None:
    leg = {"first_seen": TIME, "last_seen": TIME + HOUR, "duration_s": HOUR, "states": 9}
    make(stage, "flights", icao24="4b1816", departure="LSZH", **leg)
    for since, count in ((TIME + HOUR, 1), (TIME + HOUR + 1, 0)):
        answer = client.get(f"/flights/4b1816/legs?since={since}&until={since + 9}").json()
        assert answer["count"] == count
    answer = client.get(f"/flights/4b1816/legs?since={TIME}&until={TIME}").json()
    assert (answer["legs"][0]["departure"], answer["legs"][0]["arrival"]) == ("LSZH", None)


def test_an_airport_tells_its_movements(stage: Stage, client: TestClient) -> None:
    make(stage, "movements", time=TIME, icao24="4b1816", kind="landing", airport="LSZH")
    answer = client.get(f"/airports/lszh?since={TIME}&until={TIME}").json()
    assert answer["airport"]["icao"] == "LSZH" and 47 < answer["airport"]["latitude"] < 48
    assert [(m["kind"], m["icao24"]) for m in answer["movements"]] == [("landing", "4b1816")]


def test_an_airport_that_does_not_exist_is_not_found(stage: Stage, client: TestClient) -> None:
    answer = client.get("/airports/QQQQ")
    assert answer.status_code == 404 and "QQQQ" in answer.json()["detail"]


def test_hours_are_told_by_their_dimension(stage: Stage, client: TestClient) -> None:
    numbers = {"aircraft": 3, "states": 9, "airborne": 2, "on_ground": 1}
    make(stage, "traffic_hourly", hour=MIDNIGHT, dimension="country", value="Chad", **numbers)
    answer = client.get(f"/stats/hourly?dimension=country&since={MIDNIGHT}&until={TIME}").json()
    assert [(hour["value"], hour["aircraft"]) for hour in answer["hours"]] == [("Chad", 3)]
    assert client.get(f"/stats/hourly?since={MIDNIGHT}&until={TIME}").json()["hours"] == []


def test_an_unknown_dimension_is_named(client: TestClient) -> None:
    answer = client.get("/stats/hourly?dimension=colour")
    assert answer.status_code == 422 and "country" in answer.json()["detail"]


def test_before_the_first_load_only_history_is_missing(stage: Stage, client: TestClient) -> None:
    stage.show(state())
    answer = client.get(f"/flights/4b1816/track?since={TIME - 2 * HOUR}")
    assert (answer.status_code, answer.headers["content-type"]) == (503, PROBLEM)
    assert int(answer.headers["retry-after"]) > 0 and "first load" in answer.json()["detail"]
    assert client.get("/flights/current").json()["count"] == 1


def test_the_status_tells_how_many_files_wait(stage: Stage, client: TestClient) -> None:
    folder = "landing/flight_states/log/00000"
    for name in ("1", "2", "3"):
        stage.store.put(f"{folder}/{name}.parquet", b"x")
    until = {folder: f"{folder}/1.parquet"}
    status = LakehouseStatus(lakehouse="embedded", interval=60, loaded_until=until)
    lakehouse_status.write(stage.store, status)
    assert client.get("/databricks/status").json()["waiting_files"] == 2


class Sleeping:
    """A warehouse that is not to be woken."""

    def query(self, statement: str, parameters: object) -> list[tuple[Any, ...]]:
        raise Asleep("the SQL warehouse is asleep; it wakes with the next load")

    def state(self) -> WarehouseState:
        return WarehouseState(False, "stopped", 0.1)


def test_a_sleeping_warehouse_is_asked_again_after_the_next_load(stage: Stage) -> None:
    stage.app.state.services.history = lambda: History(Sleeping())
    status = LakehouseStatus(lakehouse="databricks", interval=600, last_load_at=2e9)
    lakehouse_status.write(stage.store, status)
    with stage.client() as client:
        answer = client.get("/flights/4b1816/legs")
        told = client.get("/databricks/status").json()
    assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 600
    assert (told["reachable"], told["warehouse"], told["latency_seconds"]) == (True, "stopped", 0.1)


def test_a_store_that_is_taken_away_is_not_an_empty_past(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    stage = Stage(store=ObstoreObjectStore(str(folder)), lake=str(tmp_path / "lake"))
    stage.show(state())
    with stage.client() as client:
        assert client.get("/history/frames").json()["times"] == [TIME]
        folder.rename(tmp_path / "gone")
        stage.now += 1
        assert client.get("/history/frames").status_code == 503
        assert client.get("/flights/current").headers["X-Stale"]
        health = client.get("/health")
        assert (health.status_code, health.json()["components"]["live_view"]["status"]) == (
            503,
            "down",
        )
