"""Finding airports by what people type."""

import pytest

from flight_tracker.reference.airport_names import ALSO, HUBS, find_airports
from flight_tracker.reference.airports import all_airports
from flight_tracker.reference.folding import folded


@pytest.mark.parametrize(
    ("icao", "texts"),
    [
        ("LSZH", ["LSZH", "lszh", "ZRH", "zurich", "Zürich", "zuerich", "zurich airp"]),
        ("LSGG", ["Genève", "Genf", "geneva"]),
        ("EDDL", ["Düsseldorf", "duesseldorf"]),
        ("EDDK", ["Köln", "Cologne", "Köln/Bonn"]),
        ("EDDM", ["München", "Munich"]),
        ("LOWW", ["Wien", "Vienna"]),
        ("LIMC", ["Mailand", "Milano", "milan"]),
        ("LIRF", ["Rom", "Rome"]),
        ("LEMG", ["Málaga"]),
        ("BIKF", ["Reykjavík"]),
        ("KSTL", ["St. Louis", "Saint Louis"]),
        ("LFPG", ["Paris Charles de Gaulle", "charles gaulle paris", "Paris"]),
        ("KORD", ["O'Hare", "ohare"]),
        ("EGLL", ["lon", "London", "heathrow", "heathrow london"]),
        ("LTCI", ["VAN"]),
        ("CYVR", ["vanc"]),
        ("SKSJ", ["SJE"]),
    ],
)
def test_an_airport_goes_by_its_codes_and_names(icao: str, texts: list[str]) -> None:
    assert {text: find_airports(text, 3)[0].icao for text in texts} == dict.fromkeys(texts, icao)


@pytest.mark.parametrize("text", ["qqqqqq", "zurich qqqq", "athrow", "-", "!?"])
def test_what_nobody_is_called_is_not_found(text: str) -> None:
    assert find_airports(text, 3) == []


@pytest.mark.parametrize("text", ["heathrow", "lon", "san", "new york"])
def test_strips_come_after_airports_with_scheduled_traffic(text: str) -> None:
    iata = [airport.iata is not None for airport in find_airports(text, 200)]
    assert iata == sorted(iata, reverse=True) and iata[0]


def test_the_limit_holds() -> None:
    assert len(find_airports("a", 7)) == 7


def test_the_busiest_airports_are_in_the_table() -> None:
    hubs = HUBS.split()
    assert len(set(hubs)) == len(hubs) > 100
    assert [icao for icao in hubs if not all_airports()[icao].iata] == []


def test_other_names_are_of_cities_in_the_table() -> None:
    words = {word for one in all_airports().values() for word in folded(one.city).split()}
    assert ALSO.keys() <= words
    assert all(folded(names) == names for names in ALSO.values())
