"""The page of a day says what the tables say."""

import html
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flight_tracker import completeness, reports
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
from tools.browser import browser, chromium_path

ZURICH = 47.458, 8.548
DAY = date(2023, 11, 14)
NOON = TIME - TIME % 86_400 + 43_200


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
    rows = []
    for minute in range(10):
        on_ground = minute < 3
        moved = {
            "snapshot_time": NOON + 60 * minute,
            "last_contact": NOON + 60 * minute,
            "time_position": NOON + 60 * minute,
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


def kept(store: ObstoreObjectStore, day: date = DAY) -> bytes:
    stored = store.get(reports.key(day))
    assert stored is not None
    return stored.body


def test_the_page_has_the_days_flights_airports_and_emergencies(
    place: Place, store: ObstoreObjectStore
) -> None:
    report = reporting(place, store).make(DAY)
    assert (report.key, report.flights, report.aircraft) == ("reports/2023-11-14.html", 1, 1)
    body = kept(store)
    assert len(body) == report.bytes
    seen = text(body)
    assert "Flights of 2023-11-14" in seen
    assert re.search(r"LSZH\s+Z[^\d]+ Airport\s+1\s+0", seen)
    assert "7700 emergency" in seen and "SWR<b>7" in seen
    assert b"<b>" not in body


def test_the_totals_are_of_all_states_and_not_of_flights(
    place: Place, store: ObstoreObjectStore
) -> None:
    parked = state("4b0001", snapshot_time=NOON, on_ground=True)
    body = ParquetTableFormat().encode_states([(record(parked, offset=10), parked)], "log-1")
    place.lakehouse.load(FLIGHT_STATES.name, [("b.parquet", body)], TIME)
    report = reporting(place, store).make(DAY)
    assert (report.states, report.aircraft, report.flights) == (11, 2, 1)
    assert re.search(r"aircraft\s+2\s+states\s+11\s+flights\s+1\s", text(kept(store)))


def test_the_cost_is_reckoned_with_the_polls_that_came(
    place: Place, store: ObstoreObjectStore
) -> None:
    reporting(place, store).make(DAY)
    assert "10 polls brought 1 aircraft each" in text(kept(store))


def test_the_page_says_whether_the_day_is_complete(place: Place, store: ObstoreObjectStore) -> None:
    assert reporting(place, store).make(DAY).status == "incomplete"
    seen = text(kept(store))
    assert "The day's data is not complete" in seen
    assert "2,870 of 2,880 polls are missing" in seen
    assert "Made at 2023-11-15 22:13 UTC" in seen


def test_tests_that_passed_are_shown_too(place: Place, store: ObstoreObjectStore) -> None:
    reporting(place, store).make(DAY)
    seen = text(kept(store))
    [(passed, tests)] = re.findall(r"Data quality: (\d+) of (\d+) tests passed", seen)
    assert 0 < int(passed) < int(tests)
    assert seen.count("✓ passed") == int(passed)
    assert re.search(r"impossible speed\s+0\s+10\s+0.00%\s+✓ passed", seen)


def test_traffic_that_is_simulated_is_said_so(place: Place, store: ObstoreObjectStore) -> None:
    reporting(place, store).make(DAY)
    assert "Simulated traffic" not in text(kept(store))
    made_up = state("4b0002", snapshot_time=NOON, source="simulation")
    body = ParquetTableFormat().encode_states([(record(made_up, offset=11), made_up)], "log-1")
    place.lakehouse.load(FLIGHT_STATES.name, [("c.parquet", body)], TIME)
    reporting(place, store).make(DAY)
    assert "Simulated traffic." in text(kept(store))


def test_a_renewed_day_has_its_page_anew_if_it_had_one(
    place: Place, store: ObstoreObjectStore
) -> None:
    reporting(place, store).renew(DAY)
    assert store.get(reports.key(DAY)) is None
    assert completeness.read(store, DAY) is not None
    store.put(reports.key(DAY), b"old")
    reporting(place, store).renew(DAY)
    assert b"Flights of 2023-11-14" in kept(store)


@pytest.mark.parametrize(("width", "theme"), [(1200, "light"), (390, "dark")])
def test_a_browser_shows_the_right_counts(
    place: Place, store: ObstoreObjectStore, tmp_path: Path, width: int, theme: Any
) -> None:
    if chromium_path() is None:
        pytest.skip("no Chromium on the PATH; CHROMIUM may name one")
    reporting(place, store).make(DAY)
    (tmp_path / "report.html").write_bytes(kept(store))
    said: list[str] = []
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
        page.on("console", lambda message: said.append(message.text))
        page.goto((tmp_path / "report.html").as_uri())
        totals = page.locator(".totals dd").all_inner_texts()
        assert totals == ["1", "10", "1", "0", "1", "0", "1"]
        assert page.locator(".chart").first.locator("text.value").all_text_contents() == ["1"]
        assert page.locator(".world path.s1").count() == 1
        assert page.locator(".world path.land").bounding_box()["width"] > 250  # type: ignore[index]
        assert page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []


def test_a_day_without_flights_says_so(place: Place, store: ObstoreObjectStore) -> None:
    report = reporting(place, store).make(date(2023, 1, 1))
    assert report.flights == 0
    stored = store.get(report.key)
    assert stored is not None and "Nothing was seen." in text(stored.body)


def test_before_the_first_load_there_is_no_report(place: Place) -> None:
    with pytest.raises(NotFound):
        reporting(place, ObstoreObjectStore("memory://")).make(DAY)
