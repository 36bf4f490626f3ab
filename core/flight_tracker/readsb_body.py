"""The "v2" body of readsb and its relatives, brought to the state vector's units.

Source: wiedehopf/readsb README-json.md. Absent means unknown. `now` is in seconds in readsb's own
aircraft.json and in milliseconds in the v2 API; the list is called `aircraft` or `ac`.
"""

from typing import Any, Final

from flight_tracker import lenient_json
from flight_tracker.errors import BadRecord, Unavailable
from flight_tracker.opensky_body import clean_callsign, wrap_degrees
from flight_tracker.snapshot import RejectedState
from flight_tracker.state_vector import StateVector, from_fields

METRES_PER_FOOT: Final = 0.3048
METRES_PER_SECOND_PER_KNOT: Final = 1852 / 3600
METRES_PER_SECOND_PER_FOOT_PER_MINUTE: Final = METRES_PER_FOOT / 60

CATEGORY: Final = {
    "A1": 2,
    "A2": 3,
    "A3": 4,
    "A4": 5,
    "A5": 6,
    "A6": 7,
    "A7": 8,
    "B1": 9,
    "B2": 10,
    "B3": 11,
    "B4": 12,
    "B6": 14,
    "B7": 15,
    "C1": 16,
    "C2": 17,
    "C3": 18,
    "C4": 19,
    "C5": 20,
}
"""Emitter category (DO-260B) to OpenSky's number; other letters carry no information: 1."""

MILLISECONDS_FROM: Final = 100_000_000_000
"""A `now` above this is in milliseconds: as seconds it would lie in the year 5138."""


def decode_aircraft(body: bytes, source: str) -> tuple[int, list[StateVector], list[RejectedState]]:
    """The time, the good states and the rejected aircraft of one body.

    Raises Unavailable where the body as a whole is not a v2 answer.
    """
    now, aircraft = _envelope(body)
    states, rejected = [], []
    for entry in aircraft:
        try:
            states.append(decode_entry(entry, now, source))
        except BadRecord as error:
            rejected.append(RejectedState(lenient_json.render(entry), error.reason))
    return int(now), states, rejected


def decode_entry(entry: object, now: float, source: str) -> StateVector:
    """One aircraft. BadRecord names every field at fault."""
    if not isinstance(entry, dict):
        raise BadRecord(f"not an aircraft but {type(entry).__name__}")
    try:
        fields = _fields(entry, now)
    except (TypeError, AttributeError, ValueError, OverflowError) as error:
        raise BadRecord(f"a value of the wrong type: {error}") from None
    return from_fields({**fields, "snapshot_time": int(now), "source": source})


def _fields(entry: dict[str, Any], now: float) -> dict[str, object]:
    altitude = entry.get("alt_baro")
    on_ground = None if altitude is None else altitude == "ground"
    seen_position = entry.get("seen_pos")
    has_position = "lat" in entry and "lon" in entry
    return {
        "icao24": entry["hex"].strip().lower() if "hex" in entry else None,
        "callsign": clean_callsign(entry.get("flight")),
        "time_position": _ago(now, seen_position or 0) if has_position else None,
        "last_contact": _ago(now, entry.get("seen", 0)),
        "longitude": entry.get("lon"),
        "latitude": entry.get("lat"),
        "baro_altitude": None if on_ground else _scaled(altitude, METRES_PER_FOOT),
        "on_ground": on_ground,
        "velocity": _scaled(entry.get("gs"), METRES_PER_SECOND_PER_KNOT),
        "true_track": wrap_degrees(entry.get("track")),
        "vertical_rate": _scaled(
            entry.get("baro_rate", entry.get("geom_rate")), METRES_PER_SECOND_PER_FOOT_PER_MINUTE
        ),
        "geo_altitude": _scaled(entry.get("alt_geom"), METRES_PER_FOOT),
        "squawk": entry.get("squawk"),
        "spi": bool(entry["spi"]) if "spi" in entry else None,
        "position_source": _position_source(entry.get("type", "")),
        "category": CATEGORY.get(entry["category"], 1) if "category" in entry else None,
    }


def _ago(now: float, seconds: float) -> int:
    return int(now - seconds)


def _scaled(value: float | None, factor: float) -> float | None:
    if value is None or isinstance(value, bool):  # a bool is refused by the field's own type
        return value
    return round(value * factor, 2)


def _position_source(kind: str) -> int | None:
    """OpenSky's number: 0 ADS-B, 2 MLAT; None for what OpenSky has no number for."""
    if kind.startswith(("adsb", "adsr")):
        return 0
    return 2 if kind == "mlat" else None


def _envelope(body: bytes) -> tuple[float, list[object]]:
    envelope = lenient_json.parse(body)
    if not isinstance(envelope, dict):
        raise Unavailable(f"the answer is a JSON {type(envelope).__name__}, not an object")
    now, aircraft = envelope.get("now"), envelope.get("aircraft", envelope.get("ac"))
    if not isinstance(now, int | float) or isinstance(now, bool) or now <= 0:
        raise Unavailable(f"the answer's `now` is {now!r}, not a time")
    if not isinstance(aircraft, list):
        raise Unavailable("the answer has no list `ac` or `aircraft`")
    return (now / 1000 if now > MILLISECONDS_FROM else now), aircraft
