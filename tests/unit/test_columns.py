"""Columns of answers, in both systems of units and as integers."""

from typing import Any

import pytest

from flight_tracker.columns import COLUMNS, IDENTITY, MOTION, quantise
from flight_tracker.enrichment import ENRICHED, Aircraft
from flight_tracker.state_vector import FIELDS
from tests.skies import TIME, state

BOTH = {column.name: column for column in (*IDENTITY, *MOTION)}


def quantised(name: str, units: Any = "si", **changes: Any) -> Any:
    return quantise(BOTH[name], [Aircraft(state(**changes))], units).values[0]


def test_the_columns_are_the_state_vector_and_what_is_inferred() -> None:
    assert tuple(COLUMNS) == (*FIELDS, *ENRICHED)


@pytest.mark.parametrize(
    ("name", "si", "aviation"),
    [
        ("baro_altitude", 3048.0, 10_000.0),
        ("velocity", 257.22, 500.0),
        ("vertical_rate", -5.08, -1_000.0),
        ("true_track", 90.0, 90.0),
        ("geo_altitude", None, None),
    ],
)
def test_aviation_units_are_feet_and_knots(name: str, si: Any, aviation: Any) -> None:
    aircraft = [Aircraft(state(**{name: si}))]
    assert COLUMNS[name].values(aircraft, "aviation") == [aviation]
    assert COLUMNS[name].values(aircraft) == [si]


@pytest.mark.parametrize(
    ("name", "changes", "integer"),
    [
        ("latitude", {"latitude": -47.45678}, -474_568),
        ("altitude", {"baro_altitude": 7.62}, 1),
        ("altitude", {"baro_altitude": None, "geo_altitude": 76.2}, 10),
        ("altitude", {"baro_altitude": 1e6}, 32_767),
        ("true_track", {"true_track": 359.9}, 0),
        ("true_track", {"true_track": 180.0}, 128),
        ("vertical_rate", {"vertical_rate": -0.65024}, -1),
        ("velocity", {"velocity": 99_999.0}, 255),
        ("position_age", {"time_position": TIME - 900}, 255),
        ("position_age", {"time_position": TIME + 9}, 0),
        ("icao24", {"icao24": "~00000a"}, (1 << 24) + 10),
        ("squawk", {"squawk": "7700"}, 0o7700),
        ("callsign", {"callsign": "SWR1"}, b"SWR1    "),
        ("callsign", {"callsign": "LONGER-ONE"}, b"LONGER-ONE"),
        ("velocity", {"velocity": None}, None),
    ],
)
def test_a_value_becomes_a_small_integer(name: str, changes: Any, integer: Any) -> None:
    assert quantised(name, **changes) == integer


def test_the_integer_over_the_scale_is_the_value_in_its_unit() -> None:
    for units, unit, value in (("si", "m", 3048.0), ("aviation", "ft", 10_000.0)):
        column = quantise(BOTH["altitude"], [Aircraft(state(baro_altitude=3048.0))], units)  # type: ignore[arg-type]
        assert column.metadata["unit"] == unit
        assert column.values[0] / float(column.metadata["scale"]) == pytest.approx(value)
