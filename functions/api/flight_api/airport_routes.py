"""Airports: which there are, and what happens there. All of it is inferred, and says from what."""

import re

from fastapi import Request
from fastapi.responses import Response
from msgspec import UNSET

from flight_api import documents, parameters, patterns, schemas
from flight_api.answering import Asked, Direct, Endpoint, Made, json, past
from flight_api.documents import AIRPORT, AWAY, INVALID, NOT_ACCEPTABLE, NOT_FOUND, NOT_MODIFIED
from flight_api.parameters import QUERY, SINCE, UNTIL
from flight_api.public_texts import public
from flight_api.schemas import answer
from flight_tracker.airport_traffic import traffic
from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.history import Movement, NotYetLoaded
from flight_tracker.reference import airports
from flight_tracker.reference.airport_names import find_airports

HOUR, DAY = 3_600, 86_400

A_DAY = {"Cache-Control": "public, max-age=86400"}
"""Airports change with a release only."""

_ICAO = re.compile(patterns.AIRPORT)

router = documents.router("airports", Direct)


def _airports(asked: Asked) -> Made:
    found = find_airports(asked.values["q"], asked.values["limit"])
    return Made(json(schemas.AirportsAnswer(len(found), found)).body, A_DAY)


AIRPORTS = Endpoint(_airports, (QUERY, parameters.limit(20, 200)))


@router.get(
    "/airports",
    name="airports",
    summary="Find an airport",
    response_class=Response,
    responses={
        200: answer(schemas.AirportsAnswer, "What was found"),
        **NOT_MODIFIED,
        **NOT_ACCEPTABLE,
        **INVALID,
    },
    openapi_extra=AIRPORTS.document(),
)
async def find(request: Request) -> Response:
    """By words of its name or city, or by ICAO or IATA code, the best match first."""
    return await past(request, AIRPORTS)


def _airport(asked: Asked) -> Made:
    code = parameters.path("icao", asked.values["icao"], _code)
    now = asked.view.sky.snapshot_time or round(asked.services.clock())
    since, until = parameters.span(asked.values, now=now, default=12 * HOUR, most=31 * DAY)
    place = airports.by_icao(code)
    if place is None:
        raise NotFound(f"no airport has the ICAO code {code}")
    live = traffic(asked.view.index, place)
    movements, reason = _movements(asked, code, since, until)
    body = schemas.AirportAnswer(
        airport=place,
        snapshot_time=asked.view.sky.snapshot_time,
        inbound=live.inbound,
        outbound=live.outbound,
        on_ground=live.on_ground,
        since=since,
        until=until,
        count=None if movements is None else len(movements),
        movements=movements,
        reason=reason,
        stale=asked.view.problem or UNSET,
    )
    return json(body)


def _movements(
    asked: Asked, code: str, since: int, until: int
) -> tuple[list[Movement] | None, str | None]:
    """From the lakehouse; or why there are none: the live part does not wait for it."""
    try:
        return asked.services.history().movements(code, since, until), None
    except (NotYetLoaded, Unavailable) as error:
        return None, public(error)


def _code(text: str) -> str:
    if not _ICAO.fullmatch(text):
        raise ValueError("must be an ICAO code, four letters or digits")
    return text.upper()


ONE = Endpoint(_airport, (SINCE, UNTIL), shows_now=True, needs_now=True)


@router.get(
    "/airports/{icao}",
    summary="An airport and its movements",
    response_class=Response,
    responses={200: answer(schemas.AirportAnswer, "The airport"), **NOT_FOUND, **AWAY},
    openapi_extra=ONE.document(AIRPORT),
)
async def airport(request: Request) -> Response:
    """Who is inbound, outbound and on the ground now, and the take-offs and landings of the last
    12 hours, the latest first. Nothing here is a schedule."""
    return await past(request, ONE)
