"""Find aircraft and airports by what a person types. Pure."""

from collections.abc import Iterable
from functools import cache

from flight_tracker.enrichment import Aircraft, airline_of
from flight_tracker.reference import airlines, airports
from flight_tracker.reference.airports import Airport

EXACT, BEGINS, OF_AIRLINE, CONTAINS = range(4)


def find_aircraft(aircraft: Iterable[Aircraft], text: str, limit: int) -> list[Aircraft]:
    """By callsign, address, registration, flight number or airline, the best match first.

    LX318 finds SWR318: an IATA designator stands for the airline's ICAO designator.
    """
    wanted = _plain(text)
    spellings = (wanted, *_as_callsigns(wanted))
    operators = _operators(text.strip())
    ranked = []
    for one in aircraft:
        rank = _rank(one, wanted, spellings, operators)
        if rank is not None:
            ranked.append((rank, one.state.callsign or "~", one.state.icao24, one))
    ranked.sort(key=lambda item: item[:3])
    return [item[3] for item in ranked[:limit]]


def find_airports(text: str, limit: int) -> list[Airport]:
    """By ICAO or IATA code, name or city; those with scheduled traffic (an IATA code) first."""
    wanted = text.strip().casefold()
    ranked = []
    for airport, codes, texts in _airport_names():
        rank = _airport_rank(codes, texts, wanted)
        if rank is not None:
            ranked.append((rank, airport.iata is None, airport.name, airport.icao))
    ranked.sort()
    return [airports.all_airports()[icao] for *_, icao in ranked[:limit]]


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


@cache
def _airport_names() -> list[tuple[Airport, tuple[str, str], tuple[str, str]]]:
    """Each with its codes, and its city and name."""
    return [
        (
            airport,
            (airport.icao.casefold(), (airport.iata or "").casefold()),
            (airport.city.casefold(), airport.name.casefold()),
        )
        for airport in airports.all_airports().values()
    ]


def _airport_rank(codes: tuple[str, str], texts: tuple[str, str], wanted: str) -> int | None:
    if wanted in codes:
        return EXACT
    if codes[0].startswith(wanted) or any(text.startswith(wanted) for text in texts):
        return BEGINS
    return CONTAINS if any(wanted in text for text in texts) else None


def _plain(text: str) -> str:
    """In capitals, without the blanks and hyphens that people leave out."""
    return "".join(text.split()).replace("-", "").upper()


def _as_callsigns(wanted: str) -> set[str]:
    code, number = wanted[:2], wanted[2:]
    if not number[:1].isdigit():
        return set()
    return {f"{one.icao}{number}" for one in airlines.all_airlines().values() if one.iata == code}


def _operators(text: str) -> frozenset[str]:
    """Airlines whose name or spoken callsign begins so; three letters at least."""
    wanted = text.casefold()
    if len(wanted) < 3:
        return frozenset()
    return frozenset(
        one.icao
        for one in airlines.all_airlines().values()
        if one.name.casefold().startswith(wanted) or (one.callsign or "").casefold() == wanted
    )
