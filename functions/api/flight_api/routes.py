"""The endpoints of the live view. None of them waits for a warehouse."""

from fastapi import Request
from fastapi.responses import Response
from msgspec import UNSET

from flight_api import documents, flights, parameters, readers, schemas
from flight_api.answering import Asked, Direct, Endpoint, Made, json, live
from flight_api.documents import ICAO24, LIVE, NOT_FOUND, listed
from flight_api.parameters import QUERY
from flight_api.schemas import EnrichedFlight, FlightAnswer, answer
from flight_tracker.errors import NotFound
from flight_tracker.searching import find_aircraft
from flight_tracker.sky_stats import Stats, stats

router = documents.router("flights", Direct)


@router.get(
    "/flights/current",
    summary="The current aircraft",
    response_class=Response,
    responses={200: listed("The sky"), **LIVE},
    openapi_extra=flights.CURRENT.document(),
)
async def flights_current(request: Request) -> Response:
    """Aircraft that have a position not older than 300 s by the snapshot's clock."""
    return await live(request, flights.CURRENT)


def _stats(asked: Asked) -> Made:
    return json(stats(asked.view.sky, asked.view.feed, problem=asked.view.problem))


STATS = Endpoint(_stats)


@router.get(
    "/flights/stats",
    summary="Statistics of the current sky",
    response_class=Response,
    responses={200: answer(Stats, "Statistics"), **LIVE},
)
async def flights_stats(request: Request) -> Response:
    """Totals, by country and altitude band; the fastest, the highest, emergencies."""
    return await live(request, STATS)


def _search(asked: Asked) -> Made:
    found = find_aircraft(asked.view.heard, asked.values["q"], asked.values["limit"])
    rows = [EnrichedFlight(one.state, one.enrichment) for one in found]
    body = schemas.SearchAnswer(
        snapshot_time=asked.view.sky.snapshot_time,
        count=len(rows),
        flights=rows,
        stale=asked.view.problem or UNSET,
    )
    return json(body)


SEARCH = Endpoint(_search, (QUERY, parameters.limit(20, 200)))


@router.get(
    "/flights/search",
    summary="Find an aircraft",
    response_class=Response,
    responses={200: answer(schemas.SearchAnswer, "What was found"), **LIVE},
    openapi_extra=SEARCH.document(),
)
async def flights_search(request: Request) -> Response:
    """By callsign, address, registration, flight number or airline, the best match first; also
    those that send no position."""
    return await live(request, SEARCH)


def _flight(asked: Asked) -> Made:
    address = parameters.path("icao24", asked.values["icao24"], readers.address)
    one = asked.view.find(address)
    if one is None:
        raise NotFound(f"{address} is not in the live view: not heard lately, or unknown")
    body = FlightAnswer(
        snapshot_time=asked.view.sky.snapshot_time,
        source=asked.view.feed.source,
        state=one.state,
        enrichment=one.enrichment,
        stale=asked.view.problem or UNSET,
    )
    return json(body)


FLIGHT = Endpoint(_flight, is_quick=lambda values: True)


@router.get(
    "/flights/{icao24}",
    summary="One aircraft",
    response_class=Response,
    responses={200: answer(FlightAnswer, "The aircraft"), **NOT_FOUND, **LIVE},
    openapi_extra=FLIGHT.document(ICAO24),
)
async def flight(request: Request) -> Response:
    """What it sent last, and what follows: airline, registration, phase, nearest airport.

    Also of one that sends no position, or none lately; lists leave it out."""
    return await live(request, FLIGHT)
