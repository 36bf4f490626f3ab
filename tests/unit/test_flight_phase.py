"""The phase of flight of one state, in Python and in SQL."""

import gzip
import json
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flight_tracker.reference.airports import nearest
from flight_tracker.reference.flight_phase import CASE, flight_phase
from flight_tracker.state_vector import StateVector, from_fields

TRACKS = Path(__file__).resolve().parents[3] / "shared/data/tracks"
FEET, KNOTS, FEET_PER_MINUTE = 0.3048, 0.514444, 0.00508


def state(**fields: Any) -> StateVector:
    who = {"icao24": "3c4864", "last_contact": 1, "snapshot_time": 1, "source": "test"}
    return from_fields({**who, "on_ground": False, **fields})


def test_an_aircraft_on_the_ground_is_on_the_ground() -> None:
    assert flight_phase(state(on_ground=True, vertical_rate=3)) == "ground"


@pytest.mark.parametrize(
    ("rate", "phase"),
    [(9, "climb"), (1.5, "climb"), (1.4, "cruise"), (-1.4, "cruise"), (-1.5, "descent")],
)
def test_the_vertical_rate_tells_the_phase_in_the_air(rate: float, phase: str) -> None:
    assert flight_phase(state(vertical_rate=rate, baro_altitude=9_000)) == phase


def test_without_a_vertical_rate_the_phase_is_unknown() -> None:
    assert flight_phase(state(baro_altitude=9_000)) == "unknown"


def test_without_on_ground_the_phase_is_unknown() -> None:
    assert flight_phase(state(on_ground=None, vertical_rate=-4)) == "unknown"


def test_low_and_down_near_an_airport_is_an_approach() -> None:
    low = state(vertical_rate=-3.5, baro_altitude=900, velocity=75)
    assert flight_phase(low, elevation=430, distance_km=8) == "approach"


def test_low_and_level_near_an_airport_is_an_approach_if_slow() -> None:
    slow = state(vertical_rate=0, baro_altitude=1_200, velocity=95)
    fast = state(vertical_rate=0, baro_altitude=1_200, velocity=200)
    assert flight_phase(slow, elevation=430, distance_km=20) == "approach"
    assert flight_phase(fast, elevation=430, distance_km=20) == "cruise"


def test_low_and_up_near_an_airport_is_a_climb() -> None:
    low = state(vertical_rate=9, baro_altitude=900, velocity=85)
    assert flight_phase(low, elevation=430, distance_km=3) == "climb"


@pytest.mark.parametrize(("altitude", "km"), [(1_500, 8), (900, 26)])
def test_high_or_far_from_the_airport_is_a_descent(altitude: float, km: float) -> None:
    down = state(vertical_rate=-6, baro_altitude=altitude)
    assert flight_phase(down, elevation=430, distance_km=km) == "descent"


def test_without_an_airport_there_is_no_approach() -> None:
    assert flight_phase(state(vertical_rate=-4, baro_altitude=300)) == "descent"


def test_the_geometric_altitude_goes_first() -> None:
    down = state(vertical_rate=-4, baro_altitude=2_000, geo_altitude=900)
    assert flight_phase(down, elevation=0, distance_km=8) == "approach"


def test_sql_says_the_same() -> None:
    columns = ("on_ground", "vertical_rate", "velocity", "baro_altitude", "geo_altitude")
    values: list[tuple[Any, ...]] = [
        (None, True, False),
        (None, -6.0, -1.5, -1.4, 0.0, 1.4, 1.5, 6.0),
        (None, 0.0, 130.0, 131.0),
        (None, 100.0, 1_430.0, 1_431.0),
        (None, 400.0, 9_000.0),
        (None, 430.0),
        (None, 0.0, 25.0, 25.1),
    ]
    names = (*columns, "elevation", "distance_km")
    rows = list(product(*values))
    lists = ", ".join(f"UNNEST(CAST(${n} AS {_kind(n)}[])) AS {n}" for n in names)
    given = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    with duckdb.connect() as database:
        in_sql = database.execute(f"SELECT {CASE} FROM (SELECT {lists})", given).fetchall()
    in_python = [
        flight_phase(
            state(**dict(zip(columns, row, strict=False))), elevation=row[5], distance_km=row[6]
        )
        for row in rows
    ]
    assert [phase for (phase,) in in_sql] == in_python
    assert len(set(in_python)) == 6


def _kind(column: str) -> str:
    return "BOOLEAN" if column == "on_ground" else "DOUBLE"


def test_recorded_movements_at_zurich_are_told_apart() -> None:
    file = TRACKS / "zurich_airport.json.gz"
    if not file.exists():
        pytest.skip("no recorded tracks here")
    with gzip.open(file) as lines:
        phases = Counter(map(_phase, json.load(lines)))
    assert phases["ground"] > 0.75 * phases.total()
    assert min(phases["approach"], phases["climb"]) > 0.005 * phases.total()
    assert phases["unknown"] < 0.02 * phases.total()


def _phase(row: dict[str, Any]) -> str:
    altitude, rate, speed = row["altitude"], row["vertical_rate"], row["groundspeed"]
    found = nearest(row["latitude"], row["longitude"], within_km=25)
    known = state(
        on_ground=row["onground"],
        baro_altitude=None if altitude is None else altitude * FEET,
        vertical_rate=None if rate is None else rate * FEET_PER_MINUTE,
        velocity=None if speed is None else speed * KNOTS,
    )
    if found is None:
        return flight_phase(known)
    return flight_phase(known, elevation=found[0].elevation, distance_km=found[1])
