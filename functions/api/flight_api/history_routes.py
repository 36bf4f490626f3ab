"""The endpoints that tell of the past. Where the lakehouse is away or asleep, only these are."""

from collections.abc import Callable
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from flight_api import documents, flights, parameters, readers, schemas, tracks
from flight_api.answering import Asked, Direct, Endpoint, Made, json, past
from flight_api.caching import FOR_EVER
from flight_api.documents import AWAY, FRAME_TIME, ICAO24, NOT_FOUND, listed
from flight_api.flight_parameters import LISTING
from flight_api.formats import MEDIA_TYPES, Listing, encode
from flight_api.parameters import SINCE, TIME, UNTIL, Parameter
from flight_api.schemas import answer
from flight_tracker.errors import NotFound
from flight_tracker.history import DIMENSIONS
from flight_tracker.live_view import MAX_POSITION_AGE_SECONDS
from flight_tracker.sky_index import SkyIndex

HOUR, DAY = 3_600, 86_400

SOON = {"Cache-Control": "public, max-age=10"}
SETTLED = MAX_POSITION_AGE_SECONDS
"""Seconds after which nothing is added to a frame: the consumer would be that far behind."""

DIMENSION = Parameter(
    "dimension",
    readers.one_of(*DIMENSIONS),
    "What the hours are split by",
    {"type": "string", "enum": list(DIMENSIONS)},
    "country",
    default="all",
)

router = documents.router("history", Direct)


@router.get(
    "/flights/{icao24}/track",
    summary="Where an aircraft was",
    response_class=Response,
    responses={200: answer(schemas.TrackAnswer, "The track"), **NOT_FOUND, **AWAY},
    openapi_extra=tracks.TRACK.document(ICAO24),
)
async def track(request: Request) -> Response:
    """The last hour at once, from the live view's frames; with `since` up to a week, for which the
    lakehouse is asked."""
    return await past(request, tracks.TRACK)


def _legs(asked: Asked) -> Made:
    address = parameters.path("icao24", asked.values["icao24"], readers.address)
    since, until = parameters.span(asked.values, now=_now(asked), default=7 * DAY, most=366 * DAY)
    found = asked.services.history().legs(address, since, until)
    return json(schemas.LegsAnswer(address, since, until, len(found), found))


LEGS = Endpoint(_legs, (SINCE, UNTIL))


@router.get(
    "/flights/{icao24}/legs",
    summary="The flights of an aircraft",
    response_class=Response,
    responses={200: answer(schemas.LegsAnswer, "Its legs"), **AWAY},
    openapi_extra=LEGS.document(ICAO24),
)
async def legs(request: Request) -> Response:
    """Legs from first to last sight, airports inferred; of the last week if nothing is given."""
    return await past(request, LEGS)


def _hourly(asked: Asked) -> Made:
    dimension = asked.values["dimension"]
    since, until = parameters.span(asked.values, now=_now(asked), default=DAY, most=31 * DAY)
    found = asked.services.history().hourly(dimension, since, until)
    return json(schemas.HourlyAnswer(dimension, since, until, len(found), found))


HOURLY = Endpoint(_hourly, (DIMENSION, SINCE, UNTIL))


@router.get(
    "/stats/hourly",
    summary="Traffic by the hour",
    response_class=Response,
    responses={200: answer(schemas.HourlyAnswer, "The hours"), **AWAY},
    openapi_extra=HOURLY.document(),
)
async def stats_hourly(request: Request) -> Response:
    """Aircraft and states of each hour by a dimension; the last day if nothing is given."""
    return await past(request, HOURLY)


def _snapshot(asked: Asked) -> Made:
    sky = asked.services.history().snapshot(asked.values["time"])
    if sky.snapshot_time is None:
        raise NotFound("the lakehouse has nothing of the 300 s before that time")
    return flights.past(asked, sky)


SNAPSHOT = Endpoint(_snapshot, (TIME, *flights.LIST), MEDIA_TYPES)


@router.get(
    "/history/snapshot",
    summary="The sky at a past moment",
    response_class=Response,
    responses={200: listed("The sky as it was"), **NOT_FOUND, **AWAY},
    openapi_extra=SNAPSHOT.document(),
)
async def snapshot(request: Request) -> Response:
    """The aircraft that were current then, with the same fields and filters as now; 404 where the
    lakehouse has none, which is no empty sky."""
    return await past(request, SNAPSHOT)


def _frames(asked: Asked) -> Made:
    since, until = parameters.span(asked.values, now=_now(asked), default=HOUR, most=DAY)
    times = asked.services.frames.times(since, until)
    made = json(schemas.FramesAnswer(since, until, len(times), times))
    return Made(made.body, SOON)


FRAMES = Endpoint(_frames, (SINCE, UNTIL))


@router.get(
    "/history/frames",
    summary="Times that can be played back",
    response_class=Response,
    responses={200: answer(schemas.FramesAnswer, "Their times"), **AWAY},
    openapi_extra=FRAMES.document(),
)
async def frames(request: Request) -> Response:
    """Snapshot times of the frames that are kept; of the last hour if nothing is given."""
    return await past(request, FRAMES)


def _frame(asked: Asked) -> Made:
    parse: Callable[[str], Any] = readers.integer(0, readers.LATEST)
    time = parameters.path("time", asked.values["time"], parse)
    sky = asked.services.frames.sky(time)
    rows = SkyIndex(sky.states).aircraft
    about = {"snapshot_time": sky.snapshot_time, "count": len(rows)}
    listing = Listing(about, rows, asked.values["fields"], asked.values["units"])
    clock = asked.view.sky.snapshot_time or round(asked.services.clock())
    body = encode(listing, "arrow", asked.services.format)
    return Made(body, FOR_EVER if time < clock - SETTLED else SOON)


FRAME = Endpoint(
    _frame,
    tuple(each for each in LISTING if each.name in ("fields", "units")),
    {"arrow": MEDIA_TYPES["arrow"]},
)
ARROW = {MEDIA_TYPES["arrow"]: {"schema": {"type": "string", "format": "binary"}}}


@router.get(
    "/history/frames/{time}",
    summary="The sky at one of those times",
    response_class=Response,
    responses={200: {"description": "As Arrow", "content": ARROW}, **NOT_FOUND, **AWAY},
    openapi_extra=FRAME.document(FRAME_TIME),
)
async def frame(request: Request) -> Response:
    """All aircraft as in `/flights/current?format=arrow`; it never changes once it is settled."""
    return await past(request, FRAME)


def _now(asked: Asked) -> int:
    """The stream's clock, so that the past of a recording is its own."""
    return asked.view.sky.snapshot_time or round(asked.services.clock())
