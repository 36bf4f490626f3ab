"""The current aircraft by address and by place, so that a small question costs little. Pure."""

import math
from collections.abc import Collection, Iterator
from functools import cached_property
from typing import NamedTuple

from flight_tracker.enrichment import Aircraft
from flight_tracker.geo import EARTH_RADIUS, BoundingBox, distance
from flight_tracker.state_vector import StateVector

CELL = 1.0
"""Degrees of latitude and longitude of a cell."""

Cell = tuple[int, int]

NAUTICAL_MILE = 1852.0
_METRES_PER_DEGREE = math.radians(EARTH_RADIUS)
_FIRST_RADIUS = 50_000.0
_HALF_WAY_ROUND = math.pi * EARTH_RADIUS


class Circle(NamedTuple):
    """Degrees and metres."""

    latitude: float
    longitude: float
    radius: float

    def contains(self, latitude: float, longitude: float) -> bool:
        return distance(self.latitude, self.longitude, latitude, longitude) <= self.radius

    @property
    def box(self) -> BoundingBox:
        """The smallest box around it; around a pole it is all the way round."""
        north = self.radius / _METRES_PER_DEGREE
        south_end, north_end = self.latitude - north, self.latitude + north
        if south_end <= -90 or north_end >= 90:
            return BoundingBox(max(-90.0, south_end), -180.0, min(90.0, north_end), 180.0)
        # A great circle through the centre touches its outermost meridian nearer to the pole.
        sine = math.sin(min(math.pi / 2, self.radius / EARTH_RADIUS))
        ratio = sine / math.cos(math.radians(self.latitude))
        if ratio >= 1:
            return BoundingBox(south_end, -180.0, north_end, 180.0)
        east = math.degrees(math.asin(ratio))
        west_end, east_end = self.longitude - east, self.longitude + east
        if west_end <= -180 or east_end >= 180:  # 180 and -180 are one meridian
            west_end += 360 if west_end <= -180 else 0
            east_end -= 360 if east_end >= 180 else 0
        return BoundingBox(south_end, west_end, north_end, east_end)


class SkyIndex:
    """Aircraft with a position, in the order of their addresses."""

    def __init__(
        self, states: Collection[StateVector] = (), previous: "SkyIndex | None" = None
    ) -> None:
        """`previous`: what was worked out for a state that is still the same is kept."""
        known = previous.by_icao24 if previous else {}
        self.by_icao24: dict[str, Aircraft] = {}
        for state in states:
            old = known.get(state.icao24)
            self.by_icao24[state.icao24] = old if old and old.state is state else Aircraft(state)

    @cached_property
    def aircraft(self) -> list[Aircraft]:
        return list(self.by_icao24.values())

    def addressed(self, icao24: Collection[str]) -> list[Aircraft]:
        """Those with one of these addresses, in the order of addresses."""
        return [self.by_icao24[one] for one in sorted(icao24) if one in self.by_icao24]

    def within(self, box: BoundingBox) -> list[Aircraft]:
        """Those in the box, in the order of addresses."""
        places: list[int] = []
        for cell, inside in self._touched(box):
            if _is_inside(cell, box):
                places += inside
            else:
                places += [at for at in inside if box.contains(*_place(self.aircraft[at]))]
        return [self.aircraft[at] for at in sorted(places)]

    def around(self, circle: Circle) -> list[Aircraft]:
        """Those in the circle, in the order of addresses."""
        return [one for one in self.within(circle.box) if circle.contains(*_place(one))]

    def closest(self, latitude: float, longitude: float, count: int) -> list[Aircraft]:
        """The nearest ones, the nearest first."""
        radius = _FIRST_RADIUS
        while True:
            found = self.around(Circle(latitude, longitude, radius))
            if len(found) >= count or radius > _HALF_WAY_ROUND:
                break
            radius *= 2
        return sorted(
            found, key=lambda one: (distance(latitude, longitude, *_place(one)), _address(one))
        )[:count]

    @cached_property
    def _cells(self) -> dict[Cell, list[int]]:
        """Places in `aircraft`, by row and column from the south-west."""
        cells: dict[Cell, list[int]] = {}
        for at, one in enumerate(self.aircraft):
            latitude, longitude = _place(one)
            key = math.floor(latitude / CELL), math.floor(longitude / CELL)
            cells.setdefault(key, []).append(at)
        return cells

    def _touched(self, box: BoundingBox) -> Iterator[tuple[Cell, list[int]]]:
        rows = _span(box.lamin, box.lamax)
        columns = [*_span(box.lomin, box.lomax)]
        if box.crosses_antimeridian:
            both = [*_span(box.lomin, 180.0), *_span(-180.0, box.lomax)]
            columns = list(dict.fromkeys(both))
        cells = self._cells
        if len(rows) * len(columns) > len(cells):
            yield from cells.items()
            return
        for row in rows:
            for column in columns:
                if found := cells.get((row, column)):
                    yield (row, column), found


def _is_inside(cell: Cell, box: BoundingBox) -> bool:
    """Whether no aircraft of the cell can be outside of the box."""
    south, west = cell[0] * CELL, cell[1] * CELL
    is_between = box.lamin <= south and south + CELL <= box.lamax
    if box.crosses_antimeridian:
        return is_between and (west >= box.lomin or west + CELL <= box.lomax)
    return is_between and box.lomin <= west and west + CELL <= box.lomax


def _span(low: float, high: float) -> range:
    return range(math.floor(low / CELL), math.floor(high / CELL) + 1)


def _place(aircraft: Aircraft) -> tuple[float, float]:
    return aircraft.state.latitude or 0.0, aircraft.state.longitude or 0.0


def _address(aircraft: Aircraft) -> str:
    return aircraft.state.icao24
