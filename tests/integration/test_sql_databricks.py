"""SqlReader over Databricks's REST API, against the stand-in warehouse."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.sql_databricks import DatabricksReader
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import Asleep, NotFound, Unavailable
from flight_tracker.history import History
from flight_tracker.state_vector import StateVector
from tests.skies import TIME, Clock, records, state
from tests.warehouse import StandInWarehouse

TOKEN, CLIENT = "dapi-secret", ("principal", "principal-secret")
HTTP_PATH = "/sql/1.0/warehouses/stand-in"


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[StandInWarehouse]:
    with StandInWarehouse(tmp_path, TOKEN, CLIENT) as started:
        yield started


@pytest.fixture
def access(warehouse: StandInWarehouse) -> Warehouse:
    return Warehouse(warehouse.url, HTTP_PATH, token=TOKEN)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reader(access: Warehouse, http: RequestsHttpClient, clock: Clock) -> DatabricksReader:
    return DatabricksReader(access, http, clock)


@pytest.fixture
def lakehouse(access: Warehouse, http: RequestsHttpClient) -> Iterator[DatabricksLakehouse]:
    with closing(DatabricksLakehouse(access, http)) as made:
        made.migrate()
        yield made


def land(lakehouse: DatabricksLakehouse, *states: StateVector) -> None:
    pairs = list(zip(records(*states), states, strict=True))
    body = ParquetTableFormat().encode_states(pairs, "log-1")
    lakehouse.load("flight_states", [("a-file", body)], TIME)


def test_values_have_their_types(reader: DatabricksReader) -> None:
    statement = (
        "SELECT CAST(7 AS BIGINT) AS a, CAST(1.5 AS DOUBLE) AS b, 'x' AS c, true AS d,"
        " DATE'2026-01-31' AS e, CAST(NULL AS DOUBLE) AS f, CAST(3 AS INT) AS g"
    )
    assert reader.query(statement, {}) == [(7, 1.5, "x", True, date(2026, 1, 31), None, 3)]


def test_parameters_have_their_types(reader: DatabricksReader) -> None:
    given = {"a": 7, "b": 1.5, "c": "o'clock", "d": date(2026, 1, 31)}
    assert reader.query("SELECT :a, :b, :c, :d", given) == [tuple(given.values())]


def test_an_answer_may_come_in_parts(reader: DatabricksReader) -> None:
    numbers = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(8))
    assert [n for (n,) in reader.query(f"SELECT n FROM ({numbers}) ORDER BY n", {})] == [*range(8)]


def test_a_track_and_a_snapshot_are_told(
    reader: DatabricksReader, lakehouse: DatabricksLakehouse
) -> None:
    times = (TIME, TIME + 30)
    states = [state(last_contact=t, time_position=t, snapshot_time=t) for t in times]
    land(lakehouse, *states)
    history = History(reader)
    points = history.track(states[0].icao24, TIME, TIME + 60).points
    assert [point.last_contact for point in points] == [TIME, TIME + 30]
    assert history.snapshot(TIME + 29).states == [states[0]]


def test_gold_tables_are_told(reader: DatabricksReader, lakehouse: DatabricksLakehouse) -> None:
    history = History(reader)
    assert history.legs("4b1816", TIME, TIME) == []
    assert history.movements("LSZH", TIME, TIME) == []
    assert history.hourly("all", TIME, TIME) == []


def test_a_sleeping_warehouse_is_not_woken(
    warehouse: StandInWarehouse, reader: DatabricksReader
) -> None:
    warehouse.rest.state = "STOPPED"
    with pytest.raises(Asleep, match="next load"):
        reader.query("SELECT 1", {})
    assert warehouse.rest.asked == [] and warehouse.rest.state == "STOPPED"


def test_it_is_woken_where_that_is_wanted(
    warehouse: StandInWarehouse, access: Warehouse, http: RequestsHttpClient
) -> None:
    warehouse.rest.state = "STOPPED"
    assert DatabricksReader(access, http, wakes=True).query("SELECT 1", {}) == [(1,)]


def test_its_state_is_asked_for_now_and_then_only(
    warehouse: StandInWarehouse, reader: DatabricksReader, clock: Clock
) -> None:
    assert reader.state()[:2] == (True, "running")
    warehouse.rest.state = "STOPPED"
    assert reader.state().is_awake
    clock.now += 60
    assert reader.state()[:2] == (False, "stopped")


def test_a_table_that_is_missing_is_not_found(reader: DatabricksReader) -> None:
    with pytest.raises(NotFound, match="first load"):
        reader.query("SELECT * FROM flights", {})


def test_a_statement_that_fails_is_explained(reader: DatabricksReader) -> None:
    with pytest.raises(Unavailable, match="PARSE_SYNTAX_ERROR"):
        reader.query("SELECT nonsense FROM (SELECT 1 AS a)", {})


def test_a_refused_token_says_what_to_do(access: Warehouse, http: RequestsHttpClient) -> None:
    with pytest.raises(Unavailable, match="DATABRICKS_TOKEN") as raised:
        DatabricksReader(access._replace(token="wrong"), http).query("SELECT 1", {})
    assert "wrong" not in str(raised.value)


def test_a_warehouse_that_was_deleted_is_said_so(
    access: Warehouse, http: RequestsHttpClient
) -> None:
    gone = access._replace(http_path="/sql/1.0/warehouses/another")
    with pytest.raises(Unavailable, match="deleted"):
        DatabricksReader(gone, http).query("SELECT 1", {})


def test_a_service_principal_fetches_a_new_token_when_its_own_is_refused(
    warehouse: StandInWarehouse, access: Warehouse, http: RequestsHttpClient
) -> None:
    reader = DatabricksReader(access._replace(token=None, client=CLIENT), http)
    assert reader.query("SELECT 1", {}) == [(1,)]
    warehouse.tokens.clear()
    assert reader.query("SELECT 2", {}) == [(2,)]
    assert warehouse.issued == 2
