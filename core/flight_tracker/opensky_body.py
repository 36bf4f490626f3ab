"""The body of OpenSky's `GET /states/all`, decoded by index.

A row has 17 items, 18 with `extended=1`, and may grow; `states: null` is an empty sky. One bad row
never costs the others: the whole body is decoded at once, and only where that fails each row is
judged by itself and every bad one is kept with its reasons.
"""

from typing import Annotated, Any

import msgspec

from flight_tracker import lenient_json, state_vector
from flight_tracker.errors import BadRecord, Unavailable
from flight_tracker.snapshot import RejectedState
from flight_tracker.state_vector import (
    FIELD_TYPES,
    NO_CALLSIGN,
    StateVector,
    UnixTime,
    from_fields,
    problems,
)

ROW_FIELDS = (
    "icao24",
    "callsign",
    "origin_country",
    "time_position",
    "last_contact",
    "longitude",
    "latitude",
    "baro_altitude",
    "on_ground",
    "velocity",
    "true_track",
    "vertical_rate",
    "sensors",
    "geo_altitude",
    "squawk",
    "spi",
    "position_source",
    "category",
)
"""The items of a row in their order (OpenSky REST API, "Response")."""

MINIMUM_ITEMS = 17

# These three arrive in a shape of their own; callsign and track are then brought to the state's.
_RAW_TYPES = {
    **FIELD_TYPES,
    "callsign": Annotated[str, msgspec.Meta(max_length=16)] | None,
    "true_track": Annotated[float, msgspec.Meta(ge=-3600, le=3600)] | None,
    "sensors": Any,
}

_Row = msgspec.defstruct(
    "_Row",
    [
        (name, _RAW_TYPES[name]) if index < MINIMUM_ITEMS else (name, _RAW_TYPES[name], None)
        for index, name in enumerate(ROW_FIELDS)
    ],
    array_like=True,
    gc=False,
)


def _body_decoder(row: Any) -> msgspec.json.Decoder[Any]:
    body = msgspec.defstruct("Body", [("time", UnixTime), ("states", list[row] | None)])
    return msgspec.json.Decoder(body)


_typed = _body_decoder(_Row)


def decode_states(body: bytes, source: str) -> tuple[int, list[StateVector], list[RejectedState]]:
    """The envelope's time, the good states and the rejected rows of one body.

    Raises Unavailable where the body as a whole is not an answer of OpenSky's.
    """
    try:
        envelope = _typed.decode(body)
    except (ValueError, RecursionError):
        return _decode_row_by_row(body, source)
    states = [_state(row, envelope.time, source) for row in envelope.states or ()]
    if any(map(problems, states)):
        return _decode_row_by_row(body, source)
    return envelope.time, states, []


def decode_row(row: object, time: int, source: str) -> StateVector:
    """One row of unknown quality. BadRecord names every field at fault."""
    if not isinstance(row, list):
        raise BadRecord(f"not a row but {type(row).__name__}")
    if len(row) < MINIMUM_ITEMS:
        raise BadRecord(f"a row of {len(row)} items, at least {MINIMUM_ITEMS} are needed")
    fields = dict(zip(ROW_FIELDS, row, strict=False))
    if isinstance(fields["icao24"], str):
        fields["icao24"] = fields["icao24"].strip().lower()
    if isinstance(fields["callsign"], str):
        fields["callsign"] = clean_callsign(fields["callsign"])
    if fields["origin_country"] == "":
        fields["origin_country"] = None
    if type(fields["true_track"]) in (int, float):
        fields["true_track"] = wrap_degrees(fields["true_track"])
    return from_fields({**fields, "snapshot_time": time, "source": source})


def clean_callsign(callsign: str | None) -> str | None:
    """Without its padding; None where the transponder sent none."""
    text = (callsign or "").strip()
    return None if text in NO_CALLSIGN else text


def wrap_degrees(angle: float | None) -> float | None:
    """An angle in [0, 360): FLARM tracks arrive negative."""
    if angle is None or 0 <= angle < 360:
        return angle
    return round(angle % 360, 6) % 360


def _state(row: Any, time: int, source: str) -> StateVector:
    return StateVector(
        icao24=row.icao24,
        callsign=clean_callsign(row.callsign),
        origin_country=row.origin_country or None,
        time_position=row.time_position,
        last_contact=row.last_contact,
        longitude=row.longitude,
        latitude=row.latitude,
        baro_altitude=row.baro_altitude,
        on_ground=row.on_ground,
        velocity=row.velocity,
        true_track=wrap_degrees(row.true_track),
        vertical_rate=row.vertical_rate,
        geo_altitude=row.geo_altitude,
        squawk=row.squawk,
        spi=row.spi,
        position_source=row.position_source,
        category=row.category,
        snapshot_time=time,
        source=source,
    )


def _decode_row_by_row(
    body: bytes, source: str
) -> tuple[int, list[StateVector], list[RejectedState]]:
    time, rows = _envelope(body)
    states, rejected = [], []
    for row in rows:
        try:
            states.append(_judge(row, time, source))
        except BadRecord as error:
            rejected.append(RejectedState(lenient_json.render(row), error.reason))
    return time, states, rejected


def _judge(row: object, time: int, source: str) -> StateVector:
    """`decode_row`, but quick with a good row: its fields are only looked at one by one if bad."""
    try:
        state = _state(msgspec.convert(row, _Row), time, source)
        state_vector.encode(state)  # half a surrogate pair is no text
    except ValueError:
        return decode_row(row, time, source)
    return decode_row(row, time, source) if problems(state) else state


def _envelope(body: bytes) -> tuple[int, list[object]]:
    envelope = lenient_json.parse(body)
    if not isinstance(envelope, dict):
        raise Unavailable(f"the answer is a JSON {type(envelope).__name__}, not an object")
    time, states = envelope.get("time"), envelope.get("states", ...)
    if type(time) is not int or not 0 <= time <= 4_294_967_295:
        raise Unavailable(f"the answer's `time` is {time!r}, not Unix seconds")
    if states is ...:
        raise Unavailable("the answer has no `states`")
    if states is not None and not isinstance(states, list):
        raise Unavailable(f"the answer's `states` is a {type(states).__name__}, not an array")
    return time, states or []
