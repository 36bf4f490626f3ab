"""What people call airlines, countries and places."""

import pytest

from flight_tracker.reference.address_blocks import all_blocks
from flight_tracker.reference.airlines import designators
from flight_tracker.reference.countries import code_of
from flight_tracker.reference.folding import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zürich-Kloten", "zurich kloten"),
        ("St. Louis", "st louis"),
        ("Chicago  O'Hare", "chicago ohare"),
        ("Łódź, Tromsø, Þórshöfn", "lodz tromso thorshofn"),
        ("GROSSE Straße", "grosse strasse"),
        ("İstanbul", "istanbul"),
        ("--- !", ""),
    ],
)
def test_names_are_folded_to_plain_words(text: str, expected: str) -> None:
    assert folded(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BA", {"BAW"}),
        ("lx", {"SWR"}),
        ("AF", {"AFR"}),
        ("AA", {"AAL"}),
        ("U2", {"EZY"}),
        ("SWR", {"SWR"}),
        ("swr", {"SWR"}),
        ("KLM", {"KLM"}),
        ("SKY", {"SKY"}),
        ("ITA", {"ITA", "ITY"}),
        ("lufthansa cargo", {"GEC"}),
        ("Air Caraïbes", {"FWI", "CAJ"}),
        ("no such airline", set()),
        ("Z", set()),
        ("", set()),
        ("--", set()),
    ],
)
def test_an_airline_goes_by_its_designators_or_name(text: str, expected: set[str]) -> None:
    assert designators(text) == expected


def test_an_iata_designator_finds_all_that_have_it_and_nobody_by_name() -> None:
    assert "DLH" in designators("LH") and "BTK" not in designators("BA")


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("NL", ["Netherlands", "Kingdom of the Netherlands", "holland", "NL", "nld"]),
        ("GB", ["UK", "United Kingdom", "Great Britain", "gbr"]),
        ("RU", ["Russia", "Russian Federation"]),
        ("KR", ["South Korea", "Republic of Korea", "KOR"]),
        ("US", ["usa", "United States", "United States of America"]),
        ("TR", ["Türkiye", "turkiye", "Turkey"]),
        ("CI", ["Côte d'Ivoire", "cote divoire", "Ivory Coast"]),
        ("CZ", ["Czechia", "Czech Republic"]),
        ("VN", ["Vietnam", "Viet Nam"]),
        (None, ["Atlantis", "XX", "", "Switz", "United"]),
    ],
)
def test_a_country_goes_by_its_names_and_codes(code: str | None, names: list[str]) -> None:
    assert {name: code_of(name) for name in names} == dict.fromkeys(names, code)


def test_each_state_of_registry_is_known_by_its_name_and_code() -> None:
    for block in all_blocks():
        assert code_of(block.country) == code_of(block.country_code) == block.country_code
