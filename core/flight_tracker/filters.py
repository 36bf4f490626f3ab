"""Which aircraft are asked for: conditions that are all to hold. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from flight_tracker.enrichment import Aircraft, airline_of, altitude, block_of, emergency
from flight_tracker.geo import BoundingBox
from flight_tracker.reference import countries
from flight_tracker.sky_index import Circle, SkyIndex

Condition = Callable[[Aircraft], bool]
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Filter:
    """Empty and None ask for nothing. Texts are compared without regard to case.

    `airline` holds ICAO designators, `country` codes by ISO 3166-1 alpha-2; altitudes are in
    metres, both ends belong to it; an aircraft whose value is unknown does not fit.
    """

    box: BoundingBox | None = None
    circle: Circle | None = None
    icao24: frozenset[str] = NOTHING
    callsign: str | None = None
    airline: frozenset[str] = NOTHING
    country: frozenset[str] = NOTHING
    on_ground: bool | None = None
    min_altitude: float | None = None
    max_altitude: float | None = None
    squawk: frozenset[str] = NOTHING
    category: frozenset[int] = frozenset()
    phase: frozenset[str] = NOTHING
    source: frozenset[str] = NOTHING
    emergency: bool | None = None

    def select(self, index: SkyIndex) -> list[Aircraft]:
        """Those that fit, in the order of their addresses."""
        conditions = list(self._conditions())
        found, place = self._nearby(index)
        conditions += place
        if not conditions:
            return found
        return [one for one in found if all(holds(one) for holds in conditions)]

    def _nearby(self, index: SkyIndex) -> tuple[list[Aircraft], list[Condition]]:
        """The smallest list that the index has, and what it does not decide."""
        box, circle = self.box, self.circle
        in_box: list[Condition] = []
        if box is not None:
            in_box.append(lambda a: box.contains(a.state.latitude or 0.0, a.state.longitude or 0.0))
        if self.icao24:
            if circle is not None:
                in_box.append(
                    lambda a: circle.contains(a.state.latitude or 0.0, a.state.longitude or 0.0)
                )
            return index.addressed(self.icao24), in_box
        if circle is not None:
            return index.around(circle), in_box
        return (index.aircraft, []) if box is None else (index.within(box), [])

    def _conditions(self) -> Iterable[Condition]:
        """The cheap ones first."""
        yield from self._plain_conditions()
        if self.callsign is not None:
            prefix = self.callsign.upper()
            yield lambda a: (a.state.callsign or "").upper().startswith(prefix)
        if self.min_altitude is not None or self.max_altitude is not None:
            yield self._is_between
        if self.country:
            yield self._is_of_country
        if self.airline:
            yield self._is_of_airline
        if self.phase:
            yield lambda a: a.enrichment.phase in self.phase

    def _plain_conditions(self) -> Iterable[Condition]:
        if self.on_ground is not None:
            yield lambda a: a.state.on_ground is self.on_ground
        if self.emergency is not None:
            yield lambda a: (emergency(a.state) is not None) is self.emergency
        if self.squawk:
            yield lambda a: a.state.squawk in self.squawk
        if self.category:
            yield lambda a: a.state.category in self.category
        if self.source:
            yield lambda a: a.state.source in self.source

    def _is_of_airline(self, aircraft: Aircraft) -> bool:
        flown = airline_of(aircraft.state.callsign)
        return flown is not None and flown.icao in self.airline

    def _is_between(self, aircraft: Aircraft) -> bool:
        height = altitude(aircraft.state)
        if height is None:
            return False
        low, high = self.min_altitude, self.max_altitude
        return (low is None or height >= low) and (high is None or height <= high)

    def _is_of_country(self, aircraft: Aircraft) -> bool:
        """By what the source says, or by the address."""
        state = aircraft.state
        block = block_of(state.icao24)
        if block is not None and block.country_code in self.country:
            return True
        return countries.code_of(state.origin_country or "") in self.country
