"""Recordings in the shapes in which people keep them."""

import json
from typing import Any

import pytest

from flight_tracker.errors import ConfigError
from flight_tracker.opensky_body import decode_states
from flight_tracker.recording import bodies
from tests.skies import TIME, body, row, state


def decoded(content: bytes) -> list[tuple[int, list[str]]]:
    """Time and addresses of each body in the recording."""
    found = [decode_states(one, "replay") for one in bodies(content, "sky.json")]
    return [(time, [state.icao24 for state in states]) for time, states, _ in found]


def as_object(icao24: str, **changes: Any) -> dict[str, Any]:
    names = state().__struct_fields__[:12]
    fields = dict(zip([*names, "sensors"], row(icao24, **changes), strict=False))
    return fields | {"geo_altitude": 2000.0, "squawk": "1000", "spi": False, "position_source": 0}


def test_a_body_is_itself() -> None:
    content = body(row(), time=TIME)
    assert list(bodies(content, "sky.json")) == [content]


def test_an_indented_body_is_one_body() -> None:
    content = json.dumps(json.loads(body(row())), indent=2).encode()
    assert decoded(content) == [(TIME, ["4b1816"])]


def test_a_list_of_bodies_is_each_of_them() -> None:
    listed = [json.loads(body(row("000001"), time=1)), json.loads(body(row("000002"), time=2))]
    times = [json.loads(one)["time"] for one in bodies(json.dumps(listed).encode(), "sky.json")]
    assert times == [1, 2]


@pytest.mark.parametrize("gap", [b"\n", b"\n\n", b"\r\n", b" \n"])
def test_one_body_a_line_is_each_of_them(gap: bytes) -> None:
    content = body(row("000001")) + gap + body(row("000002"), time=TIME + 10) + gap
    assert decoded(content) == [(TIME, ["000001"]), (TIME + 10, ["000002"])]


def test_bare_rows_are_a_body_at_the_newest_contact() -> None:
    rows = [row("000001", last_contact=TIME - 9), row("000002", last_contact=TIME + 3)]
    assert decoded(json.dumps(rows).encode()) == [(TIME + 3, ["000001", "000002"])]


def test_a_short_row_is_left_for_the_decoder_to_judge() -> None:
    content = json.dumps([["000001"], row("000002")]).encode()
    (only,) = bodies(content, "sky.json")
    _, states, rejected = decode_states(only, "replay")
    assert ([s.icao24 for s in states], len(rejected)) == (["000002"], 1)


def test_objects_are_rows_by_name() -> None:
    (only,) = bodies(json.dumps([as_object("4b1816")]).encode(), "sky.json")
    assert decode_states(only, "opensky") == (TIME, [state()], [])


def test_objects_may_shorten_the_names_of_the_position() -> None:
    short = as_object("4b1816")
    short["lat"], short["lon"] = short.pop("latitude"), short.pop("longitude")
    (only,) = bodies(json.dumps([short]).encode(), "sky.json")
    (decoded_state,) = decode_states(only, "opensky")[1]
    assert (decoded_state.latitude, decoded_state.longitude) == (47.45, 8.55)


def test_an_aircraft_that_comes_again_begins_the_next_poll() -> None:
    first = [as_object("000001"), as_object("000002")]
    second = [as_object("000001", last_contact=TIME + 30)]
    content = json.dumps(first + second).encode()
    assert decoded(content) == [(TIME, ["000001", "000002"]), (TIME + 30, ["000001"])]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"5", "sky.json is no recording"),
        (b'{"time": 1}', "sky.json is no recording"),
        (b"[1, 2]", "sky.json is no recording"),
        (b"[]", "sky.json"),
        (b"<html>", "sky.json, line 1 is not JSON"),
        (body(row()) + b"\n{", "sky.json, line 2 is not JSON"),
        (body(row()) + b'\n{"time": 1}', "sky.json, line 2 has no `states`"),
        (body(row()) + b"\n[1]", "sky.json, line 2 has no `states`"),
        (b'[{"icao24": "4b1816"}]', "sky.json has rows without icao24 or last_contact"),
        (b'[{"icao24": "4b1816", "last_contact": 1}, 5]', "sky.json has rows without"),
        (b'[{"time": 1, "states": []}, 5]', "sky.json"),
    ],
)
def test_what_is_no_recording_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        list(bodies(content, "sky.json"))
    assert caught.value.errors[0].startswith(f"REPLAY_PATH: {sentence}")
