"""readsb's body, brought to the units and names of the state vector."""

import json
from typing import Any

import pytest

from flight_tracker.errors import Unavailable
from flight_tracker.readsb_body import decode_aircraft
from flight_tracker.state_vector import FIELDS, StateVector
from tests.skies import TIME


def answer(*aircraft: Any, now: Any = TIME, name: str = "ac") -> bytes:
    return json.dumps({"now": now, name: list(aircraft)}).encode()


def only(**changes: Any) -> StateVector:
    """The state of the one aircraft that says this and nothing else."""
    _, (state,), rejected = decode_aircraft(answer({"hex": "4b1816"} | changes), "readsb")
    assert not rejected
    return state


def test_an_absent_value_is_unknown() -> None:
    known = {"icao24": "4b1816", "last_contact": TIME, "snapshot_time": TIME, "source": "readsb"}
    assert only() == StateVector(**(dict.fromkeys(FIELDS) | known))


@pytest.mark.parametrize(
    ("name", "sent", "field", "value"),
    [
        ("alt_baro", 10_000, "baro_altitude", 3048.0),
        ("alt_baro", -1000, "baro_altitude", -304.8),
        ("alt_geom", 90_000, "geo_altitude", 27432.0),
        ("gs", 100, "velocity", 51.44),
        ("baro_rate", 1000, "vertical_rate", 5.08),
        ("geom_rate", -1000, "vertical_rate", -5.08),
        ("track", 359.5, "true_track", 359.5),
        ("track", 360, "true_track", 0),
        ("squawk", "0021", "squawk", "0021"),
        ("flight", "SWR7354 ", "callsign", "SWR7354"),
        ("flight", "@@@@@@@@", "callsign", None),
        ("spi", 1, "spi", True),
        ("spi", 0, "spi", False),
        ("seen", 5.5, "last_contact", TIME - 6),
        ("type", "adsb_icao", "position_source", 0),
        ("type", "adsr_other", "position_source", 0),
        ("type", "mlat", "position_source", 2),
        ("type", "tisb_icao", "position_source", None),
        ("hex", "4B1816", "icao24", "4b1816"),
        ("hex", "~2ABCDE", "icao24", "~2abcde"),
    ],
)
def test_a_value_is_converted(name: str, sent: Any, field: str, value: Any) -> None:
    assert getattr(only(**{name: sent}), field) == value


def test_a_category_is_openskys_number_for_it() -> None:
    """The two enumerations run in parallel, with gaps; what has no number says nothing."""
    letters = [f"{letter}{digit}" for letter in "ABCD" for digit in range(8)]
    numbers = [only(category=letter).category for letter in letters]
    assert numbers[:8] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert numbers[8:16] == [1, 9, 10, 11, 12, 1, 14, 15]
    assert numbers[16:24] == [1, 16, 17, 18, 19, 20, 1, 1]
    assert numbers[24:] == [1] * 8


def test_the_barometric_rate_is_preferred() -> None:
    assert only(baro_rate=1000, geom_rate=2000).vertical_rate == 5.08


def test_the_word_ground_is_no_altitude() -> None:
    parked = only(alt_baro="ground")
    assert (parked.on_ground, parked.baro_altitude) == (True, None)


def test_an_altitude_means_airborne_and_none_means_unknown() -> None:
    assert only(alt_baro=0).on_ground is False
    assert only().on_ground is None


def test_a_position_is_as_old_as_it_says() -> None:
    placed = only(lat=47.45, lon=8.55, seen_pos=20)
    assert (placed.latitude, placed.longitude, placed.time_position) == (47.45, 8.55, TIME - 20)


@pytest.mark.parametrize(
    "now", [TIME, TIME + 0.9, TIME * 1000, TIME * 1000 + 900], ids=["s", "s.9", "ms", "ms.9"]
)
def test_the_time_may_be_in_seconds_or_milliseconds(now: float) -> None:
    time, (state,), _ = decode_aircraft(answer({"hex": "4b1816"}, now=now), "readsb")
    assert (time, state.snapshot_time, state.last_contact) == (TIME, TIME, TIME)


@pytest.mark.parametrize("name", ["ac", "aircraft"])
def test_the_list_has_one_of_two_names(name: str) -> None:
    _, states, _ = decode_aircraft(answer({"hex": "4b1816"}, name=name), "readsb")
    assert [state.icao24 for state in states] == ["4b1816"]


def test_an_empty_sky_is_an_answer() -> None:
    assert decode_aircraft(answer(), "readsb") == (TIME, [], [])


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("x", "not an aircraft but str"),
        (None, "not an aircraft but NoneType"),
        ({"flight": "SWR1"}, "icao24: "),
        ({"hex": 5}, "a value of the wrong type: "),
        ({"hex": "4b18"}, "icao24: "),
        ({"hex": "4b1816", "alt_baro": "high"}, "a value of the wrong type: "),
        ({"hex": "4b1816", "seen": None}, "a value of the wrong type: "),
        ({"hex": "4b1816", "category": []}, "a value of the wrong type: "),
        ({"hex": "4b1816", "type": None}, "a value of the wrong type: "),
        ({"hex": "4b1816", "track": "north"}, "a value of the wrong type: "),
        ({"hex": "4b1816", "seen": 1e300}, "last_contact: "),
        ({"hex": "4b1816", "gs": -1}, "velocity: "),
        ({"hex": "4b1816", "lat": 91, "lon": 8}, "latitude: "),
        ({"hex": "4b1816", "lat": 47}, "latitude and longitude: "),
        ({"hex": "4b1816", "squawk": 7000}, "squawk: "),
        ({"hex": "4b1816", "alt_geom": True}, "geo_altitude: "),
    ],
)
def test_a_bad_aircraft_is_rejected_with_its_reason_alone(bad: Any, reason: str) -> None:
    _, states, (rejected,) = decode_aircraft(answer(bad, {"hex": "000001"}), "readsb")
    assert [state.icao24 for state in states] == ["000001"]
    assert rejected.reason.startswith(reason)
    assert json.loads(rejected.value) == bad


def test_a_number_beyond_a_double_costs_its_aircraft_only() -> None:
    body = answer({"hex": "4b1816", "gs": 0}, {"hex": "000001"}).replace(b'"gs": 0', b'"gs": 1e400')
    _, states, rejected = decode_aircraft(body, "readsb")
    assert ([state.icao24 for state in states], len(rejected)) == (["000001"], 1)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>", "not JSON"),
        (answer({"hex": "4b1816"})[:-3], "not JSON"),
        pytest.param(b"[" * 100_000, "not JSON", id="nested deeply"),
        (b"[]", "a JSON list, not an object"),
        (b'{"ac": []}', "`now` is None"),
        (b'{"ac": [], "now": true}', "`now` is True"),
        (b'{"ac": [], "now": -1}', "`now` is -1"),
        (b'{"ac": [], "now": 0}', "`now` is 0"),
        (b'{"now": 1700000000}', "no list `ac` or `aircraft`"),
        (b'{"now": 1700000000, "ac": null}', "no list `ac` or `aircraft`"),
    ],
)
def test_what_is_no_envelope_is_no_answer(body: bytes, sentence: str) -> None:
    with pytest.raises(Unavailable, match=sentence):
        decode_aircraft(body, "readsb")
