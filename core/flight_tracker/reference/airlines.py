"""Airlines by their ICAO designator, the first three letters of a flight's callsign.

Source: `airlines.tsv`, which `tools/generate_reference.py` makes from OpenFlights' data (ODbL).
"""

import re
from functools import cache
from importlib import resources

import msgspec

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


@cache
def all_airlines() -> dict[str, Airline]:
    """By ICAO designator."""
    table = resources.files(__package__).joinpath("airlines.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return {
        icao: Airline(icao, iata or None, name, callsign or None, country or None)
        for icao, iata, name, callsign, country in rows
    }


def of_callsign(callsign: str | None) -> Airline | None:
    """The airline that flies under this callsign; None of private, military and unknown ones."""
    found = _FLIGHT.fullmatch(callsign or "")
    return all_airlines().get(found[1]) if found else None


def airline_rows() -> list[tuple[str | None, ...]]:
    """For the table `airlines`, in the order of its columns."""
    return [msgspec.structs.astuple(airline) for airline in all_airlines().values()]
