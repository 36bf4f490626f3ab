"""Who is at an airport, inferred from how it moves."""

from typing import Any

import pytest

from flight_tracker.airport_traffic import Traffic, traffic
from flight_tracker.reference import airports
from flight_tracker.sky_index import SkyIndex
from tests.skies import state

ZURICH = airports.by_icao("LSZH")


def around(**changes: Any) -> Traffic:
    """One aircraft north of Zurich, by default 30 km away, descending southward."""
    fields = {
        "latitude": 47.4647 + 0.27,
        "longitude": 8.54917,
        "true_track": 180.0,
        "vertical_rate": -6.0,
        "baro_altitude": 2_500.0,
        "velocity": 150.0,
    }
    assert ZURICH is not None
    return traffic(SkyIndex([state(**(fields | changes))]), ZURICH)


def role(**changes: Any) -> str | None:
    found = around(**changes)
    names = [name for name in ("inbound", "outbound", "on_ground") if getattr(found, name)]
    assert len(names) <= 1
    return names[0] if names else None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "inbound"),
        ({"true_track": 220.0}, "inbound"),
        ({"true_track": 90.0}, None),
        ({"true_track": 0.0}, None),
        ({"vertical_rate": 6.0, "true_track": 0.0}, "outbound"),
        ({"vertical_rate": 6.0}, None),
        ({"vertical_rate": 0.0}, None),
        ({"vertical_rate": None}, None),
        ({"baro_altitude": 9_000.0}, None),
        ({"baro_altitude": None, "geo_altitude": None}, None),
        ({"velocity": None}, None),
        ({"latitude": 49.0}, None),
        ({"latitude": 47.47, "on_ground": True}, "on_ground"),
        ({"latitude": 47.7, "on_ground": True}, None),
        ({"latitude": 47.5, "true_track": 0.0, "baro_altitude": 900.0}, "inbound"),
    ],
)
def test_a_role_follows_from_place_and_movement(
    changes: dict[str, Any], expected: str | None
) -> None:
    assert role(**changes) == expected


def test_whoever_is_on_the_ground_of_the_field_beside_is_not_here() -> None:
    assert role(latitude=47.3986, longitude=8.6482, on_ground=True) is None


def test_whoever_flies_towards_the_field_beside_is_not_inbound() -> None:
    paris = airports.by_icao("LFPG"), airports.by_icao("LFPO")
    one = state(latitude=48.85, longitude=2.9, true_track=255.0, baro_altitude=1_800.0)
    found = [traffic(SkyIndex([one]), place).inbound for place in paris if place]
    assert [len(rows) for rows in found] == [0, 1]


def test_the_evidence_and_the_least_time_are_told() -> None:
    (one,) = around().inbound
    assert one.evidence == "descending towards it, 30 km away, 2068 m above it"
    assert one.eta_seconds is not None and 195 < one.eta_seconds < 205
