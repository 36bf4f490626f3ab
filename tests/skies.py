"""States and bodies for tests."""

import json
from typing import Any

from flight_tracker import kafka_record, state_vector
from flight_tracker.kafka_record import Record
from flight_tracker.snapshot import Snapshot
from flight_tracker.state_vector import StateVector

TIME = 1_700_000_000


def row(icao24: str = "4b1816", **changes: Any) -> list[Any]:
    """A good row of OpenSky's, with 17 items; `changes` by field name."""
    fields = {
        "icao24": icao24,
        "callsign": "SWR7354 ",
        "origin_country": "Switzerland",
        "time_position": TIME - 1,
        "last_contact": TIME,
        "longitude": 8.55,
        "latitude": 47.45,
        "baro_altitude": 1943.1,
        "on_ground": False,
        "velocity": 134.01,
        "true_track": 255.32,
        "vertical_rate": -6.5,
        "sensors": None,
        "geo_altitude": 2000.0,
        "squawk": "1000",
        "spi": False,
        "position_source": 0,
    }
    return list((fields | changes).values())


def body(*rows: Any, time: Any = TIME) -> bytes:
    """A body of `/states/all`."""
    return json.dumps({"time": time, "states": list(rows)}).encode()


def state(icao24: str = "4b1816", **changes: Any) -> StateVector:
    """A good state; `changes` by field name."""
    fields: dict[str, Any] = {
        "icao24": icao24,
        "callsign": "SWR7354",
        "origin_country": "Switzerland",
        "time_position": TIME - 1,
        "last_contact": TIME,
        "longitude": 8.55,
        "latitude": 47.45,
        "baro_altitude": 1943.1,
        "on_ground": False,
        "velocity": 134.01,
        "true_track": 255.32,
        "vertical_rate": -6.5,
        "geo_altitude": 2000.0,
        "squawk": "1000",
        "spi": False,
        "position_source": 0,
        "snapshot_time": TIME,
        "source": "opensky",
    }
    return StateVector(**(fields | changes))


def record(value: bytes | None, offset: int = 0, **changes: Any) -> Record:
    """A record of `flights.states`."""
    fields = {
        "topic": "flights.states",
        "partition": 0,
        "offset": offset,
        "timestamp": TIME * 1000,
        "key": b"4b1816",
        "value": value,
        "headers": (("schema", state_vector.SCHEMA.encode()), ("source", b"opensky")),
    }
    return Record(**(fields | changes))


def records(*states: StateVector, first: int = 0, **changes: Any) -> list[Record]:
    """Records of these states at consecutive offsets."""
    return [
        record(kafka_record.state_record(s).value, first + index, key=s.icao24.encode(), **changes)
        for index, s in enumerate(states)
    ]


def snapshot(*states: StateVector, time: int = TIME, **changes: Any) -> Snapshot:
    return Snapshot(time=time, source="opensky", states=list(states), **changes)
