"""Push, where the host can hold a connection."""

import time

import msgspec
from fastapi import Request
from fastapi.responses import Response, StreamingResponse

from flight_api import client_address, documents, head, parameters
from flight_api.documents import INVALID
from flight_api.problems import MEDIA_TYPE, Problem
from flight_api.schemas import PollInstead, answer
from flight_api.services import Services
from flight_api.stream import WHOLE, Broadcast

router = documents.router("flights")

EVENTS = "text/event-stream"
LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "The `id` of the last event that was read; browsers send it by themselves",
    "schema": {"type": "string", "examples": ["9b1c"]},
}
EXAMPLE = (
    'event: snapshot\nid: 3f2a\ndata: {"snapshot_time":1693234260,"count":9574,'
    '"url":"/flights/current"}\n\n'
    'event: changes\nid: 9b1c\ndata: {"snapshot_time":1693234290,"count":1,"since":1693234260,'
    '"left":["4b1817"],"flights":[{"icao24":"4b1816"}]}\n\n'
)


@router.get(
    "/flights/stream",
    summary="Changes as they come",
    openapi_extra={"parameters": [LAST_EVENT_ID]},
    response_class=Response,
    responses={
        200: {
            "description": "Server-sent events; on Lambda how to poll instead",
            "content": {
                EVENTS: {"schema": {"description": "Events, without an end"}, "example": EXAMPLE},
                **answer(PollInstead, "")["content"],
            },
        },
        **INVALID,
        429: answer(Problem, "Too many requests, or streams of one address", MEDIA_TYPE),
        503: answer(Problem, "As many clients as this process serves", MEDIA_TYPE),
    },
)
async def flights_stream(request: Request) -> Response:
    """`snapshot` says where the whole sky is, `changes` are those since the last event.

    One event for each change of the live view, as `/flights/current?since=` answers it; a comment
    every 15 s in between. A client that cannot follow gets another `snapshot`; one that
    comes back with `Last-Event-ID` gets what it missed, if that was little.
    """
    parameters.read(parameters.query(request), ())
    if "aws.event" in request.scope:  # Lambda answers once, and whole
        return _poll_instead(request.app.state.services)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    if head.ASKED in request.scope:  # the events have no end, and would take a place
        return StreamingResponse(iter(()), 200, headers, EVENTS)
    broadcast: Broadcast = request.app.state.broadcast
    queue = broadcast.join(client_address.of(request.scope, request.app.state.trusted_proxies))
    events = broadcast.events(queue, request.headers.get("last-event-id"))
    return StreamingResponse(events, 200, headers, EVENTS)


def _poll_instead(services: Services) -> Response:
    feed = services.live_view.view().feed
    left = (feed.next_poll_at or 0) - time.time()
    body = PollInstead(WHOLE, feed.interval, max(0.0, round(left, 1)))
    return Response(
        msgspec.json.encode(body), 200, {"Cache-Control": "no-store"}, "application/json"
    )
