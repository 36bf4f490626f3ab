"""The state vector: what is accepted, what is refused, and with which words."""

import json
from typing import Any

import pytest

from flight_tracker.errors import BadRecord
from flight_tracker.state_vector import CLOCK_TOLERANCE, FIELDS, decode, encode, from_fields
from tests.skies import TIME, state


def fields(**changes: Any) -> dict[str, Any]:
    """A good state as decoded JSON."""
    return json.loads(encode(state())) | changes


def reason(value: bytes) -> str:
    with pytest.raises(BadRecord) as caught:
        decode(value)
    return caught.value.reason


def test_a_state_survives_the_wire() -> None:
    assert decode(encode(state(squawk="0000", velocity=0.0))) == state(squawk="0000", velocity=0.0)


def test_an_unknown_value_is_written_as_null_and_read_as_none() -> None:
    written = encode(state(callsign=None, baro_altitude=None))
    assert json.loads(written)["callsign"] is None
    assert decode(written).baro_altitude is None


def test_an_absent_optional_field_is_unknown() -> None:
    required = {"icao24": "4b1816", "last_contact": TIME, "snapshot_time": TIME, "source": "x"}
    decoded = decode(json.dumps(required).encode())
    assert all(getattr(decoded, name) is None for name in FIELDS if name not in required)


@pytest.mark.parametrize("name", ["icao24", "last_contact", "snapshot_time", "source"])
def test_a_required_field_must_be_there(name: str) -> None:
    given = fields()
    del given[name]
    assert reason(json.dumps(given).encode()) == f"{name}: missing"


def test_a_field_of_a_newer_producer_is_ignored() -> None:
    assert decode(json.dumps(fields(wingspan=35.8)).encode()) == state()
    assert from_fields(fields(wingspan=35.8)) == state()


def test_every_field_at_fault_is_named() -> None:
    with pytest.raises(BadRecord) as caught:
        from_fields(fields(latitude=91, true_track="north", squawk="9999"))
    named = [part.partition(":")[0] for part in caught.value.reason.split("; ")]
    assert named == ["latitude", "true_track", "squawk"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("icao24", "4B1816"),
        ("icao24", "4b181"),
        ("icao24", "~~4b1816"),
        ("icao24", None),
        ("callsign", ""),
        ("callsign", "A" * 17),
        ("time_position", -1),
        ("last_contact", 2**32),
        ("last_contact", TIME + 0.5),
        ("last_contact", True),
        ("longitude", 180.01),
        ("longitude", -180.01),
        ("latitude", 90.01),
        ("latitude", -90.01),
        ("baro_altitude", 1_000_000.5),
        ("geo_altitude", -20_000.5),
        ("velocity", 100_000.5),
        ("vertical_rate", 100_000.5),
        ("vertical_rate", -100_000.5),
        ("origin_country", "x" * 129),
        ("latitude", "47.45"),
        ("latitude", True),
        ("velocity", -0.1),
        ("true_track", 360),
        ("true_track", -0.1),
        ("baro_altitude", -20_001),
        ("on_ground", 1),
        ("squawk", "100"),
        ("squawk", 1000),
        ("category", 256),
        ("source", ""),
        ("source", "Upper"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_the_name_of_its_field(name: str, value: Any) -> None:
    assert reason(json.dumps(fields(**{name: value})).encode()).startswith(f"{name}: ")


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_refused(number: float) -> None:
    with pytest.raises(BadRecord, match="velocity: expected a finite number"):
        from_fields(fields(velocity=number))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("icao24", "~4b1816"),
        ("last_contact", 0),
        ("callsign", "A" * 16),
        ("origin_country", "x" * 128),
        ("longitude", -180),
        ("longitude", 180),
        ("latitude", 90),
        ("latitude", -90),
        ("baro_altitude", 1_000_000),
        ("geo_altitude", -20_000),
        ("velocity", 100_000),
        ("vertical_rate", -100_000),
        ("true_track", 0),
        ("true_track", 359.999),
        ("squawk", "7777"),
        ("position_source", 255),
        ("origin_country", ""),
    ],
)
def test_a_value_at_the_edge_is_accepted(name: str, value: Any) -> None:
    good = fields(**{"time_position": None, "last_contact": 0, "snapshot_time": 0} | {name: value})
    assert getattr(decode(json.dumps(good).encode()), name) == value


@pytest.mark.parametrize("name", ["latitude", "longitude"])
def test_half_a_position_is_none(name: str) -> None:
    assert reason(encode(state(**{name: None}))) == (
        "latitude and longitude: one is null and the other is not"
    )


@pytest.mark.parametrize("name", ["time_position", "last_contact"])
def test_a_report_long_after_its_snapshot_cannot_be_true(name: str) -> None:
    late = TIME + CLOCK_TOLERANCE
    assert decode(encode(state(**{name: late}))) == state(**{name: late})
    assert reason(encode(state(**{name: late + 1}))) == f"{name}: 301 s after snapshot_time"


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (b"<html>", "not JSON"),
        (b"{", "not JSON"),
        (b'{"icao24": NaN}', "not JSON"),
        (b'{"icao24": "\xff"}', "not JSON"),
        (b'{"icao24": "\\ud800"}', "not JSON"),
        (b"5", "not a JSON object but int"),
        (b"null", "not a JSON object but NoneType"),
        (b"[]", "not a JSON object but list"),
    ],
)
def test_what_is_no_json_object_is_no_state(value: bytes, sentence: str) -> None:
    assert reason(value).startswith(sentence)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(b'{"icao24": 5', id="ends after a wrong value"),
        pytest.param(b"[1,", id="ends in an array"),
        pytest.param(b'{"icao24": 5, "x": "\xff"}', id="not UTF-8 after a wrong value"),
        pytest.param(b'{"icao24": 5, "latitude": 1e400}', id="a number beyond a double"),
        pytest.param(b'{"x": ' + b"[" * 100_000, id="nested deeply in an unknown field"),
        pytest.param(b"[" * 100_000, id="nested deeply"),
    ],
)
def test_no_value_can_do_more_than_be_refused(value: bytes) -> None:
    assert reason(value)
