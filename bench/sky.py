"""A world as OpenSky would send it, made by the simulation."""

import json

from flight_tracker.opensky_body import ROW_FIELDS
from flight_tracker.settings import Settings
from flight_tracker.state_vector import StateVector
from flight_tracker.wiring import simulation

TIME = 1_700_000_000


def states(count: int) -> list[StateVector]:
    source = simulation(Settings.from_env({"SIMULATION_AIRCRAFT": str(count)}).source)
    return source.states_at(TIME)


def body(count: int) -> bytes:
    """`GET /states/all` of so many aircraft."""
    rows = [[getattr(state, name, None) for name in ROW_FIELDS] for state in states(count)]
    return json.dumps({"time": TIME, "states": rows}).encode()
