"""The simulated sky: plausible, continuous, and the same in every process."""

import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from math import asin, atan2, cos, degrees, radians, sin

import pytest

from flight_tracker.adapters.simulation import SimulationSource
from flight_tracker.adapters.simulation.airlines import AIRLINES
from flight_tracker.adapters.simulation.countries import COUNTRIES
from flight_tracker.adapters.simulation.hubs import HUBS
from flight_tracker.adapters.simulation.identity import Identities
from flight_tracker.adapters.simulation.route import route
from flight_tracker.geo import distance
from flight_tracker.state_vector import StateVector, decode, encode

NOW = 1_760_000_000
AIRCRAFT = 1_000
FASTEST = 300.0
"""Metres per second; nothing in the simulation is faster over ground."""


@pytest.fixture(scope="module")
def source() -> SimulationSource:
    return SimulationSource(aircraft=AIRCRAFT, clock=lambda: NOW + 0.9)


@pytest.fixture(scope="module")
def sky(source: SimulationSource) -> list[StateVector]:
    return source.states_at(NOW)


def moved(before: StateVector, after: StateVector) -> float:
    """Metres between the positions of two states."""
    assert before.latitude is not None and before.longitude is not None
    assert after.latitude is not None and after.longitude is not None
    return distance(before.latitude, before.longitude, after.latitude, after.longitude)


def seconds(before: StateVector, after: StateVector) -> int:
    assert before.time_position is not None and after.time_position is not None
    return after.time_position - before.time_position


def test_fetch_answers_for_the_clock(source: SimulationSource, sky: list[StateVector]) -> None:
    snapshot = source.fetch(None, timeout=1)
    assert (snapshot.time, snapshot.source, snapshot.states) == (NOW, "simulation", sky)


def test_the_feed_names_seed_and_size(source: SimulationSource) -> None:
    assert source.feed == f"simulation:1:{AIRCRAFT}"


@pytest.mark.parametrize("aircraft", [9, 100_001])
def test_a_size_out_of_range_is_refused(aircraft: int) -> None:
    with pytest.raises(ValueError, match=f"between 10 and 100000, not {aircraft}"):
        SimulationSource(aircraft=aircraft)


def test_another_process_sees_the_same_sky() -> None:
    program = (
        "from flight_tracker.adapters.simulation import SimulationSource;"
        f"print(SimulationSource(aircraft=10).states_at({NOW}))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "12345"}
    command = [sys.executable, "-c", program]
    other = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(SimulationSource(aircraft=10).states_at(NOW))


def test_another_seed_is_another_sky(sky: list[StateVector]) -> None:
    other = SimulationSource(aircraft=10, seed=2).states_at(NOW)
    assert {state.callsign for state in other} != {state.callsign for state in sky[:10]}


def test_every_state_passes_the_contract(source: SimulationSource) -> None:
    for time in (NOW, NOW + 7_213, NOW + 40_000):
        states = source.states_at(time)
        assert [decode(encode(state)) for state in states] == states


def test_every_address_is_used_once(sky: list[StateVector]) -> None:
    assert len({state.icao24 for state in sky}) == AIRCRAFT


def test_callsigns_are_used_once(sky: list[StateVector]) -> None:
    callsigns = [state.callsign for state in sky if state.callsign]
    assert len(set(callsigns)) == len(callsigns)


def test_addresses_lie_in_the_block_of_the_country(sky: list[StateVector]) -> None:
    blocks = {country.name: country for country in COUNTRIES.values()}
    for state in sky:
        block = blocks[state.origin_country or ""]
        assert 0 <= int(state.icao24, 16) - block.first_address < block.addresses


def test_about_nine_in_ten_are_airborne(source: SimulationSource) -> None:
    for time in range(NOW, NOW + 86_400, 21_600):
        airborne = sum(not state.on_ground for state in source.states_at(time))
        assert 0.86 < airborne / AIRCRAFT < 0.93


def test_every_kind_of_aircraft_is_there(sky: list[StateVector]) -> None:
    counts = Counter(state.category for state in sky)
    assert counts.keys() == {2, 3, 4, 6, 8, 9}
    assert counts.most_common(1)[0][0] == 4


def test_nobody_jumps(source: SimulationSource, sky: list[StateVector]) -> None:
    skies = [sky, *(source.states_at(NOW + later) for later in (1, 2, 3, 5, 8, 13, 60, 600))]
    for before, after in pairwise(skies):
        for old, new in zip(before, after, strict=True):
            # 20 m are the rounding of both positions to four decimals.
            assert moved(old, new) <= FASTEST * seconds(old, new) + 20


def test_a_round_trip_closes() -> None:
    source = SimulationSource(aircraft=10)
    for aircraft in source._fleet:
        out, back = aircraft.flights
        for flight in (out, back):
            end = flight.at(flight.duration - 1e-6).distance
            assert end == pytest.approx(aircraft.route.length, abs=1)


def test_time_never_goes_back(source: SimulationSource, sky: list[StateVector]) -> None:
    for old, new in zip(sky, source.states_at(NOW + 1), strict=True):
        assert new.last_contact >= old.last_contact
        assert seconds(old, new) >= 0


def test_cruise_speed_matches_the_way_flown(
    source: SimulationSource, sky: list[StateVector]
) -> None:
    in_cruise = 0
    for old, new in zip(sky, source.states_at(NOW + 120), strict=True):
        if old.vertical_rate == new.vertical_rate == 0 and old.velocity == new.velocity:
            in_cruise += 1
            assert moved(old, new) == pytest.approx(
                (old.velocity or 0) * seconds(old, new), rel=0.02, abs=25
            )
    assert in_cruise > AIRCRAFT / 3


def test_dead_reckoning_along_the_track_finds_the_next_position(
    source: SimulationSource, sky: list[StateVector]
) -> None:
    for old, new in zip(sky, source.states_at(NOW + 60), strict=True):
        if old.on_ground or new.on_ground or old.callsign != new.callsign:
            continue
        assert old.latitude is not None and old.true_track is not None
        assert old.longitude is not None and new.latitude is not None
        here = (old.latitude, old.longitude)
        ahead = _ahead(here, old.true_track, moved(old, new))
        assert distance(*ahead, new.latitude, new.longitude or 0) < 30 + 0.01 * moved(old, new)


def _ahead(here: tuple[float, float], track: float, metres: float) -> tuple[float, float]:
    """The place reached by flying straight ahead (great-circle direct problem on the sphere)."""
    angle, course = metres / 6_371_008.8, radians(track)
    phi, lam = radians(here[0]), radians(here[1])
    phi2 = asin(sin(phi) * cos(angle) + cos(phi) * sin(angle) * cos(course))
    lam2 = lam + atan2(sin(course) * sin(angle) * cos(phi), cos(angle) - sin(phi) * sin(phi2))
    return degrees(phi2), (degrees(lam2) + 180) % 360 - 180


def test_vertical_rate_matches_the_altitude(
    source: SimulationSource, sky: list[StateVector]
) -> None:
    for old, new in zip(sky, source.states_at(NOW + 30), strict=True):
        if old.vertical_rate is None or old.vertical_rate != new.vertical_rate:
            continue
        assert old.baro_altitude is not None and new.baro_altitude is not None
        climbed = new.baro_altitude - old.baro_altitude
        # 8 m are the 25 ft grid, 0.17 m/s half a step of the rate.
        expected = old.vertical_rate * seconds(old, new)
        assert climbed == pytest.approx(expected, abs=8 + 0.17 * seconds(old, new))


def test_altitudes_are_on_the_grid_of_25_feet(sky: list[StateVector]) -> None:
    for state in sky:
        if state.baro_altitude is not None:
            steps = state.baro_altitude / 7.62
            assert abs(steps - round(steps)) < 0.002


def test_aircraft_on_the_ground_report_no_altitude(sky: list[StateVector]) -> None:
    for state in sky:
        assert (state.baro_altitude is None) == state.on_ground


def test_jets_cruise_at_semicircular_levels(sky: list[StateVector]) -> None:
    for state in sky:
        if state.vertical_rate == 0 and state.category in (4, 6):
            assert state.baro_altitude is not None
            assert round(state.baro_altitude / 0.3048) % 1000 == 0


def test_airline_callsigns_are_a_designator_and_a_number(sky: list[StateVector]) -> None:
    designators = {airline.designator for airline in AIRLINES}
    for state in sky:
        if state.callsign and state.category in (4, 6):
            assert state.callsign[:3] in designators
            assert re.fullmatch(r"[1-9]\d{0,3}[A-Z]?", state.callsign[3:])


def test_the_number_differs_by_direction() -> None:
    out, back = Identities().flight_numbers("DLH")
    assert int(back.removeprefix("DLH")) == int(out.removeprefix("DLH")) + 1


def test_a_country_gives_no_address_twice() -> None:
    identities = Identities()
    given = {identities.address("LU") for _ in range(0x400)}
    assert len(given) == 0x400 and not identities.has_address("LU")
    with pytest.raises(ValueError, match="all 1024 addresses of Luxembourg are taken"):
        identities.address("LU")


@pytest.mark.parametrize(("code", "shape"), [("US", r"N[1-9]\d\d[A-Z]{2}"), ("DE", "D[A-Z]{4}")])
def test_light_aircraft_send_their_registration(code: str, shape: str) -> None:
    identities = Identities()
    given = [identities.registration(code) for _ in range(1000)]
    assert len(set(given)) == 1000
    assert all(re.fullmatch(shape, registration) for registration in given)


def test_airlines_are_based_at_hubs_of_the_table() -> None:
    for airline in AIRLINES:
        assert set(airline.hubs.split()) <= HUBS.keys()
        assert airline.country in COUNTRIES


def test_reception_is_as_imperfect_as_in_a_real_feed(sky: list[StateVector]) -> None:
    ages = [NOW - state.last_contact for state in sky]
    assert max(ages) <= 60 and 0.01 < sum(age > 10 for age in ages) / AIRCRAFT < 0.06
    patchy = sum(state.time_position != state.last_contact for state in sky)
    assert 0.002 < patchy / AIRCRAFT < 0.03


def test_some_send_no_callsign_or_squawk(sky: list[StateVector]) -> None:
    assert 0.005 < sum(state.callsign is None for state in sky) / AIRCRAFT < 0.04
    assert 0.15 < sum(state.squawk is None for state in sky) / AIRCRAFT < 0.25


def test_an_emergency_is_rare_and_airborne(source: SimulationSource) -> None:
    # A day apart, everybody is on another flight.
    skies = [source.states_at(NOW + day * 86_400) for day in range(12)]
    urgent = [state for sky in skies for state in sky if state.squawk in ("7700", "7600")]
    assert 0 < len(urgent) < 20
    assert not any(state.on_ground for state in urgent)


def test_a_route_crosses_the_antimeridian() -> None:
    tokyo_to_seattle = route((35.55, 139.78), (47.45, -122.31))
    places = [tokyo_to_seattle.at(step * 1e5, back=False) for step in range(77)]
    for before, after in pairwise(places):
        step = distance(before.latitude, before.longitude, after.latitude, after.longitude)
        assert step == pytest.approx(1e5, rel=1e-6)


def test_a_route_crosses_the_pole() -> None:
    over_the_pole = route((80.0, 10.0), (80.0, -170.0))
    top = over_the_pole.at(over_the_pole.length / 2, back=False)
    assert top.latitude == pytest.approx(90, abs=1e-6)


def test_the_way_back_leads_the_other_way() -> None:
    way = route((50.0, 8.6), (40.6, -73.8))
    out, back = way.at(1e6, back=False), way.at(way.length - 1e6, back=True)
    assert (back.latitude, back.longitude) == pytest.approx((out.latitude, out.longitude))
    assert (back.track - out.track) % 360 == pytest.approx(180)


def test_places_without_a_single_great_circle_are_refused() -> None:
    with pytest.raises(ValueError, match="no single great circle"):
        route((10.0, 20.0), (-10.0, -160.0))
