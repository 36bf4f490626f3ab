"""Airlines by their ICAO designator, the first three letters of a flight's callsign.

Source: `airlines.tsv`, which `tools/generate_reference.py` makes from OpenFlights' data (ODbL).
"""

import re
from functools import cache, lru_cache
from importlib import resources

import msgspec

from flight_tracker.reference.folding import folded

_FLIGHT = re.compile("([A-Z]{3})[0-9][0-9A-Z]{0,4}")
"""A designator, then an identification that begins with a digit: GABCD is a registration."""


class Airline(msgspec.Struct, frozen=True, gc=False):
    """`callsign` is the one spoken, `country` of registration by its English name.

    The names of countries are OpenFlights', not OpenSky's: Russia, not Russian Federation.
    """

    icao: str
    iata: str | None
    name: str
    callsign: str | None
    country: str | None


SHORTEST_NAME = 3
"""Letters of the beginning of a name that tell airlines apart."""


@cache
def all_airlines() -> dict[str, Airline]:
    """By ICAO designator."""
    return {
        icao: Airline(icao, iata or None, name, callsign or None, country or None)
        for icao, iata, name, callsign, country, _ in _rows()
    }


@lru_cache(1024)
def designators(text: str) -> frozenset[str]:
    """ICAO designators of the airlines that are called so; empty if none is.

    Two characters are an IATA designator. Three may be an ICAO designator; where the airline that
    had it is gone they may mean the first word of a name, too: ITA. Otherwise it is the beginning
    of a name.
    """
    code, name = text.strip().upper(), folded(text)
    if len(code) == 2:
        return frozenset(one.icao for one in all_airlines().values() if one.iata == code)
    found = {code} & all_airlines().keys()
    if len(name) >= SHORTEST_NAME and found <= _gone():
        found |= named(name, is_whole_word=bool(found))
    return frozenset(found)


def named(name: str, *, is_whole_word: bool = False) -> set[str]:
    """ICAO designators of the airlines whose folded name begins so."""
    beginning = f"{name} " if is_whole_word else name
    return {icao for icao, known in _names() if f"{known} ".startswith(beginning)}


@cache
def _names() -> list[tuple[str, str]]:
    """Designators and folded names."""
    return [(icao, folded(airline.name)) for icao, airline in all_airlines().items()]


@cache
def _gone() -> frozenset[str]:
    """Designators of airlines that the source knows to be out of business."""
    return frozenset(row[0] for row in _rows() if not row[5])


def of_callsign(callsign: str | None) -> Airline | None:
    """The airline that flies under this callsign; None of private, military and unknown ones."""
    found = _FLIGHT.fullmatch(callsign or "")
    return all_airlines().get(found[1]) if found else None


def _rows() -> list[list[str]]:
    table = resources.files(__package__).joinpath("airlines.tsv").read_text("utf-8")
    return [line.split("\t") for line in table.splitlines()[1:]]


def airline_rows() -> list[tuple[str | None, ...]]:
    """For the table `airlines`, in the order of its columns."""
    return [msgspec.structs.astuple(airline) for airline in all_airlines().values()]
