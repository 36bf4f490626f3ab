"""The contract of SqlEngine: the same questions and changes on every lakehouse."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.ports import SqlEngine
from flight_tracker.tables import TABLES
from tests.integration.lakes import Place
from tests.skies import TIME, records, state

DAY = datetime.fromtimestamp(TIME, UTC).date()
NEXT = DAY + timedelta(days=1)
ONE = "SELECT :day AS event_date, 'all' AS source, 'null' AS test, {} AS affected, 10 AS checked, "
AIRPORTS = [
    ("LSZH", "ZRH", "Zürich's", "Zurich", "CH", 47.4582, 8.5555, 432.0, "e1"),
    ("ZZZZ", None, "", "", "", -90.0, 180.0, -3.5, "e1"),
]


@pytest.fixture
def sql(place: Place) -> SqlEngine:
    place.lakehouse.migrate()
    return place.sql


def land(place: Place, count: int, *, at: int = TIME, first: int = 0, log: str = "log-1") -> None:
    states = [state(f"{number:06x}", snapshot_time=at) for number in range(count)]
    pairs = list(zip(records(*states, first=first), states, strict=True))
    body = ParquetTableFormat().encode_states(pairs, log)
    place.lakehouse.load("flight_states", [(f"{log}-{first}", body)], TIME)


def make(sql: SqlEngine, day: date, affected: int) -> None:
    sql.replace_day("data_quality", f"{ONE.format(affected)} 'abc123' AS example", {"day": day})


def quality(sql: SqlEngine) -> list[tuple[Any, ...]]:
    statement = "SELECT event_date, affected FROM data_quality ORDER BY event_date, affected"
    return [tuple(row) for row in sql.query(statement, {})]


def test_an_empty_table_has_no_rows(sql: SqlEngine) -> None:
    assert sql.query("SELECT icao24 FROM flight_states", {}) == []


def test_rows_that_were_loaded_are_found_by_parameters(place: Place, sql: SqlEngine) -> None:
    land(place, 3)
    statement = "SELECT icao24, event_date, latitude FROM flight_states WHERE icao24 = :icao24"
    rows = sql.query(statement, {"icao24": "000002"})
    assert [tuple(row) for row in rows] == [("000002", DAY, state("000002").latitude)]


def test_each_question_sees_what_was_committed_before_it(place: Place, sql: SqlEngine) -> None:
    count = "SELECT count(*) FROM flight_states"
    land(place, 2)
    assert [tuple(row) for row in sql.query(count, {})] == [(2,)]
    land(place, 3, first=2)
    assert [tuple(row) for row in sql.query(count, {})] == [(5,)]


def test_a_day_is_replaced_and_the_others_stay(sql: SqlEngine) -> None:
    make(sql, DAY, 1)
    make(sql, NEXT, 2)
    make(sql, DAY, 3)
    assert quality(sql) == [(DAY, 3), (NEXT, 2)]


def test_a_day_may_become_empty(sql: SqlEngine) -> None:
    make(sql, DAY, 1)
    nothing = f"{ONE.format(1)} 'abc123' AS example FROM flight_states"
    sql.replace_day("data_quality", nothing, {"day": DAY})
    assert quality(sql) == []


def test_a_table_may_be_made_from_itself(sql: SqlEngine) -> None:
    make(sql, DAY, 1)
    more = (
        "SELECT event_date, source, test, affected + 1 AS affected, checked, example "
        "FROM data_quality"
    )
    sql.replace_day("data_quality", more, {"day": DAY})
    assert quality(sql) == [(DAY, 2)]


def test_a_whole_table_is_replaced(sql: SqlEngine) -> None:
    for rows in ([("XXXX", *AIRPORTS[0][1:])], AIRPORTS):
        sql.replace_all("airports", ParquetTableFormat().encode_table(TABLES["airports"], rows))
    rows = sql.query("SELECT * FROM airports ORDER BY icao", {})
    assert [tuple(row) for row in rows] == AIRPORTS


def test_a_table_that_is_not_there_is_said_to_be_missing(place: Place) -> None:
    with pytest.raises(NotFound, match="flights"):
        place.sql.query("SELECT * FROM flights", {})


def test_a_wrong_statement_is_no_traceback(sql: SqlEngine) -> None:
    with pytest.raises(Unavailable, match="nonsense"):
        sql.query("SELECT nonsense FROM flight_states", {})


def test_a_value_is_never_part_of_the_statement(place: Place, sql: SqlEngine) -> None:
    land(place, 1)
    value = "' OR 1 = 1 --"
    statement = "SELECT icao24 FROM flight_states WHERE icao24 = :value"
    assert list(sql.query(statement, {"value": value})) == []
