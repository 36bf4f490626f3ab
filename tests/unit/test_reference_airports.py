"""Airports: what the table holds, and which one is the nearest."""

import random
import subprocess
import sys

import pytest

from flight_tracker import gold
from flight_tracker.geo import distance
from flight_tracker.reference.airports import (
    UNLISTED_KM,
    Airport,
    all_airports,
    by_icao,
    nearest,
)


def every_distance(latitude: float, longitude: float) -> list[float]:
    """To all airports, km, the slow way."""
    return [
        distance(latitude, longitude, airport.latitude, airport.longitude) / 1000
        for airport in all_airports().values()
    ]


def test_an_airport_is_found_by_its_code() -> None:
    zurich = by_icao("LSZH")
    assert zurich is not None
    assert (zurich.iata, zurich.country) == ("ZRH", "CH")
    assert zurich.latitude == pytest.approx(47.458, abs=0.01)
    assert zurich.longitude == pytest.approx(8.548, abs=0.01)


def test_elevations_are_in_metres() -> None:
    la_paz = by_icao("SLLP")
    assert la_paz is not None and la_paz.elevation == pytest.approx(4_060, abs=15)


def test_an_unknown_code_is_no_airport() -> None:
    assert by_icao("QQQQ") is None


def test_the_world_is_there() -> None:
    airports = all_airports().values()
    assert len(airports) > 25_000
    assert len({airport.country for airport in airports}) > 200
    assert all(abs(a.latitude) <= 90 and abs(a.longitude) <= 180 for a in airports)


def test_private_strips_are_told_from_location_indicators() -> None:
    listed = [airport for airport in all_airports().values() if airport.is_listed]
    assert 5_000 < len(listed) < len(all_airports())
    assert all(len(airport.icao) == 4 for airport in listed)


def test_the_airport_under_an_aircraft_is_the_nearest() -> None:
    found = nearest(47.46, 8.55, within_km=5)
    assert found is not None
    assert found[0].icao == "LSZH" and found[1] < 1


def test_nothing_is_near_in_the_middle_of_the_pacific() -> None:
    assert nearest(-48.9, -123.4, within_km=1_000) is None


def test_the_limit_is_kept() -> None:
    zurich = by_icao("LSZH")
    assert zurich is not None
    _, km = nearest(47.0, 7.0, within_km=100) or (zurich, -1.0)
    assert nearest(47.0, 7.0, within_km=km + 1e-6) is not None
    assert nearest(47.0, 7.0, within_km=km - 1e-6) is None


def test_the_search_crosses_the_antimeridian() -> None:
    for icao, longitude in (("NFNM", 179.999), ("NFNM", -179.999)):
        matei = by_icao(icao)
        assert matei is not None
        found = nearest(matei.latitude, longitude, within_km=200)
        expected = min(every_distance(matei.latitude, longitude))
        assert found is not None and found[1] == pytest.approx(expected)


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 0), (-90, 120), (89.5, -170)])
def test_the_search_goes_around_the_poles(latitude: float, longitude: float) -> None:
    found = nearest(latitude, longitude, within_km=3_000)
    expected = min(every_distance(latitude, longitude))
    assert found is not None and found[1] == pytest.approx(expected)


def test_the_grid_finds_what_looking_at_all_finds() -> None:
    draw = random.Random(1)
    for _ in range(12):
        latitude, longitude = draw.uniform(-85, 85), draw.uniform(-180, 180)
        found: tuple[Airport | None, float]
        found = nearest(latitude, longitude, within_km=300) or (None, 301.0)
        assert found[1] == pytest.approx(min(301.0, *every_distance(latitude, longitude)))


@pytest.mark.parametrize(
    ("place", "plain", "likely"),
    [
        pytest.param((47.43, 8.62), "LSMD", "LSZH", id="between a strip and an airport"),
        pytest.param((47.40, 8.65), "LSMD", "LSMD", id="over the strip"),
        pytest.param((47.46, 8.55), "LSZH", "LSZH", id="over the airport"),
    ],
)
def test_a_strip_has_to_be_much_nearer_than_an_airport(
    place: tuple[float, float], plain: str, likely: str
) -> None:
    found = [nearest(*place, within_km=25, unlisted_km=km) for km in (0.0, UNLISTED_KM)]
    assert [one[0].icao for one in found if one] == [plain, likely]


def test_the_distance_is_the_true_one_and_within_the_limit() -> None:
    found = nearest(47.40, 8.65, within_km=0.5, unlisted_km=UNLISTED_KM)
    assert found is not None and found[1] < 0.5


def test_the_gold_tables_judge_strips_the_same() -> None:
    assert f"{UNLISTED_KM:g} AS unlisted_km" in gold.statement("flights")


def test_importing_the_module_loads_no_table() -> None:
    program = (
        "import sys; import flight_tracker.reference.airports as a;"
        "print('airportsdata' in sys.modules, a.all_airports.cache_info().currsize)"
    )
    command = [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {program}"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert answer.stdout.split() == ["False", "0"]
