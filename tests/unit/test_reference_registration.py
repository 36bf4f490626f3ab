"""Registrations that an ICAO 24-bit address encodes."""

import json
import re
from itertools import pairwise
from pathlib import Path

import pytest

from flight_tracker.reference.registration import (
    _SCHEMES,
    _Letters,
    address_of,
    registration_of,
)

RECORDED = Path(__file__).resolve().parents[3] / "shared/data/opensky"

KNOWN = [
    ("a00001", "N1"),
    ("a00002", "N1A"),
    ("a00003", "N1AA"),
    ("a0025a", "N10"),
    ("a061d9", "N12345"),
    ("a3e31a", "N35GR"),
    ("adf7c7", "N99999"),
    ("3c6444", "D-AIBD"),
    ("3c65da", "D-AINZ"),
    ("3c66a9", "D-AIUI"),
    ("3c0bd2", "D-ATMJ"),
    ("3d04a8", "D-EAAA"),
    ("c00001", "C-FAAA"),
    ("c044a9", "C-GAAA"),
    ("1506ab", "RA-67243"),
]


@pytest.mark.parametrize(("icao24", "registration"), KNOWN)
def test_an_address_tells_the_registration(icao24: str, registration: str) -> None:
    assert registration_of(icao24) == registration


@pytest.mark.parametrize(("icao24", "registration"), KNOWN)
def test_a_registration_tells_the_address(icao24: str, registration: str) -> None:
    assert address_of(registration) == icao24


@pytest.mark.parametrize(
    "icao24",
    ["000000", "a00000", "adf7c8", "4ca123", "3c4420", "3c443b", "3c8421", "~a00001", "ffffff"],
)
def test_other_addresses_tell_nothing(icao24: str) -> None:
    assert registration_of(icao24) is None


@pytest.mark.parametrize(
    "registration",
    ["N", "N0", "N01", "NABC", "N1I", "N1AO", "N1234AB", "N12345A", "D-BZZZ", "D-EAB", "RA-1234"],
)
def test_what_no_scheme_knows_has_no_address(registration: str) -> None:
    assert address_of(registration) is None


def test_every_n_number_comes_back() -> None:
    for address in range(0xA00001, 0xADF7C8, 7):
        registration = registration_of(f"{address:06x}")
        assert registration is not None and address_of(registration) == f"{address:06x}"


def test_n_numbers_are_sorted_by_their_addresses() -> None:
    numbers = [registration_of(f"{address:06x}") or "" for address in range(0xA00001, 0xA04001)]
    # The letters of a number come before its further digits.
    keys = [[(c.isdigit(), c) for c in number] for number in numbers]
    assert all(left < right for left, right in pairwise(keys))


@pytest.mark.parametrize("scheme", _SCHEMES, ids=lambda scheme: f"{scheme.prefix}{scheme.first}")
def test_every_registration_of_a_scheme_comes_back(scheme: _Letters) -> None:
    found = [
        (address, registration)
        for address in range(scheme.start, scheme.address(scheme.last) + 1, 5)
        if (registration := registration_of(f"{address:06x}"))
    ]
    assert len(found) > 1_000
    for address, registration in found:
        assert registration.startswith(scheme.prefix)
        assert address_of(registration) == f"{address:06x}"


def test_schemes_are_in_order_and_do_not_overlap() -> None:
    assert all(left.address(left.last) < right.start for left, right in pairwise(_SCHEMES))


def test_recorded_callsigns_that_are_n_numbers_agree() -> None:
    files = sorted(RECORDED.glob("states_all_*.json"))
    if not files:
        pytest.skip("no recorded traffic here")
    states = [row for file in files for row in json.loads(file.read_text("utf-8"))["states"]]
    agree = [
        registration_of(row[0]) == row[1].strip()
        for row in states
        if row[0] >= "a00001" and re.fullmatch("N[1-9][0-9]{0,4}[A-HJ-NP-Z]{0,2}", row[1].strip())
    ]
    # The rest set another aircraft's callsign; no scheme could agree with those.
    assert sum(agree) > 0.98 * len(agree) > 500
