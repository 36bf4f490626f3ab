"""The endpoints that ask the lakehouse. Where it is away or asleep, only these are."""

import time as clock
from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from flight_api import schemas
from flight_api.parameters import moment, parsed_box, span
from flight_api.problems import MEDIA_TYPE, InvalidParameter, Problem, problem
from flight_api.schemas import CurrentFlights, answer
from flight_api.services import Services
from flight_tracker.errors import Asleep, NotFound, Unavailable
from flight_tracker.history import DIMENSIONS
from flight_tracker.querying import current
from flight_tracker.reference import airports

T = TypeVar("T")

HOUR, DAY = 3_600, 86_400
RETRY_SECONDS = 30
KEPT = {"Cache-Control": "public, max-age=30"}

router = APIRouter()
AWAY: dict[int | str, dict[str, Any]] = {
    422: answer(Problem, "A parameter is wrong", MEDIA_TYPE),
    503: answer(Problem, "The lakehouse is away or asleep; Retry-After says how long", MEDIA_TYPE),
}
Icao24 = Annotated[
    str, Path(pattern="^~?[0-9A-Fa-f]{6}$", description="ICAO 24-bit address, six hex digits")
]
Since = Annotated[str | None, Query(description="Unix seconds, or RFC 3339 with its zone")]
Until = Annotated[str | None, Query(description="the same; now if it is not given")]


@router.get(
    "/flights/{icao24}/track",
    summary="Where an aircraft was",
    response_class=Response,
    responses={200: answer(schemas.TrackAnswer, "The track"), **AWAY},
)
def track(request: Request, icao24: Icao24, since: Since = None, until: Until = None) -> Response:
    """Every state between two moments; the last six hours if none is given, a week at most."""
    start, end = span(since, until, now=_now(), default=6 * HOUR, most=7 * DAY)
    address = icao24.lower()

    def ask(services: Services) -> schemas.TrackAnswer:
        found = services.history().track(address, start, end)
        points = found.points
        return schemas.TrackAnswer(address, start, end, len(points), found.is_cut, points)

    return _answered(request, ask)


@router.get(
    "/flights/{icao24}/legs",
    summary="The flights of an aircraft",
    response_class=Response,
    responses={200: answer(schemas.LegsAnswer, "Its legs"), **AWAY},
)
def legs(request: Request, icao24: Icao24, since: Since = None, until: Until = None) -> Response:
    """Legs from first to last sight, airports inferred; of the last week if nothing is given."""
    start, end = span(since, until, now=_now(), default=7 * DAY, most=366 * DAY)
    address = icao24.lower()

    def ask(services: Services) -> schemas.LegsAnswer:
        found = services.history().legs(address, start, end)
        return schemas.LegsAnswer(address, start, end, len(found), found)

    return _answered(request, ask)


@router.get(
    "/airports/{icao}",
    summary="An airport and its movements",
    response_class=Response,
    responses={
        200: answer(schemas.AirportAnswer, "The airport"),
        404: answer(Problem, "No such airport", MEDIA_TYPE),
        **AWAY,
    },
)
def airport(
    request: Request,
    icao: Annotated[str, Path(pattern="^[0-9A-Za-z]{4}$", description="ICAO code")],
    since: Since = None,
    until: Until = None,
) -> Response:
    """Take-offs and landings, inferred from what was seen, the latest first; the last 12 hours."""
    start, end = span(since, until, now=_now(), default=12 * HOUR, most=31 * DAY)
    place = airports.by_icao(icao.upper())
    if place is None:
        raise NotFound(f"no airport has the ICAO code {icao.upper()}")

    def ask(services: Services) -> schemas.AirportAnswer:
        found = services.history().movements(place.icao, start, end)
        return schemas.AirportAnswer(place, start, end, len(found), found)

    return _answered(request, ask)


@router.get(
    "/stats/hourly",
    summary="Traffic by the hour",
    response_class=Response,
    responses={200: answer(schemas.HourlyAnswer, "The hours"), **AWAY},
)
def stats_hourly(
    request: Request,
    dimension: Annotated[str, Query(description=f"one of {', '.join(DIMENSIONS)}")] = "all",
    since: Since = None,
    until: Until = None,
) -> Response:
    """Aircraft and states of each hour by a dimension; the last day if nothing is given."""
    if dimension not in DIMENSIONS:
        raise InvalidParameter("dimension", f"must be one of {', '.join(DIMENSIONS)}")
    start, end = span(since, until, now=_now(), default=DAY, most=31 * DAY)

    def ask(services: Services) -> schemas.HourlyAnswer:
        found = services.history().hourly(dimension, start, end)
        return schemas.HourlyAnswer(dimension, start, end, len(found), found)

    return _answered(request, ask)


@router.get(
    "/history/snapshot",
    summary="The sky at a past moment",
    response_class=Response,
    responses={200: answer(CurrentFlights, "The sky as it was"), **AWAY},
)
def snapshot(
    request: Request,
    time: Annotated[str, Query(description="Unix seconds, or RFC 3339 with its zone")],
    bbox: Annotated[str | None, Query(description="`lamin,lomin,lamax,lomax` in degrees")] = None,
    icao24: Annotated[list[str] | None, Query(description="may be repeated")] = None,
    limit: Annotated[int | None, Query(ge=1, description="at most so many aircraft")] = None,
) -> Response:
    """The aircraft that were current then, with the same fields and filters as now."""
    at = moment("time", time, 0)
    box = parsed_box(bbox)

    def ask(services: Services) -> CurrentFlights:
        sky = services.history().snapshot(at)
        flights = current(sky, box=box, icao24=icao24 or (), limit=limit)
        source = flights[0].source if flights else None
        return CurrentFlights(sky.snapshot_time, source, len(flights), flights)

    return _answered(request, ask)


def _answered(request: Request, ask: Callable[[Services], Any]) -> Response:
    services: Services = request.app.state.services
    try:
        body = ask(services)
    except Asleep as error:
        return problem(503, str(error), retry_after=services.next_load_in())
    except (NotFound, Unavailable) as error:
        return problem(503, str(error), retry_after=RETRY_SECONDS)
    return Response(msgspec.json.encode(body), 200, KEPT, "application/json")


def _now() -> int:
    return int(clock.time())
