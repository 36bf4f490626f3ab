"""What a state tells beyond its fields."""

from typing import Any

import pytest

from flight_tracker.enrichment import Aircraft, altitude, enrich
from tests.skies import state

ZURICH = {"latitude": 47.4647, "longitude": 8.54917}


def test_airline_country_and_airport_are_those_of_the_reference_data() -> None:
    found = enrich(state("4b1816", callsign="SWR7354", **ZURICH))
    assert (found.airline, found.airline_name) == ("SWR", "Swiss International Air Lines")
    assert (found.country, found.country_code) == ("Switzerland", "CH")
    assert (found.nearest_airport, found.nearest_airport_km) == ("LSZH", 0.0)


def test_an_address_tells_the_registration_where_it_encodes_it() -> None:
    assert enrich(state("a00001")).registration == "N1"
    assert enrich(state("4b1816")).registration is None


@pytest.mark.parametrize(
    ("changes", "phase"),
    [
        ({"on_ground": True}, "ground"),
        ({"vertical_rate": 8.0}, "climb"),
        ({"geo_altitude": 900.0, **ZURICH}, "approach"),
        ({"geo_altitude": 9_000.0}, "descent"),
        ({"vertical_rate": 0.0, "velocity": 240.0, "geo_altitude": 11_000.0}, "cruise"),
        ({"vertical_rate": None}, "unknown"),
    ],
)
def test_the_phase_takes_the_nearest_airport_into_account(
    changes: dict[str, Any], phase: str
) -> None:
    assert enrich(state(**changes)).phase == phase


def test_a_country_that_was_not_sent_comes_from_the_address() -> None:
    assert enrich(state("3c6444", origin_country=None)).country == "Germany"


def test_an_aircraft_that_nothing_is_known_of_is_enriched_too() -> None:
    found = enrich(state("~00000a", callsign=None, origin_country=None, latitude=None))
    assert {found.airline, found.country, found.registration, found.nearest_airport} == {None}


def test_an_emergency_is_told_by_its_squawk() -> None:
    assert enrich(state(squawk="7600")).emergency == "radio failure"
    assert enrich(state(squawk="1000")).emergency is None


def test_it_is_worked_out_once() -> None:
    aircraft = Aircraft(state())
    assert aircraft.enrichment is aircraft.enrichment and aircraft.json is aircraft.json


def test_the_barometric_altitude_is_preferred_and_zero_is_one() -> None:
    assert altitude(state(baro_altitude=0.0, geo_altitude=50.0)) == 0.0
    assert altitude(state(baro_altitude=None, geo_altitude=50.0)) == 50.0
    assert altitude(state(baro_altitude=None, geo_altitude=None)) is None
