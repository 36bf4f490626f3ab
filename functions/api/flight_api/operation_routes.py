"""The endpoints of those who run the tracker or feed it."""

import time
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from flight_api import ingest
from flight_api.documents import INGEST_BODY, INVALID, UNAVAILABLE
from flight_api.problems import MEDIA_TYPE, Problem
from flight_api.schemas import IngestResult, LakehouseAnswer, answer
from flight_api.services import Services
from flight_tracker.health import Health

router = APIRouter()


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
