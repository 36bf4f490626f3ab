"""OpenSky's body: good rows, bad rows that cost only themselves, and answers that are none."""

import json
from typing import Any

import pytest

from flight_tracker import state_vector
from flight_tracker.errors import Unavailable
from flight_tracker.opensky_body import decode_row, decode_states, wrap_degrees
from flight_tracker.snapshot import RejectedState
from flight_tracker.state_vector import StateVector
from tests.skies import TIME, body, row, state

GOOD = "000001"


def decoded(*rows: Any) -> tuple[list[StateVector], list[RejectedState]]:
    time, states, rejected = decode_states(body(*rows), "opensky")
    assert time == TIME
    return states, rejected


def rejection(bad: Any) -> str:
    """The reason why this row is rejected, while the row beside it is not."""
    states, rejected = decoded(bad, row(GOOD))
    assert [s.icao24 for s in states] == [GOOD]
    (only,) = rejected
    return only.reason


def test_a_row_becomes_a_state() -> None:
    assert decoded(row()) == ([state()], [])


def test_the_envelopes_time_is_taken_as_it_is() -> None:
    time, (only,), _ = decode_states(body(row(), time=TIME + 7), "opensky")
    assert (time, only.snapshot_time) == (TIME + 7, TIME + 7)


@pytest.mark.parametrize(
    ("extra", "category"), [([], None), ([4], 4), ([0], 0), ([4, "new", {"newer": 1}], 4)]
)
def test_a_row_may_have_17_items_or_more(extra: list[Any], category: int | None) -> None:
    assert decoded([*row(), *extra]) == ([state(category=category)], [])


@pytest.mark.parametrize("bad", [row()[:16], []])
def test_a_row_of_fewer_than_17_items_is_rejected(bad: list[Any]) -> None:
    assert rejection(bad) == f"a row of {len(bad)} items, at least 17 are needed"


@pytest.mark.parametrize(
    ("bad", "kind"), [(None, "NoneType"), ({"icao24": "x"}, "dict"), (5, "int"), ("row", "str")]
)
def test_what_is_no_row_is_rejected(bad: Any, kind: str) -> None:
    assert rejection(bad) == f"not a row but {kind}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("icao24", None),
        ("icao24", 4921366),
        ("icao24", "4b18"),
        ("icao24", "xyzxyz"),
        ("callsign", 7354),
        ("callsign", "A" * 17),
        ("origin_country", ["CH"]),
        ("time_position", "now"),
        ("time_position", -5),
        ("last_contact", None),
        ("last_contact", 1.5),
        ("longitude", 180.5),
        ("latitude", 91),
        ("latitude", "47.45"),
        ("latitude", True),
        ("baro_altitude", {}),
        ("on_ground", "false"),
        ("on_ground", 0),
        ("velocity", -1),
        ("velocity", float("inf")),
        ("true_track", "north"),
        ("true_track", float("nan")),
        ("true_track", float("-inf")),
        ("vertical_rate", float("nan")),
        pytest.param("geo_altitude", 10**400, id="beyond a double"),
        ("squawk", 1000),
        ("squawk", "8000"),
        ("squawk", "1000\n"),
        ("spi", "no"),
        ("position_source", -1),
    ],
)
def test_a_bad_value_costs_its_row_only(name: str, value: Any) -> None:
    assert rejection(row(**{name: value})).startswith(f"{name}: ")


@pytest.mark.parametrize("half", ["latitude", "longitude"])
def test_half_a_position_is_rejected_on_both_paths(half: str) -> None:
    reason = "latitude and longitude: one is null and the other is not"
    assert rejection(row(**{half: None})) == reason
    _, rejected = decoded(row(**{half: None}), [])
    assert rejected[0].reason == reason


def test_a_contact_in_the_future_is_rejected() -> None:
    assert rejection(row(last_contact=TIME + 301)) == "last_contact: 301 s after snapshot_time"


@pytest.mark.parametrize(
    "bad", [row(latitude=None), row(latitude=91), [1, 2], "x", [*row(longitude=None), 4, "extra"]]
)
def test_a_rejected_row_is_kept_as_it_came(bad: Any) -> None:
    _, (only,) = decoded(bad)
    assert json.loads(only.value) == bad


def test_a_row_without_a_position_is_a_state() -> None:
    nowhere: dict[str, Any] = dict.fromkeys(("latitude", "longitude", "time_position"))
    assert decoded(row(**nowhere)) == ([state(**nowhere)], [])


@pytest.mark.parametrize("blank", [None, "", "        ", "00000000", "@@@@@@@@"])
def test_a_callsign_that_says_nothing_is_unknown(blank: str | None) -> None:
    assert decoded(row(callsign=blank)) == ([state(callsign=None)], [])
    assert decode_row(row(callsign=blank), TIME, "opensky").callsign is None


def test_a_country_that_is_empty_is_unknown() -> None:
    assert decoded(row(origin_country="")) == ([state(origin_country=None)], [])
    assert decode_row(row(origin_country=""), TIME, "opensky").origin_country is None


def test_the_space_inside_a_callsign_stays() -> None:
    assert decoded(row(callsign=" A  RH0R"))[0][0].callsign == "A  RH0R"


@pytest.mark.parametrize(
    ("sent", "track"),
    [(-221.12, 138.88), (-0.01, 359.99), (360, 0), (721.5, 1.5), (0, 0), (-1e-9, 0), (5000, 320)],
)
def test_a_track_is_brought_into_the_circle_on_both_paths(sent: float, track: float) -> None:
    assert decoded(row(true_track=sent))[0][0].true_track == track
    assert decode_row(row(true_track=sent), TIME, "opensky").true_track == track


@pytest.mark.parametrize("angle", [-1e-12, -1e-7, 359.9999999, 360.0, 1e9])
def test_a_wrapped_angle_is_never_360(angle: float) -> None:
    wrapped = wrap_degrees(angle)
    assert wrapped is not None and 0 <= wrapped < 360


@pytest.mark.parametrize("address", ["4B1816", " 4b1816 "])
def test_an_address_is_brought_to_lower_case(address: str) -> None:
    assert decoded(row(address)) == ([state()], [])


def test_an_aircraft_that_comes_twice_is_two_states() -> None:
    states, rejected = decoded(row(), row(last_contact=TIME - 5))
    assert [s.last_contact for s in states] == [TIME, TIME - 5]
    assert not rejected


def test_both_paths_read_the_same_out_of_good_rows() -> None:
    rows = [
        row(),
        row("000002", callsign=None, true_track=-90.5, squawk=None, vertical_rate=0),
        row("000003", baro_altitude=None, on_ground=True, velocity=0, longitude=8),
        [*row("000004", origin_country=""), 17],
    ]
    fast, nothing = decoded(*rows)
    one_by_one, bad = decoded(*rows, "no row")
    assert (fast, len(nothing), len(bad)) == (one_by_one, 0, 1)


def test_a_callsign_that_the_wire_refuses_is_rejected_here() -> None:
    """What is published must be what the consumer takes."""
    states, _ = decoded(row(callsign="A" * 17), row(GOOD))
    assert [state_vector.decode(state_vector.encode(s)).icao24 for s in states] == [GOOD]


def test_half_a_surrogate_pair_costs_its_row_only() -> None:
    states, _ = decoded(row(callsign="\ud800ABC"), row(GOOD))
    assert [state_vector.decode(state_vector.encode(s)).icao24 for s in states] == [GOOD]


@pytest.mark.parametrize("states", ["null", "[]"])
def test_an_empty_sky_is_an_answer(states: str) -> None:
    answer = f'{{"time": {TIME}, "states": {states}}}'.encode()
    assert decode_states(answer, "opensky") == (TIME, [], [])


@pytest.mark.parametrize("time", [0, 2**32 - 1])
@pytest.mark.parametrize("rows", [[], [row()[:3]]])
def test_a_time_may_be_any_that_32_bits_hold(time: int, rows: list[Any]) -> None:
    """On both paths; a short row leads to the second one."""
    assert decode_states(body(*rows, time=time), "opensky")[0] == time


@pytest.mark.parametrize("rows", [[], [row()[:3]]])
def test_a_time_that_32_bits_do_not_hold_is_no_answer(rows: list[Any]) -> None:
    with pytest.raises(Unavailable, match="not Unix seconds"):
        decode_states(body(*rows, time=2**32), "opensky")


@pytest.mark.parametrize("states", ['"x"', '{"a": 1}', "5", "{}", "0", "false", '""'])
def test_states_that_are_no_array_are_no_answer(states: str) -> None:
    with pytest.raises(Unavailable, match="`states` is a"):
        decode_states(f'{{"time": {TIME}, "states": {states}}}'.encode(), "opensky")


def test_an_answer_without_states_is_none() -> None:
    with pytest.raises(Unavailable, match="has no `states`"):
        decode_states(f'{{"time": {TIME}}}'.encode(), "opensky")


@pytest.mark.parametrize("time", ["null", '"now"', "1.5", "true", "-5", str(TIME * 1000)])
@pytest.mark.parametrize("states", ["null", json.dumps([row()])])
def test_a_time_that_is_no_unix_time_is_no_answer(time: str, states: str) -> None:
    with pytest.raises(Unavailable, match="not Unix seconds"):
        decode_states(f'{{"time": {time}, "states": {states}}}'.encode(), "opensky")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (b"<html><h1>502 Bad Gateway</h1>", "not JSON .*starts '<html><h1>502"),
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (body(row())[:-20], "not JSON"),
        pytest.param(b"[" * 100_000, "not JSON", id="nested deeply"),
        (b"[]", "a JSON list, not an object"),
        (b"null", "a JSON NoneType, not an object"),
    ],
)
def test_what_is_no_envelope_is_no_answer(answer: bytes, sentence: str) -> None:
    with pytest.raises(Unavailable, match=sentence):
        decode_states(answer, "opensky")
