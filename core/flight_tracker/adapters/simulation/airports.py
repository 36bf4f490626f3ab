"""Where the hubs and the airfields around them are."""

import math
from collections.abc import Iterable
from typing import Self

from msgspec.structs import replace

from flight_tracker.adapters.simulation.hubs import HUBS
from flight_tracker.geo import EARTH_RADIUS
from flight_tracker.reference.airports import Airport, all_airports

NEIGHBOURHOOD = 2.25
"""Degrees of a great circle (250 km) around a hub in which light aircraft find an airfield."""

ELEVATION_STEP = 60.0
"""Metres to which elevations are rounded, so that many airports share a climb and a descent."""

_CELL = 2.5
"""Degrees of latitude and longitude per cell of the grid of airfields."""

_METRES = EARTH_RADIUS * math.pi / 180
"""Metres per degree of a great circle."""


class Airports:
    """The hubs of the table with their coordinates, and what lies near each."""

    def __init__(self, hubs: dict[str, Airport], fields: Iterable[Airport]) -> None:
        self.hubs = hubs
        self._vectors = {code: _unit(hub) for code, hub in hubs.items()}
        self._others: dict[str, list[tuple[float, Airport]]] = {}
        self._near: dict[str, list[tuple[float, Airport]]] = {}
        self._grid: dict[tuple[int, int], list[Airport]] = {}
        for field in fields:
            cell = int(field.latitude // _CELL), int(field.longitude // _CELL)
            self._grid.setdefault(cell, []).append(field)

    @classmethod
    def load(cls) -> Self:
        """The airports of the world that have an ICAO location indicator."""
        listed = (airport for airport in all_airports().values() if airport.is_listed)
        airports = {airport.icao: _levelled(airport) for airport in listed}
        if missing := sorted(HUBS.keys() - airports.keys()):
            raise ValueError(f"the reference data do not know the hubs {', '.join(missing)}")
        return cls({code: airports[code] for code in HUBS}, airports.values())

    def others(self, hub: Airport) -> list[tuple[float, Airport]]:
        """Every other hub with its distance in metres."""
        found = self._others.get(hub.icao)
        if found is None:
            here, hubs = self._vectors[hub.icao], self.hubs
            # The chord gives half the angle; it is at most the diameter 2.
            found = self._others[hub.icao] = [
                (2 * EARTH_RADIUS * math.asin(min(1.0, math.dist(here, there) / 2)), hubs[code])
                for code, there in self._vectors.items()
                if code != hub.icao
            ]
        return found

    def near(self, hub: Airport) -> list[tuple[float, Airport]]:
        """Airfields of the neighbourhood that are no hubs, with their distance in metres.

        As on a plane: so near, that is right within a few percent outside the polar regions.
        """
        if hub.icao in self._near:
            return self._near[hub.icao]
        found = self._near[hub.icao] = []
        width = max(0.1, math.cos(math.radians(hub.latitude)))
        for field in self._around(hub, NEIGHBOURHOOD / width):
            east = (field.longitude - hub.longitude + 180) % 360 - 180
            degrees = math.hypot(field.latitude - hub.latitude, east * width)
            if degrees <= NEIGHBOURHOOD and field.icao not in HUBS:
                found.append((_METRES * degrees, field))
        return found

    def _around(self, hub: Airport, east: float) -> list[Airport]:
        """Every airfield of the cells that the neighbourhood touches."""
        rows = _cells(hub.latitude - NEIGHBOURHOOD, hub.latitude + NEIGHBOURHOOD)
        columns = _cells(hub.longitude - east, hub.longitude + east)
        half = round(180 / _CELL)
        return [
            field
            for row in rows
            for column in columns
            # Cells beyond the antimeridian are those of the other side.
            for field in self._grid.get((row, (column + half) % (2 * half) - half), ())
        ]


def _levelled(airport: Airport) -> Airport:
    elevation = round(airport.elevation / ELEVATION_STEP) * ELEVATION_STEP
    return replace(airport, elevation=elevation)


def _cells(low: float, high: float) -> range:
    return range(int(low // _CELL), int(high // _CELL) + 1)


def _unit(airport: Airport) -> tuple[float, float, float]:
    phi, lam = math.radians(airport.latitude), math.radians(airport.longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)
