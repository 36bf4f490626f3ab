"""The page of a day says what the tables say."""

import html
import re
from datetime import date

import pytest

from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.completing import Completing
from flight_tracker.errors import NotFound
from flight_tracker.reference.airlines import airline_rows
from flight_tracker.reference.airports import airport_rows
from flight_tracker.refreshing import Refresher
from flight_tracker.reporting import Reporting
from flight_tracker.tables import FLIGHT_STATES
from tests.integration.lakes import Place
from tests.skies import TIME, Clock, record, state

ZURICH = 47.458, 8.548
DAY = date(2023, 11, 14)


def text(body: bytes) -> str:
    """What a reader sees."""
    without_style = re.sub(r"<style>.*?</style>", "", body.decode(), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", without_style))


def reporting(place: Place, store: ObstoreObjectStore) -> Reporting:
    completing = Completing(place.sql, store, Clock(TIME + 86_400), lambda source: 30)
    return Reporting(place.sql, store, 30, completing)


@pytest.fixture
def store(place: Place) -> ObstoreObjectStore:
    """A take-off from Zurich with squawk 7700 and a callsign that a browser must not run."""
    noon = TIME - TIME % 86_400 + 43_200
    rows = []
    for minute in range(10):
        on_ground = minute < 3
        moved = {
            "snapshot_time": noon + 60 * minute,
            "last_contact": noon + 60 * minute,
            "time_position": noon + 60 * minute,
            "callsign": "SWR<b>7",
            "squawk": "7700",
            "on_ground": on_ground,
            "baro_altitude": 430.0 if on_ground else 430.0 + 300.0 * minute,
            "latitude": ZURICH[0] + (0.0 if on_ground else 0.01 * minute),
            "longitude": ZURICH[1],
        }
        vector = state("4b1816", **moved)
        rows.append((record(vector, offset=minute), vector))
    place.lakehouse.migrate()
    body = ParquetTableFormat().encode_states(rows, "log-1")
    place.lakehouse.load(FLIGHT_STATES.name, [("a.parquet", body)], TIME)
    made = ObstoreObjectStore("memory://")
    reference = {"airports": airport_rows, "airlines": airline_rows}
    Refresher(
        place.sql, place.lakehouse, made, ParquetTableFormat(), lambda: TIME + 86_400, reference
    ).refresh()
    return made


def test_the_page_has_the_days_flights_airports_and_emergencies(
    place: Place, store: ObstoreObjectStore
) -> None:
    report = reporting(place, store).make(DAY)
    assert (report.key, report.flights, report.aircraft) == ("reports/2023-11-14.html", 1, 1)
    stored = store.get(report.key)
    assert stored is not None and len(stored.body) == report.bytes
    seen = text(stored.body)
    assert "Flights of 2023-11-14" in seen
    assert re.search(r"LSZH\s+Z[^\d]+ Airport\s+1\s+0", seen)
    assert "7700 emergency" in seen and "SWR<b>7" in seen
    assert b"<b>" not in stored.body


def test_a_day_without_flights_says_so(place: Place, store: ObstoreObjectStore) -> None:
    report = reporting(place, store).make(date(2023, 1, 1))
    assert report.flights == 0
    stored = store.get(report.key)
    assert stored is not None and "Nothing was seen." in text(stored.body)


def test_before_the_first_load_there_is_no_report(place: Place) -> None:
    with pytest.raises(NotFound):
        reporting(place, ObstoreObjectStore("memory://")).make(DAY)
