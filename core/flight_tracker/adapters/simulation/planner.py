"""Who flies what from where to where, drawn by weight.

Destinations follow a gravity model: the weight of a hub, falling exponentially with the distance
on the scale of the aircraft's typical flight.
"""

import math
import random
from typing import NamedTuple, TypeVar

from flight_tracker.adapters.simulation.aircraft_types import (
    BUSINESS,
    GLIDER,
    HELICOPTER,
    LIGHT,
    NARROW,
    REGIONAL,
    WIDE,
    AircraftType,
)
from flight_tracker.adapters.simulation.airlines import AIRLINES, Airline
from flight_tracker.adapters.simulation.airports import Airports
from flight_tracker.adapters.simulation.countries import COUNTRIES
from flight_tracker.adapters.simulation.hubs import HUBS
from flight_tracker.adapters.simulation.wheel import Wheel
from flight_tracker.reference.airports import Airport

T = TypeVar("T")
Types = tuple[AircraftType, ...]
Reach = tuple[float, float, float]

AIRLINE_SHARE = 84.0
LOCAL_SHARES: dict[Types, float] = {LIGHT: 12.0, HELICOPTER: 3.0, GLIDER: 1.0}


class Plan(NamedTuple):
    """`designator` is the airline's; None for an aircraft that flies under its registration."""

    kind: AircraftType
    country: str
    designator: str | None
    start: Airport
    end: Airport


class _Operator(NamedTuple):
    designator: str
    country: str
    hubs: tuple[str, ...]
    fleet: Wheel[Types]


class Planner:
    """Draws plans. The random numbers come from outside, so that one seed rules everything."""

    def __init__(self, airports: Airports, rng: random.Random) -> None:
        self._airports = airports
        self._rng = rng
        self._groups: Wheel[Types | None] = Wheel([(None, AIRLINE_SHARE), *LOCAL_SHARES.items()])
        self._operators = Wheel((_operator(airline), airline.share) for airline in AIRLINES)
        self._bases = Wheel((hub, _light_traffic(hub)) for hub in airports.hubs.values())
        self._wheels: dict[tuple[str, Reach], Wheel[Airport]] = {}

    def draw(self) -> Plan | None:
        """A plan; None where the base drawn has no destination within the aircraft's reach."""
        group = self._groups.draw(self._rng)
        return self._airline_plan() if group is None else self._local_plan(group)

    def _airline_plan(self) -> Plan | None:
        operator = self._operators.draw(self._rng)
        kind = self._one_of(operator.fleet.draw(self._rng))
        base = self._airports.hubs[self._one_of(operator.hubs)]
        return self._plan(kind, operator.country, operator.designator, base)

    def _local_plan(self, types: Types) -> Plan | None:
        base = self._bases.draw(self._rng)
        return self._plan(self._one_of(types), base.country, None, base)

    def _plan(
        self, kind: AircraftType, country: str, designator: str | None, base: Airport
    ) -> Plan | None:
        destinations = self._destinations(base, kind.reach, local=designator is None)
        if not destinations:
            return None
        return Plan(kind, country, designator, base, destinations.draw(self._rng))

    def _destinations(self, base: Airport, reach: Reach, *, local: bool) -> Wheel[Airport]:
        wheel = self._wheels.get((base.icao, reach))
        if wheel is None:
            around = self._airports.near if local else self._airports.others
            wheel = self._wheels[base.icao, reach] = _gravity(reach, around(base))
        return wheel

    def _one_of(self, items: tuple[T, ...]) -> T:
        return items[int(self._rng.random() * len(items))]


def _operator(airline: Airline) -> _Operator:
    parts = (airline.narrow, airline.wide, airline.regional, airline.business)
    fleet = Wheel(zip((NARROW, WIDE, REGIONAL, BUSINESS), parts, strict=True))
    return _Operator(airline.designator, airline.country, tuple(airline.hubs.split()), fleet)


def _light_traffic(hub: Airport) -> float:
    country = COUNTRIES.get(hub.country)
    return HUBS[hub.icao] * country.light_traffic if country else 0.0


def _gravity(reach: Reach, candidates: list[tuple[float, Airport]]) -> Wheel[Airport]:
    """Where one flies from a place; small airfields all weigh the same."""
    least, typical, most = reach
    return Wheel(
        (airport, HUBS.get(airport.icao, 1) * math.exp(-distance / typical))
        for distance, airport in candidates
        if least <= distance <= most
    )
