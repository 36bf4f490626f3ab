"""Finding aircraft by what people type."""

import pytest

from flight_tracker.enrichment import Aircraft
from flight_tracker.searching import find_aircraft
from tests.skies import state

SKY = [
    Aircraft(state("4b1816", callsign="SWR318")),
    Aircraft(state("4b1817", callsign="SWR31K")),
    Aircraft(state("a00001", callsign="N1")),
    Aircraft(state("3c0001", callsign="DLH318")),
    Aircraft(state("3d8df8", callsign=None)),
]


def found(text: str, limit: int = 9) -> list[str]:
    return [one.state.icao24 for one in find_aircraft(SKY, text, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SWR318", ["4b1816"]),
        ("swr 31", ["4b1816", "4b1817"]),
        ("LX318", ["4b1816"]),
        ("4B1817", ["4b1817"]),
        ("4b18", ["4b1816", "4b1817"]),
        ("D-GAAA", ["3d8df8"]),
        ("dgaa", ["3d8df8"]),
        ("swiss inter", ["4b1816", "4b1817"]),
        ("318", ["3c0001", "4b1816"]),
        ("swr.318", ["4b1816"]),
        ("Lufthânsa", ["3c0001"]),
        ("zzz", []),
        ("-", []),
        ("!?", []),
    ],
)
def test_an_aircraft_goes_by_many_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_the_exact_match_comes_first_and_the_limit_holds() -> None:
    assert found("N1")[0] == "a00001" and len(found("1", limit=2)) == 2
