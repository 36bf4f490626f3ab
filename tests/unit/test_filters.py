"""Which aircraft fit."""

from typing import Any

import pytest

from flight_tracker.filters import Filter
from flight_tracker.geo import BoundingBox
from flight_tracker.sky_index import Circle, SkyIndex
from tests.skies import state

HERE, THERE = BoundingBox(46, 7, 48, 9), Circle(0.0, 0.0, 1_000.0)
SKY = SkyIndex(
    [
        state("3c0001", callsign="DLH1", origin_country="Germany", category=4),
        state("4b0002", callsign="SWR2", squawk="7700", baro_altitude=500.0),
        state("4b0003", callsign=None, on_ground=True, baro_altitude=None, geo_altitude=None),
        state("a00004", origin_country=None, latitude=0.0, longitude=0.0, source="my-radar"),
        state("a00005", callsign="swr2x", on_ground=None, vertical_rate=9.0),
    ]
)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({}, "12345"),
        ({"box": HERE}, "1235"),
        ({"circle": THERE}, "4"),
        ({"box": HERE, "circle": THERE}, ""),
        ({"icao24": {"4b0003", "3c0001", "ffffff"}}, "13"),
        ({"icao24": {"a00004", "3c0001"}, "circle": THERE}, "4"),
        ({"icao24": {"a00004", "3c0001"}, "box": HERE}, "1"),
        ({"callsign": "swr2"}, "25"),
        ({"airline": {"DLH"}}, "1"),
        ({"airline": {"DLH", "SWR"}}, "124"),
        ({"airline": {"BAW"}}, ""),
        ({"country": {"DE"}}, "1"),
        ({"country": {"US", "DE"}}, "145"),
        ({"country": {"CH"}}, "235"),
        ({"country": {"NL"}}, ""),
        ({"on_ground": True}, "3"),
        ({"on_ground": False}, "124"),
        ({"min_altitude": 500.0}, "1245"),
        ({"max_altitude": 500.0}, "2"),
        ({"min_altitude": 501.0, "max_altitude": 1943.1}, "145"),
        ({"squawk": {"7700"}}, "2"),
        ({"emergency": True}, "2"),
        ({"emergency": False}, "1345"),
        ({"category": {4, 5}}, "1"),
        ({"source": {"my-radar"}}, "4"),
        ({"phase": {"ground"}}, "3"),
        ({"phase": {"unknown"}}, "5"),
        ({"callsign": "SWR", "emergency": True}, "2"),
    ],
)
def test_all_conditions_are_to_hold(conditions: dict[str, Any], expected: str) -> None:
    sets = {k: frozenset(v) if isinstance(v, set) else v for k, v in conditions.items()}
    found = Filter(**sets).select(SKY)
    assert "".join(one.state.icao24[-1] for one in found) == expected
