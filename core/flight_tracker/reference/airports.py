"""Airports of the world by their ICAO code, and the nearest one.

Source: the package `airportsdata` (MIT). Its own `load` parses all columns of all 28,000 rows into
dictionaries; reading the table here takes less time and memory. Nothing is read before it is asked
for, nor is the package imported.
"""

import csv
import math
from collections.abc import Iterator
from functools import cache
from importlib import resources
from operator import itemgetter

import msgspec

from flight_tracker.geo import EARTH_RADIUS, distance

FOOT = 0.3048
CELL = 1.0
"""Degrees of latitude and longitude of a cell in which airports are looked for."""

UNLISTED_KM = 6.0
"""So much further away counts an airport without IATA code, here and in the gold tables: airliners
come in over strips where they do not land."""

_TURN = round(360 / CELL)
"""Cells around the world."""

_KM_PER_DEGREE = math.radians(EARTH_RADIUS) / 1000

_COLUMNS = ("icao", "iata", "name", "city", "country", "lat", "lon", "elevation")


class Airport(msgspec.Struct, frozen=True, gc=False):
    """Degrees WGS-84, elevation in metres, country by ISO 3166-1 alpha-2."""

    icao: str
    iata: str | None
    name: str
    city: str
    country: str
    latitude: float
    longitude: float
    elevation: float

    @property
    def is_listed(self) -> bool:
        """Has an ICAO location indicator, four letters: a code with digits is a private strip's.

        Airports with scheduled flights have an `iata` code, too.
        """
        return self.icao.isalpha()


@cache
def all_airports() -> dict[str, Airport]:
    """By ICAO code."""
    return {airport.icao: airport for airport in _read()}


def by_icao(code: str) -> Airport | None:
    return all_airports().get(code)


def airport_rows() -> list[tuple[str | float | None, ...]]:
    """For the table `airports`, in the order of its columns."""
    return [msgspec.structs.astuple(airport) for airport in all_airports().values()]


def nearest(
    latitude: float, longitude: float, *, within_km: float, unlisted_km: float = 0.0
) -> tuple[Airport, float] | None:
    """The nearest airport and its distance in km; None if none lies within so many km.

    One without an IATA code counts as `unlisted_km` further away.
    """
    found = [
        (km + (0.0 if airport.iata else unlisted_km), km, airport)
        for airport in _around(latitude, longitude, within_km)
        if (km := distance(latitude, longitude, airport.latitude, airport.longitude) / 1000)
        <= within_km
    ]
    _, km, airport = min(found, key=itemgetter(0), default=(0.0, 0.0, None))
    return None if airport is None else (airport, km)


def _around(latitude: float, longitude: float, within_km: float) -> Iterator[Airport]:
    """The airports of every cell that a circle touches, and a few more."""
    north = within_km / _KM_PER_DEGREE
    # The circle is widest between its centre and the nearer pole; one around a pole is all around.
    narrowest = math.cos(math.radians(min(90.0, abs(latitude) + north)))
    east = min(180.0, north / narrowest) if narrowest > 1e-6 else 180.0
    columns = {_column(column * CELL) for column in _span(longitude, east)}
    cells = _cells()
    for row in _span(latitude, north):
        for column in columns:
            yield from cells.get((row, column), ())


@cache
def _cells() -> dict[tuple[int, int], list[Airport]]:
    """By row and column, from the south-west."""
    cells: dict[tuple[int, int], list[Airport]] = {}
    for airport in all_airports().values():
        cell = math.floor(airport.latitude / CELL), _column(airport.longitude)
        cells.setdefault(cell, []).append(airport)
    return cells


def _span(middle: float, reach: float) -> range:
    return range(math.floor((middle - reach) / CELL), math.floor((middle + reach) / CELL) + 1)


def _column(longitude: float) -> int:
    """Beyond 180° begins the other side."""
    return math.floor(longitude / CELL) % _TURN


def _read() -> Iterator[Airport]:
    import airportsdata

    with (resources.files(airportsdata) / "airports.csv").open(encoding="utf-8") as lines:
        rows = csv.reader(lines)
        places = {name: index for index, name in enumerate(next(rows))}
        pick = itemgetter(*(places[name] for name in _COLUMNS))
        for row in rows:
            icao, iata, name, city, country, latitude, longitude, feet = pick(row)
            place = float(latitude), float(longitude), round(float(feet) * FOOT, 1)
            yield Airport(icao, iata or None, name, city, country, *place)
