"""flights: legs from take-off to landing, as far as they were seen."""

from typing import Any

import pytest

from flight_tracker.state_vector import StateVector
from flight_tracker.tables import TABLES
from tests.gold.one_day import Log, Rows, day_of, make
from tests.skies import TIME, state

MINUTE, HOUR = 60, 3600
MIDNIGHT = TIME - TIME % 86_400 + 86_400
ZURICH = {"icao": "LSZH", "iata": "ZRH", "latitude": 47.46, "longitude": 8.55, "elevation": 432.0}
GENEVA = {"icao": "LSGG", "iata": "GVA", "latitude": 46.24, "longitude": 6.11, "elevation": 430.0}
STRIP = {"icao": "LSXX", "latitude": 47.47, "longitude": 8.55, "elevation": 430.0}
AIRPORTS = [ZURICH, GENEVA, STRIP]
PER_MINUTE = 0.1
"""Degrees of latitude: 185 m/s."""


def at(time: int, **more: Any) -> StateVector:
    times = {"snapshot_time": time + 2, "last_contact": time, "time_position": time}
    return state(**(times | more))


def ground(start: int, minutes: int, place: dict[str, Any] = ZURICH, **more: Any) -> list[Any]:
    """On the ground at an airport, a state a minute."""
    here = {"latitude": place["latitude"], "longitude": place["longitude"]}
    still = {"on_ground": True, "velocity": 5.0, "baro_altitude": None, "vertical_rate": None}
    return [at(start + m * MINUTE, **(here | still | more)) for m in range(minutes)]


def air(start: int, minutes: int, *, latitude: float = 40.0, **more: Any) -> list[Any]:
    """Level in the air, northbound, a state a minute."""
    level = {"baro_altitude": 10_000.0, "vertical_rate": 0.0, "velocity": 185.0}
    return [
        at(start + m * MINUTE, latitude=latitude + m * PER_MINUTE, **(level | more))
        for m in range(minutes)
    ]


def legs(*states: Any, **options: Any) -> Rows:
    rows = make("flights", *states, airports=AIRPORTS, **options)
    assert all(list(row) == [c.name for c in TABLES["flights"].columns] for row in rows)
    return sorted(rows, key=lambda row: row["first_seen"])


def spans(*states: Any, **options: Any) -> list[tuple[int, int]]:
    """First and last sight in minutes since TIME."""
    rows = legs(*states, **options)
    return [((r["first_seen"] - TIME) // 60, (r["last_seen"] - TIME) // 60) for r in rows]


def test_a_leg_lasts_from_the_ground_to_the_ground() -> None:
    flown = [*ground(TIME, 5), *air(TIME + 5 * MINUTE, 30), *ground(TIME + 35 * MINUTE, 5, GENEVA)]
    [leg] = legs(*flown)
    assert (leg["first_seen"], leg["last_seen"]) == (TIME + 4 * MINUTE, TIME + 35 * MINUTE)
    assert (leg["departure"], leg["arrival"], leg["is_complete"]) == ("LSZH", "LSGG", True)
    assert (leg["departure_evidence"], leg["arrival_evidence"]) == ("take-off seen", "landing seen")


def test_who_only_taxies_does_not_fly() -> None:
    assert legs(*ground(TIME, 30)) == []


def test_a_turnaround_makes_two_legs() -> None:
    first, stop = air(TIME, 10), ground(TIME + 10 * MINUTE, 20)
    assert spans(*first, *stop, *air(TIME + 30 * MINUTE, 10)) == [(0, 10), (29, 39)]


def test_a_wrong_ground_flag_in_the_air_is_no_landing() -> None:
    flown = air(TIME, 20)
    flown[10] = at(TIME + 10 * MINUTE, latitude=41.0, on_ground=True, velocity=185.0)
    assert spans(*flown) == [(0, 19)]


def test_a_touch_and_go_is_one_leg() -> None:
    touch = at(TIME + 10 * MINUTE, on_ground=True, velocity=60.0, baro_altitude=None)
    again = air(TIME + 10 * MINUTE + 30, 10)
    assert spans(*air(TIME, 10), touch, *again) == [(0, 19)]


def test_ten_minutes_without_a_message_do_not_end_a_leg() -> None:
    assert spans(*air(TIME, 2), *air(TIME + 11 * MINUTE, 2)) == [(0, 12)]


def test_a_gap_low_over_the_ground_ends_a_leg() -> None:
    low = {"baro_altitude": 900.0}
    assert spans(*air(TIME, 2, **low), *air(TIME + 40 * MINUTE, 2, **low)) == [(0, 1), (40, 41)]


def test_an_ocean_without_receivers_is_crossed_in_one_leg() -> None:
    far = air(TIME + 100 * MINUTE, 2, latitude=50.0)
    [leg] = legs(*air(TIME, 2), *far)
    assert leg["duration_s"] == 101 * MINUTE and leg["distance_km"] == pytest.approx(1122, rel=0.01)


def test_a_gap_that_nobody_flies_so_slowly_ends_a_leg() -> None:
    assert len(legs(*air(TIME, 2), *air(TIME + 100 * MINUTE, 2))) == 2


def test_another_callsign_after_a_gap_begins_a_leg() -> None:
    far = air(TIME + 100 * MINUTE, 2, latitude=50.0, callsign="SWR8")
    assert [leg["callsign"] for leg in legs(*air(TIME, 2), *far)] == ["SWR7354", "SWR8"]


def test_another_callsign_begins_a_leg_where_both_are_kept() -> None:
    flown = [*air(TIME, 15), *air(TIME + 15 * MINUTE, 15, callsign="SWR8")]
    assert spans(*flown) == [(0, 14), (15, 29)]


def test_a_state_without_callsign_does_not_hide_another_callsign() -> None:
    nameless = air(TIME + 15 * MINUTE, 1, callsign=None)
    flown = [*air(TIME, 15), *nameless, *air(TIME + 16 * MINUTE, 15, callsign="SWR8")]
    assert spans(*flown) == [(0, 15), (16, 30)]


def test_a_callsign_that_is_corrected_soon_is_one_leg() -> None:
    flown = [*air(TIME, 3, callsign="SWR9"), *air(TIME + 3 * MINUTE, 20)]
    [leg] = legs(*flown)
    assert leg["callsign"] == "SWR7354"


def test_a_callsign_that_is_missing_for_a_while_changes_nothing() -> None:
    flown = [*air(TIME, 5), *air(TIME + 5 * MINUTE, 9, callsign=None), *air(TIME + 840, 9)]
    [leg] = legs(*flown)
    assert leg["callsign"] == "SWR7354"


def test_an_airport_is_inferred_from_a_climb_nearby() -> None:
    low = {"latitude": 47.5, "longitude": 8.6, "baro_altitude": 900.0, "vertical_rate": 10.0}
    [leg] = legs(at(TIME, **low), *air(TIME + MINUTE, 20, latitude=47.6))
    assert (leg["departure"], leg["departure_evidence"]) == ("LSZH", "low nearby")
    assert leg["arrival"] is None and leg["arrival_evidence"] is None


def test_who_is_about_to_land_has_not_landed() -> None:
    low = {"latitude": 47.5, "longitude": 8.6, "baro_altitude": 900.0, "vertical_rate": -5.0}
    flown = [*air(TIME, 5, latitude=47.0), at(TIME + 5 * MINUTE, **low)]
    other = air(TIME + 5 * MINUTE, 1, icao24="abcdef")
    later = air(TIME + 15 * MINUTE, 1, icao24="abcdef")
    assert legs(*flown, *other)[0]["arrival"] is None
    assert legs(*flown, *later)[0]["arrival"] == "LSZH"


def test_who_descends_over_an_airport_did_not_depart_there() -> None:
    low = {"latitude": 47.5, "longitude": 8.6, "baro_altitude": 900.0, "vertical_rate": -10.0}
    [leg] = legs(at(TIME, **low), *air(TIME + MINUTE, 20, latitude=47.6))
    assert leg["departure"] is None


def test_a_flight_high_over_an_airport_has_nothing_to_do_with_it() -> None:
    [leg] = legs(*air(TIME, 5, latitude=47.4))
    assert (leg["departure"], leg["arrival"], leg["is_complete"]) == (None, None, False)


def test_a_leg_belongs_to_the_day_of_its_first_sight() -> None:
    flown = air(MIDNIGHT - 10 * MINUTE, 20)
    [leg] = legs(*flown)
    assert leg["last_seen"] == MIDNIGHT + 9 * MINUTE and leg["event_date"] == day_of(TIME)
    assert legs(*flown, day=day_of(MIDNIGHT)) == []


def test_states_of_two_logs_count_once() -> None:
    flown = air(TIME, 5)
    [leg] = legs(Log(flown), Log(flown, log_id="another"))
    assert leg["states"] == 5


def test_late_states_repair_a_leg() -> None:
    flown = air(TIME, 30, baro_altitude=900.0)
    assert len(legs(*flown[:2], *flown[28:])) == 2
    assert len(legs(*flown)) == 1


def test_the_antimeridian_is_no_distance() -> None:
    flown = [
        at(TIME + m * MINUTE, latitude=0.0, longitude=(179.9 + m * 0.1 + 180) % 360 - 180)
        for m in range(5)
    ]
    [leg] = legs(*flown)
    assert leg["distance_km"] == pytest.approx(44.5, rel=0.01)


def test_a_jump_of_the_position_is_not_flown() -> None:
    flown = air(TIME, 5)
    flown[2] = at(TIME + 2 * MINUTE, latitude=-40.0, longitude=100.0)
    [leg] = legs(*flown)
    assert leg["distance_km"] < 50


def test_who_has_no_position_still_flies() -> None:
    flown = air(TIME, 5)
    none = [at(s.last_contact, latitude=None, longitude=None, time_position=None) for s in flown]
    [leg] = legs(*none)
    assert (leg["first_latitude"], leg["departure"], leg["states"]) == (None, None, 5)


def test_an_unknown_ground_flag_is_the_air() -> None:
    assert spans(*air(TIME, 5, on_ground=None)) == [(0, 4)]


def test_a_helicopter_may_take_off_where_no_airport_is() -> None:
    meadow = {"latitude": 46.8, "longitude": 7.5}
    [leg] = legs(*ground(TIME, 5, meadow), *air(TIME + 5 * MINUTE, 10, latitude=46.8))
    assert (leg["departure"], leg["departure_evidence"]) == (None, "take-off seen")


def test_two_aircraft_have_nothing_to_do_with_each_other() -> None:
    assert len(legs(*air(TIME, 5), *air(TIME, 5, icao24="abcdef"))) == 2
