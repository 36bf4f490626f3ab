"""data_quality: what is wrong with the records of a day."""

from typing import Any

import pytest

from flight_tracker.state_vector import StateVector
from tests.gold.one_day import DAY, Log, day_of, make
from tests.skies import TIME, state


def bad(source: str | None, key: bytes | None) -> dict[str, Any]:
    return {"source": source, "key": key, "event_date": DAY}


def found(*states: Any, source: str = "opensky", **options: Any) -> dict[str, tuple[Any, ...]]:
    """By test: affected, checked, example."""
    rows = make("data_quality", *states, **options)
    return {
        row["test"]: (row["affected"], row["checked"], row["example"])
        for row in rows
        if row["source"] == source
    }


def at(time: int, **changes: Any) -> StateVector:
    times = {"snapshot_time": time, "last_contact": time, "time_position": time}
    return state(**(times | changes))


def test_a_good_state_affects_no_test() -> None:
    good = state(category=4)
    assert {affected for affected, _, _ in found(good).values()} == {0}


@pytest.mark.parametrize(
    "field",
    [
        "callsign",
        "origin_country",
        "baro_altitude",
        "geo_altitude",
        "on_ground",
        "velocity",
        "true_track",
        "vertical_rate",
        "squawk",
        "category",
    ],
)
def test_what_is_missing_is_counted(field: str) -> None:
    full = state("4b1817", category=4)
    tests = found(state(**{"category": 4, field: None}), full)
    assert tests[f"null_{field}"] == (1, 2, "4b1816")
    assert sum(affected for affected, _, _ in tests.values()) == 1


def test_on_the_ground_no_altitude_is_missing() -> None:
    parked = state(on_ground=True, baro_altitude=None, geo_altitude=None, vertical_rate=None)
    tests = found(parked, state("4b1817", on_ground=None, baro_altitude=None))
    assert tests["null_baro_altitude"] == (1, 1, "4b1817")
    assert tests["null_geo_altitude"] == tests["null_vertical_rate"] == (0, 1, None)


def test_a_missing_position_is_counted_once() -> None:
    tests = found(state(latitude=None, longitude=None, time_position=None))
    assert tests["null_position"] == (1, 1, "4b1816")
    assert tests["stale_position"] == (0, 0, None)


@pytest.mark.parametrize(("age", "affected"), [(300, 0), (301, 1)])
def test_a_position_is_stale_after_five_minutes(age: int, affected: int) -> None:
    assert found(state(time_position=TIME - age))["stale_position"][0] == affected


@pytest.mark.parametrize(("velocity", "affected"), [(600.0, 0), (600.1, 1)])
def test_a_velocity_can_be_impossible(velocity: float, affected: int) -> None:
    assert found(state(velocity=velocity))["impossible_speed"][0] == affected


@pytest.mark.parametrize(("delay", "affected"), [(300, 0), (301, 1)])
def test_a_record_is_late_five_minutes_after_its_snapshot(delay: int, affected: int) -> None:
    assert found(Log([state()], delay=delay))["late_record"] == (
        affected,
        1,
        "4b1816" if affected else None,
    )


# A degree of latitude is 111.2 km; 1,000 m/s allow 10 + 1 s for 11 km.
@pytest.mark.parametrize(("degrees", "affected"), [(0.098, 0), (0.1, 1)])
def test_a_position_that_no_aircraft_can_reach_is_a_jump(degrees: float, affected: int) -> None:
    tests = found(at(TIME, latitude=47.0), at(TIME + 10, latitude=47.0 + degrees))
    assert tests["position_jump"][:2] == (affected, 1)


def test_the_antimeridian_is_no_jump() -> None:
    tests = found(at(TIME, longitude=179.99), at(TIME + 10, longitude=-179.99))
    assert tests["position_jump"][:2] == (0, 1)


def test_to_the_other_side_of_the_earth_is_a_jump() -> None:
    there = at(TIME, latitude=0.0, longitude=0.0)
    assert found(there, at(TIME + 10, latitude=0.0, longitude=180.0))["position_jump"][0] == 1


def test_an_older_position_in_a_newer_message_is_no_jump() -> None:
    back = at(TIME + 30, latitude=47.5, time_position=TIME - 60)
    assert found(at(TIME, latitude=47.45), back)["position_jump"][:2] == (0, 1)


def test_degrees_of_longitude_are_short_near_the_pole() -> None:
    there = at(TIME, latitude=80.0, longitude=8.0)
    assert found(there, at(TIME + 10, latitude=80.0, longitude=8.5))["position_jump"][:2] == (0, 1)


# 150 m/s for 10 + 1 s.
@pytest.mark.parametrize(("height", "affected"), [(2650.0, 0), (2651.0, 1)])
def test_an_altitude_can_jump(height: float, affected: int) -> None:
    tests = found(at(TIME, baro_altitude=1000.0), at(TIME + 10, baro_altitude=height))
    assert tests["altitude_jump"][:2] == (affected, 1)


def test_other_aircraft_are_no_neighbours() -> None:
    tests = found(at(TIME), at(TIME + 1, icao24="4b1817", latitude=0.0, longitude=0.0))
    assert tests["position_jump"] == (0, 0, None)


def test_a_message_told_twice_is_a_duplicate() -> None:
    tests = found(at(TIME), at(TIME, snapshot_time=TIME + 30))
    assert tests["duplicate_record"] == (1, 2, "4b1816")


def test_a_message_in_two_logs_is_a_duplicate() -> None:
    assert found(Log([at(TIME)]), Log([at(TIME)], "another"))["duplicate_record"][0] == 1


def test_a_message_of_two_sources_is_none() -> None:
    told = at(TIME), at(TIME, source="readsb")
    for source in ("opensky", "readsb"):
        assert found(*told, source=source)["duplicate_record"] == (0, 1, None)


def test_an_earlier_message_behind_a_later_one_is_reordered() -> None:
    tests = found(at(TIME + 30), at(TIME), at(TIME + 60))
    assert tests["reordered_record"] == (1, 2, "4b1816")


def test_logs_are_not_compared_with_each_other() -> None:
    tests = found(Log([at(TIME + 30)]), Log([at(TIME - 30), at(TIME)], "another"))
    assert tests["reordered_record"] == (0, 1, None)


def test_rejected_records_count_by_their_source() -> None:
    tests = found(state(), rejected_states=[bad("opensky", b"4b1817"), bad("opensky", None)])
    assert tests["rejected"] == (2, 3, "4b1817")


@pytest.mark.parametrize("key", [b"", b"\xff\xfe", b"x" * 1000])
def test_a_key_that_is_no_address_is_no_example(key: bytes) -> None:
    assert found(rejected_states=[bad("opensky", key)])["rejected"] == (1, 1, None)


def test_a_rejected_record_may_have_no_source() -> None:
    assert found(rejected_states=[bad(None, b"4b1817")], source="unknown")["rejected"] == (
        1,
        1,
        "4b1817",
    )


def test_each_source_has_its_own_rows() -> None:
    rows = make("data_quality", state(), state(source="readsb"))
    assert {row["source"] for row in rows} == {"opensky", "readsb"}
    assert len(rows) == 2 * len({row["test"] for row in rows})


def test_another_day_is_left_out() -> None:
    assert make("data_quality", state(), day=day_of(TIME + 86_400)) == []
