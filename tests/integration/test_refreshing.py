"""Gold tables are made of the days that changed, on every lakehouse."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flight_tracker import lakehouse_status
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Unavailable
from flight_tracker.gold import GOLD_TABLES
from flight_tracker.ports import SqlEngine
from flight_tracker.refreshing import Refresher
from flight_tracker.state_vector import StateVector
from flight_tracker.tables import TABLES
from tests.integration.lakes import Place
from tests.skies import TIME, Clock, records, state

DAY = datetime.fromtimestamp(TIME, UTC).date()
NEXT = DAY + timedelta(days=1)
MIDNIGHT = TIME - TIME % 86_400 + 86_400
AIRPORTS = [("LSZH", "ZRH", "Zürich", "Zurich", "CH", 47.46, 8.55, 432.0)]
AIRLINES = [("SWR", "LX", "Swiss", "SWISS", "Switzerland")]


class Ticking(Clock):
    """A second passes from one look to the next."""

    def __call__(self) -> float:
        self.now += 1
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def refresher(place: Place, clock: Clock) -> Refresher:
    return Refresher(
        sql=place.sql,
        lakehouse=place.lakehouse,
        store=ObstoreObjectStore("memory://"),
        format=ParquetTableFormat(),
        clock=clock,
        reference={"airports": lambda: AIRPORTS, "airlines": lambda: AIRLINES},
    )


def land(place: Place, *states: StateVector, name: str = "log-1") -> None:
    place.lakehouse.migrate()
    pairs = list(zip(records(*states), states, strict=True))
    body = ParquetTableFormat().encode_states(pairs, name)
    place.lakehouse.load("flight_states", [(name, body)], TIME)


def flight(start: int, minutes: int = 10, **more: Any) -> list[StateVector]:
    """In the air, a state a minute."""
    times = (start + minute * 60 for minute in range(minutes))
    return [state(last_contact=t, time_position=t, snapshot_time=t, **more) for t in times]


def legs(place: Place) -> Sequence[tuple[Any, ...]]:
    statement = "SELECT event_date, states FROM flights ORDER BY first_seen"
    return [tuple(row) for row in place.sql.query(statement, {})]


def test_every_gold_table_runs_here(place: Place, refresher: Refresher) -> None:
    land(place, *flight(TIME, squawk="7700"), *flight(TIME + 1800, icao24="abcdef"))
    assert refresher.refresh().days == [DAY.isoformat()]
    for table in GOLD_TABLES:
        columns = ", ".join(column.name for column in TABLES[table].columns)
        rows = place.sql.query(f"SELECT {columns} FROM {table}", {})
        assert rows and all(row[0] == DAY for row in rows)


def test_nothing_is_made_again_while_nothing_changes(place: Place, refresher: Refresher) -> None:
    land(place, *flight(TIME))
    refresher.refresh()
    assert refresher.refresh().days == []


def test_late_states_make_their_day_again(place: Place, refresher: Refresher) -> None:
    flown = flight(TIME)
    land(place, *flown[:3])
    refresher.refresh()
    land(place, *flown[3:], name="late")
    assert refresher.refresh().days == [DAY.isoformat()]
    assert legs(place) == [(DAY, 10)]


def test_a_leg_grows_past_midnight(place: Place, refresher: Refresher) -> None:
    flown = flight(MIDNIGHT - 300)
    land(place, *flown[:5])
    refresher.refresh()
    land(place, *flown[5:], name="next-day")
    assert refresher.refresh().days == [DAY.isoformat(), NEXT.isoformat()]
    assert legs(place) == [(DAY, 10)]


def test_days_that_wait_are_made_by_the_next_refresh(place: Place, refresher: Refresher) -> None:
    land(place, *flight(TIME), *flight(TIME + 3 * 86_400))
    report = replace(refresher, clock=Ticking()).refresh(until=TIME + 2.5)
    assert (len(report.days), report.waiting) == (1, 1)
    assert len(refresher.refresh().days) == 1


def test_a_day_that_was_asked_for_leaves_the_others_waiting(
    place: Place, refresher: Refresher
) -> None:
    land(place, *flight(TIME), *flight(TIME + 86_400))
    report = refresher.refresh(days=[DAY])
    assert (report.days, report.waiting) == ([DAY.isoformat()], 1)
    noted = lakehouse_status.read_refresh(refresher.store)
    assert noted is not None and noted.days_waiting == 1
    assert refresher.refresh().days == [NEXT.isoformat()]


def test_a_day_may_be_made_on_demand(place: Place, refresher: Refresher) -> None:
    land(place, *flight(TIME))
    refresher.refresh()
    assert refresher.refresh(days=[DAY]).days == [DAY.isoformat()]


class Breaking:
    """An engine that gives up at one table."""

    def __init__(self, sql: SqlEngine, table: str) -> None:
        self._sql = sql
        self._table = table
        self.query, self.replace_all = sql.query, sql.replace_all

    def replace_day(self, table: str, statement: str, parameters: Mapping[str, Any]) -> None:
        if table == self._table:
            raise Unavailable("the disk is full")
        self._sql.replace_day(table, statement, parameters)


def test_a_refresh_that_was_broken_off_is_done_again(place: Place, refresher: Refresher) -> None:
    land(place, *flight(TIME))
    with pytest.raises(Unavailable):
        replace(refresher, sql=Breaking(place.sql, "emergencies")).refresh()
    assert refresher.refresh().days == [DAY.isoformat()]
    assert legs(place) == [(DAY, 10)]


def test_reference_tables_are_written_when_they_change(place: Place, refresher: Refresher) -> None:
    refresher.refresh()
    [(name, edition)] = place.sql.query("SELECT name, edition FROM airports", {})
    refresher.reference["airports"] = lambda: [("LSZH", None, "New", "", "CH", 1.0, 2.0, 3.0)]
    refresher.refresh()
    [(renamed, new_edition)] = place.sql.query("SELECT name, edition FROM airports", {})
    assert (name, renamed) == ("Zürich", "New") and edition != new_edition


def test_a_refresh_is_due_by_what_the_last_one_took(
    place: Place, refresher: Refresher, clock: Clock
) -> None:
    assert refresher.is_due()
    replace(refresher, clock=Ticking()).refresh()
    note = lakehouse_status.read_refresh(refresher.store)
    assert note is not None and note.last_refresh_seconds > 0 and not refresher.is_due()
    clock.now = note.last_refresh_at + 20 * note.last_refresh_seconds
    assert refresher.is_due()
