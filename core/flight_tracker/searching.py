"""Find aircraft by what a person types. Pure."""

from collections.abc import Iterable

from flight_tracker.enrichment import Aircraft, airline_of
from flight_tracker.reference import airlines
from flight_tracker.reference.folding import folded

EXACT, BEGINS, OF_AIRLINE, CONTAINS = range(4)


def find_aircraft(aircraft: Iterable[Aircraft], text: str, limit: int) -> list[Aircraft]:
    """By callsign, address, registration, flight number or airline, the best match first.

    LX318 finds SWR318: an IATA designator stands for the airline's ICAO designator.
    """
    name = folded(text)
    wanted = name.replace(" ", "").upper()
    if not wanted:
        return []
    spellings = (wanted, *_as_callsigns(wanted))
    operators = _operators(name)
    ranked = []
    for one in aircraft:
        rank = _rank(one, wanted, spellings, operators)
        if rank is not None:
            ranked.append((rank, one.state.callsign or "~", one.state.icao24, one))
    ranked.sort(key=lambda item: item[:3])
    return [item[3] for item in ranked[:limit]]


def _rank(
    aircraft: Aircraft, wanted: str, spellings: tuple[str, ...], operators: frozenset[str]
) -> int | None:
    names = aircraft.names
    for name in names:
        if name.startswith(spellings):
            return EXACT if any(name in spellings for name in names) else BEGINS
    airline = airline_of(aircraft.state.callsign) if operators else None
    if airline is not None and airline.icao in operators:
        return OF_AIRLINE
    return CONTAINS if any(wanted in name for name in names) else None


def _as_callsigns(wanted: str) -> set[str]:
    code, number = wanted[:2], wanted[2:]
    if not number[:1].isdigit():
        return set()
    return {f"{one.icao}{number}" for one in airlines.all_airlines().values() if one.iata == code}


def _operators(name: str) -> frozenset[str]:
    """Airlines whose folded name or spoken callsign begins so; three letters at least."""
    if len(name) < airlines.SHORTEST_NAME:
        return frozenset()
    called = {
        one.icao
        for one in airlines.all_airlines().values()
        if (one.callsign or "").casefold() == name
    }
    return frozenset(called | airlines.named(name))
