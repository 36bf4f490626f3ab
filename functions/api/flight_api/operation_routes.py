"""The endpoints of those who run the tracker or feed it."""

import time
from collections.abc import Mapping
from typing import Any

import msgspec
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flight_api import bodies, documents, idempotency, ingest, negotiation, parameters
from flight_api.codings import CODINGS
from flight_api.documents import INGEST, INVALID, NOT_ACCEPTABLE, REFUSED, UNAVAILABLE
from flight_api.idempotency import Idempotency
from flight_api.schemas import IngestResult, LakehouseAnswer, answer
from flight_api.services import Services
from flight_tracker.health import Health

_NO_STORE = {"Cache-Control": "no-store"}
_FOR_ALL = {"Cache-Control": "public, max-age=5", "Vary": "Accept, Accept-Encoding"}
"""Every page asks at the same moment, just behind a poll: a CDN asks once for them."""
RETRY = {**_NO_STORE, "Retry-After": "5"}

router = documents.router("operation")


@router.post(
    "/flights/ingest",
    summary="Post states from another producer",
    status_code=202,
    response_class=Response,
    openapi_extra=INGEST,
    responses={202: answer(IngestResult, "Kafka has what was accepted"), **REFUSED, **UNAVAILABLE},
)
async def flights_ingest(request: Request) -> Response:
    """Each state is judged by itself; `source` is `ingest:` and the name of the key, the time is
    the server's. With `Idempotency-Key` a body that is sent again is written once."""
    services = _services(request)
    ingest.check_query(parameters.query(request))
    producer = ingest.producer_of(request.headers.get(ingest.HEADER), services.producers)
    media_type, coding = bodies.described(request.headers)
    body = await bodies.read(request)
    source = ingest.source_of(producer)

    def publish() -> bytes:
        items = bodies.items(bodies.unpacked(body, coding), media_type)
        log, topic, now = services.log, services.topic, int(time.time())
        result = ingest.publish(items, source, log=log, topic=topic, now=now)
        return msgspec.json.encode(result)

    posts: Idempotency = request.app.state.posts
    key = request.headers.get(idempotency.HEADER)
    what = b" ".join([media_type.encode(), coding.encode(), body])
    who = producer.name or producer.digest.hex()
    made = await run_in_threadpool(posts.once, who, key, what, publish)
    return Response(made, 202, _NO_STORE, bodies.JSON)


@router.get("/flights/ingest", include_in_schema=False)
async def only_posted() -> Response:
    """Else it would be an aircraft's address."""
    raise HTTPException(405, "states are posted", {"Allow": "POST"})


@router.get(
    "/health",
    summary="Is everything well",
    response_class=Response,
    responses={
        200: answer(Health, "It works"),
        **NOT_ACCEPTABLE,
        **INVALID,
        503: answer(Health, "It does not"),
    },
)
def health(request: Request) -> Response:
    """Every component with a sentence; which source is shown and why; when the next poll is due."""
    _check(request)
    report = _services(request).health()
    is_up = report.status not in ("starting", "down")
    status, headers = (200, _FOR_ALL) if is_up else (503, RETRY)
    return _json(request, report, status, headers)


@router.get(
    "/databricks/status",
    summary="The lakehouse",
    response_class=Response,
    responses={
        200: answer(LakehouseAnswer, "The lakehouse"),
        **NOT_ACCEPTABLE,
        **INVALID,
        **UNAVAILABLE,
    },
)
def databricks_status(request: Request) -> Response:
    """Which lakehouse it is, its tables and the last load; asking wakes no warehouse."""
    _check(request)
    return _json(request, _services(request).lakehouse())


def _services(request: Request) -> Services:
    services: Services = request.app.state.services
    return services


def _check(request: Request) -> None:
    """InvalidParameter for any parameter, HTTPException 406 for a client that takes no JSON."""
    parameters.read(parameters.query(request), ())
    negotiation.media(negotiation.field(request.headers, "accept"), {"json": bodies.JSON})


def _json(
    request: Request, body: Any, status: int = 200, headers: Mapping[str, str] = _NO_STORE
) -> Response:
    made, headers = msgspec.json.encode(body), dict(headers)
    accepted = negotiation.field(request.headers, "accept-encoding")
    if coding := negotiation.coding(accepted, len(made)):
        made, headers["Content-Encoding"] = CODINGS[coding](made), coding
    return Response(made, status, headers, bodies.JSON)
