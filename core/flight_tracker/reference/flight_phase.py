"""Which part of its flight an aircraft is in, from one state.

One state cannot tell a turn in the pattern from a cruise, so the rule is coarse on purpose, and so
plain that SQL can repeat it: `CASE` below. The definition of the phases follows ICAO's common
taxonomy (CAST/ICAO, "Phase of flight"); the limits were chosen on recorded tracks:
`docs/reference-data.md`.
"""

from typing import Final, Literal

from flight_tracker.state_vector import StateVector

FlightPhase = Literal["ground", "climb", "cruise", "descent", "approach", "unknown"]

LEVEL_RATE: Final = 1.5
"""m/s (300 ft/min). Slower up or down is level flight: noise, or a correction."""

APPROACH_HEIGHT: Final = 1000.0
"""m above the airport (3,300 ft): about where the final approach begins."""

APPROACH_DISTANCE: Final = 25.0
"""km from the airport: the way of a 3° slope from that height, and a base leg."""

APPROACH_VELOCITY: Final = 130.0
"""m/s (250 kt), the limit below 10,000 ft: level and slower near an airport is an approach."""

CASE: Final = f"""\
CASE
    WHEN on_ground IS NULL THEN 'unknown'
    WHEN on_ground THEN 'ground'
    WHEN vertical_rate IS NULL THEN 'unknown'
    WHEN vertical_rate >= {LEVEL_RATE} THEN 'climb'
    WHEN COALESCE(geo_altitude, baro_altitude) - elevation <= {APPROACH_HEIGHT}
        AND distance_km <= {APPROACH_DISTANCE}
        AND (vertical_rate <= -{LEVEL_RATE} OR velocity <= {APPROACH_VELOCITY}) THEN 'approach'
    WHEN vertical_rate <= -{LEVEL_RATE} THEN 'descent'
    ELSE 'cruise'
END"""
"""The same in SQL, over the columns of `flight_states`, and `elevation` and `distance_km` of the
nearest airport, which may be NULL."""


def flight_phase(
    state: StateVector, *, elevation: float | None = None, distance_km: float | None = None
) -> FlightPhase:
    """`elevation` (m) of the nearest airport and the distance to it tell an approach from a
    descent; without them there is none. Level flight is cruise, at any height.

    Unknown without `on_ground` or, in the air, without `vertical_rate`.
    """
    if state.on_ground is None:
        return "unknown"
    if state.on_ground:
        return "ground"
    rate = state.vertical_rate
    if rate is None:
        return "unknown"
    if rate >= LEVEL_RATE:
        return "climb"
    is_descending = rate <= -LEVEL_RATE
    if _is_near(state, elevation, distance_km) and (is_descending or _is_slow(state)):
        return "approach"
    return "descent" if is_descending else "cruise"


def _is_near(state: StateVector, elevation: float | None, distance_km: float | None) -> bool:
    # The barometric altitude knows nothing of the day's pressure, which is worth up to 300 m.
    altitude = state.baro_altitude if state.geo_altitude is None else state.geo_altitude
    if altitude is None or elevation is None or distance_km is None:
        return False
    return altitude - elevation <= APPROACH_HEIGHT and distance_km <= APPROACH_DISTANCE


def _is_slow(state: StateVector) -> bool:
    return state.velocity is not None and state.velocity <= APPROACH_VELOCITY
