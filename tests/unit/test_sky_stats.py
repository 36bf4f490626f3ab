"""Statistics of the whole sky."""

from typing import Any

import pytest

from flight_tracker.enrichment import altitude
from flight_tracker.feed import Feed
from flight_tracker.live_view import Sky
from flight_tracker.sky_stats import Stats, stats
from flight_tracker.state_vector import StateVector
from tests.skies import TIME, state

A, B, C = "00000a", "00000b", "00000c"


def summary(*states: StateVector, **changes: Any) -> Stats:
    return stats(Sky(TIME, list(states)), Feed(source="opensky"), **changes)


def test_totals_keep_the_unknown_apart() -> None:
    on_ground = [False, False, True, None]
    found = summary(*(state(f"{n:06x}", on_ground=on) for n, on in enumerate(on_ground)))
    assert (found.total, found.airborne, found.on_ground, found.unknown) == (4, 2, 1, 1)
    assert (found.snapshot_time, found.source) == (TIME, "opensky")


def test_countries_and_sources_are_counted_the_most_frequent_first() -> None:
    found = summary(
        state(A, origin_country="Chile"),
        state(B, origin_country=None, source="my-radar"),
        state(C, origin_country="Chile"),
        state("00000d", origin_country=""),
        state("00000e", origin_country="Chile"),
    )
    assert list(found.by_country.items()) == [("Chile", 3), ("unknown", 2)]
    assert list(found.by_source.items()) == [("opensky", 4), ("my-radar", 1)]


def test_heights_fall_into_bands_and_parked_aircraft_do_not() -> None:
    heights = [-76.0, 0.0, 2_999.9, 3_000.0, 12_000.0, 28_560.0]
    airborne = [state(f"{n:06x}", baro_altitude=h) for n, h in enumerate(heights)]
    found = summary(*airborne, state(A, on_ground=True, baro_altitude=100.0))
    bands = [(b.min_altitude, b.max_altitude, b.count) for b in found.altitude_bands]
    assert bands == [
        (0, 3_000, 3),
        (3_000, 6_000, 1),
        (6_000, 9_000, 0),
        (9_000, 12_000, 0),
        (12_000, None, 2),
    ]


def test_an_unknown_height_is_in_no_band() -> None:
    found = summary(state(A, baro_altitude=None, geo_altitude=None), state(B))
    assert (found.without_altitude, sum(b.count for b in found.altitude_bands)) == (1, 1)


def test_the_fastest_and_highest_are_the_first_few() -> None:
    several = [state(f"{n:06x}", velocity=float(n), baro_altitude=100.0 - n) for n in range(5)]
    unknown = state(A, velocity=None, baro_altitude=None, geo_altitude=None)
    found = summary(*several, unknown, top=2)
    assert [s.velocity for s in found.fastest] == [4.0, 3.0]
    assert [altitude(s) for s in found.highest] == [100.0, 99.0]


@pytest.mark.parametrize(
    ("squawk", "meaning"),
    [("7500", "unlawful interference"), ("7600", "radio failure"), ("7700", "emergency")],
)
def test_an_emergency_is_named(squawk: str, meaning: str) -> None:
    (only,) = summary(state(A, squawk=squawk), state(B), state(C, squawk=None)).emergencies
    assert (only.meaning, only.state.icao24) == (meaning, A)


def test_the_age_in_the_middle_is_told() -> None:
    ages = [0, 10, 300]
    found = summary(*(state(f"{n:06x}", time_position=TIME - n) for n in ages))
    assert found.median_position_age == 10


def test_an_empty_sky_has_statistics_too() -> None:
    found = stats(Sky(None, []), Feed())
    assert (found.total, found.median_position_age, found.fastest) == (0, None, [])
    assert (found.by_country, found.source, found.snapshot_time) == ({}, None, None)
