"""The state vector: what one aircraft reported, by OpenSky's names.

Source of names, units and order: OpenSky REST API, "All State Vectors". SI units, degrees WGS-84,
Unix seconds. None means unknown, never zero. Decoding, validation, encoding and the JSON Schema all
come from the declaration below.
"""

import math
from typing import Annotated, Any, Final, get_type_hints

import msgspec
from msgspec import Meta

from flight_tracker.errors import BadRecord

SCHEMA: Final = "state-vector/1"
"""The version of the wire format, sent as the Kafka header `schema`."""

CLOCK_TOLERANCE = 300
"""Seconds that a report may lie after its snapshot before it cannot be true."""

# In the patterns: `$` alone lets a line feed through at the end.
Icao24 = Annotated[
    str,
    Meta(
        pattern="^~?[0-9a-f]{6}$(?!\\n)",
        description="ICAO 24-bit address, six lower-case hex digits; `~` marks a non-ICAO address",
    ),
]
Source = Annotated[
    str,
    Meta(pattern="^[a-z0-9][a-z0-9._:-]{0,63}$(?!\\n)", description="Who produced the record"),
]
UnixTime = Annotated[int, Meta(ge=0, le=4_294_967_295, description="Unix time, s")]
Callsign = Annotated[str, Meta(min_length=1, max_length=16)]
Country = Annotated[str, Meta(max_length=128)]
Longitude = Annotated[float, Meta(ge=-180, le=180, description="degrees")]
Latitude = Annotated[float, Meta(ge=-90, le=90, description="degrees")]
Altitude = Annotated[float, Meta(ge=-20_000, le=1_000_000, description="m")]
Velocity = Annotated[float, Meta(ge=0, le=100_000, description="speed over ground, m/s")]
Track = Annotated[float, Meta(ge=0, lt=360, description="degrees clockwise from north")]
VerticalRate = Annotated[float, Meta(ge=-100_000, le=100_000, description="m/s, up is positive")]
Squawk = Annotated[str, Meta(pattern="^[0-7]{4}$(?!\\n)", description="four octal digits")]
Code = Annotated[int, Meta(ge=0, le=255, description="OpenSky's number; unknown ones may come")]


PATTERNS: Final = {
    "icao24": "must be six hex digits in lower case, after `~` where the address is not ICAO's",
    "source": "must be 1 to 64 of a-z, 0-9 and . _ : - that begin with a letter or a digit",
    "squawk": "must be four octal digits",
}
"""What a text has to be that must match a pattern, for people to read."""


class StateVector(msgspec.Struct, frozen=True, gc=False):
    """One aircraft at one moment; the value of a record in the topic `flights.states`."""

    icao24: Icao24
    callsign: Callsign | None
    origin_country: Country | None
    time_position: UnixTime | None
    last_contact: UnixTime
    longitude: Longitude | None
    latitude: Latitude | None
    baro_altitude: Altitude | None
    on_ground: bool | None
    velocity: Velocity | None
    true_track: Track | None
    vertical_rate: VerticalRate | None
    geo_altitude: Altitude | None
    squawk: Squawk | None
    spi: bool | None
    position_source: Code | None
    category: Code | None
    snapshot_time: UnixTime
    source: Source


FIELDS: Final = StateVector.__struct_fields__
FIELD_TYPES: Final = get_type_hints(StateVector, include_extras=True)
REQUIRED: Final = ("icao24", "last_contact", "snapshot_time", "source")

NO_CALLSIGN: Final = frozenset({"", "00000000", "@@@@@@@@"})
"""What transponders send instead of a callsign."""


def problems(state: StateVector) -> list[str]:
    """Reasons why a well-typed state cannot be true; empty for a good one."""
    found = []
    if (state.latitude is None) != (state.longitude is None):
        found.append("latitude and longitude: one is null and the other is not")
    latest = state.snapshot_time + CLOCK_TOLERANCE
    if state.last_contact > latest:
        late = state.last_contact - state.snapshot_time
        found.append(f"last_contact: {late} s after snapshot_time")
    if state.time_position is not None and state.time_position > latest:
        late = state.time_position - state.snapshot_time
        found.append(f"time_position: {late} s after snapshot_time")
    return found


def from_fields(fields: dict[str, object]) -> StateVector:
    """Build a state from decoded JSON values. BadRecord names every field at fault.

    A field that is absent is unknown, unless it is one of REQUIRED. Fields of other names are
    ignored, so that a newer producer can add one.
    """
    reasons: list[str] = []
    values: dict[str, Any] = {}
    for name in FIELDS:
        if name not in fields:
            values[name] = None
            if name in REQUIRED:
                reasons.append(f"{name}: missing")
            continue
        try:
            values[name] = _convert(fields[name], FIELD_TYPES[name])
        except msgspec.ValidationError as error:
            reasons.append(f"{name}: {_sentence(name, error)}")
    if not reasons:
        state = StateVector(**values)
        reasons = problems(state)
    if reasons:
        raise BadRecord("; ".join(reasons))
    return state


def encode(state: StateVector) -> bytes:
    """The state as the value of a Kafka record: one JSON object."""
    return _encoder.encode(state)


def decode(value: bytes) -> StateVector:
    """A Kafka record's value as a state. BadRecord says why it is none."""
    try:
        state = _decoder.decode(value)
    except (ValueError, RecursionError):  # each field is judged by itself, to name all at fault
        return from_fields(_json_object(value))
    if reasons := problems(state):
        raise BadRecord("; ".join(reasons))
    return state


def _json_object(value: bytes) -> dict[str, object]:
    try:
        decoded = msgspec.json.decode(value)
    except (ValueError, RecursionError) as error:
        raise BadRecord(f"not JSON: {error}") from None
    if not isinstance(decoded, dict):
        raise BadRecord(f"not a JSON object but {type(decoded).__name__}")
    return decoded


def _convert(value: object, kind: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        raise msgspec.ValidationError(f"Expected a finite number, got {value}")
    if isinstance(value, str) and not value.isascii() and any(map(_is_surrogate, value)):
        raise msgspec.ValidationError("Expected text, got half a surrogate pair")
    return msgspec.convert(value, kind)


def _is_surrogate(character: str) -> bool:
    return "\ud800" <= character <= "\udfff"


def _sentence(name: str, error: msgspec.ValidationError) -> str:
    text = str(error)
    if "matching regex" in text:
        return PATTERNS[name]
    return text[:1].lower() + text[1:]


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(StateVector)
