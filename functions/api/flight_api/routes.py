"""The endpoints. Each answers from the live view in memory; none waits for a warehouse."""

import time
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from flight_api import caching, ingest
from flight_api.parameters import parsed_box
from flight_api.problems import MEDIA_TYPE, Problem
from flight_api.schemas import CurrentFlights, IngestResult, LakehouseAnswer, answer
from flight_api.services import Services
from flight_tracker.health import Health
from flight_tracker.querying import Stats, current, stats

router = APIRouter()

Responses = dict[int | str, dict[str, Any]]

INVALID: Responses = {422: answer(Problem, "A parameter is wrong", MEDIA_TYPE)}
NOT_MODIFIED: Responses = {304: {"description": "The client has this answer already"}}
UNAVAILABLE: Responses = {503: answer(Problem, "Not available right now", MEDIA_TYPE)}


@router.get(
    "/flights/current",
    summary="The current aircraft",
    response_class=Response,
    responses={200: answer(CurrentFlights, "The sky"), **NOT_MODIFIED, **INVALID, **UNAVAILABLE},
)
def flights_current(
    request: Request,
    bbox: Annotated[
        str | None,
        Query(
            description="`lamin,lomin,lamax,lomax` in degrees; `lomin` > `lomax` crosses 180°",
            examples=["45.8,5.9,47.9,10.6"],
        ),
    ] = None,
    icao24: Annotated[
        list[str] | None, Query(description="ICAO 24-bit address; may be repeated")
    ] = None,
    limit: Annotated[int | None, Query(ge=1, description="at most so many aircraft")] = None,
) -> Response:
    """Aircraft that have a position not older than 300 s by the snapshot's clock."""
    box = parsed_box(bbox)
    view = _services(request).live_view.view()
    tag = caching.etag(view, request)
    headers = caching.headers(view, tag, time.time())
    if caching.is_known(request, tag):
        return caching.not_modified(headers)
    flights = current(view.sky, box=box, icao24=icao24 or (), limit=limit)
    body = CurrentFlights(view.sky.snapshot_time, view.feed.source, len(flights), flights)
    return _json(body, headers=headers)


@router.get(
    "/flights/stats",
    summary="Statistics of the current sky",
    response_class=Response,
    responses={200: answer(Stats, "Statistics"), **NOT_MODIFIED, **UNAVAILABLE},
)
def flights_stats(request: Request) -> Response:
    """Totals, by country and altitude band; the fastest, the highest, emergencies."""
    view = _services(request).live_view.view()
    tag = caching.etag(view, request)
    headers = caching.headers(view, tag, time.time())
    if caching.is_known(request, tag):
        return caching.not_modified(headers)
    return _json(stats(view), headers=headers)


INGEST_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"type": "array", "items": {"$ref": "#/components/schemas/IngestState"}},
                "example": [
                    {
                        "icao24": "4b1816",
                        "callsign": "SWR7354",
                        "last_contact": 1693234261,
                        "time_position": 1693234261,
                        "latitude": 39.6899,
                        "longitude": 3.1667,
                    }
                ],
            }
        },
    }
}


@router.post(
    "/flights/ingest",
    summary="Post states from another producer",
    status_code=202,
    response_class=Response,
    openapi_extra=INGEST_BODY,
    responses={
        202: answer(IngestResult, "Kafka has what was accepted"),
        401: answer(Problem, "The key is missing or wrong", MEDIA_TYPE),
        403: answer(Problem, "Ingest is closed", MEDIA_TYPE),
        413: answer(Problem, "The body is too large", MEDIA_TYPE),
        **INVALID,
        **UNAVAILABLE,
    },
)
async def flights_ingest(
    request: Request, x_api_key: Annotated[str | None, Header()] = None
) -> Response:
    """Each state is judged by itself; `source` is always `ingest`, the time is the server's."""
    services = _services(request)
    ingest.check_key(x_api_key, services.ingest_api_keys)
    body = await ingest.read_body(request)
    result = await run_in_threadpool(
        ingest.publish, body, log=services.log, topic=services.topic, now=int(time.time())
    )
    return _json(result, 202)


@router.get(
    "/health",
    summary="Is everything well",
    response_class=Response,
    responses={200: answer(Health, "It works"), 503: answer(Health, "It does not")},
)
def health(request: Request) -> Response:
    """Every component with a sentence; which source is shown and why; when the next poll is due."""
    report = _services(request).health()
    status = 503 if report.status in ("starting", "down") else 200
    return _json(report, status, {"Cache-Control": "no-store"})


@router.get(
    "/databricks/status",
    summary="The lakehouse",
    response_class=Response,
    responses={200: answer(LakehouseAnswer, "The lakehouse"), **UNAVAILABLE},
)
def databricks_status(request: Request) -> Response:
    """Which lakehouse it is, its tables and the last load; asking wakes no warehouse."""
    return _json(_services(request).lakehouse(), headers={"Cache-Control": "no-store"})


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _json(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(msgspec.json.encode(body), status, headers, "application/json")
