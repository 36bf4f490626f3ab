"""From a request to its answer: read strictly, make once, keep, compress, revalidate."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from fastapi.routing import APIRoute

from flight_api import caching, negotiation, parameters, readers
from flight_api.caching import Answer
from flight_api.formats import JSON, MEDIA_TYPES
from flight_api.parameters import Parameter
from flight_api.problems import problem
from flight_api.public_texts import public
from flight_api.services import UNREAD, Services
from flight_tracker.errors import Asleep, Unavailable
from flight_tracker.history import NotYetLoaded
from flight_tracker.querying import View

RETRY_SECONDS = 30
KEPT = {"Cache-Control": "public, max-age=30"}

FORMAT = Parameter(
    "format",
    readers.one_of(*MEDIA_TYPES),
    "Goes before the header Accept",
    {"type": "string", "enum": list(MEDIA_TYPES)},
    "geojson",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was understood. `values` by parameter, `format` of MEDIA_TYPES.

    Where the past is asked for and no live view could ever be read, `view` is UNREAD.
    """

    services: Services
    view: View
    values: Mapping[str, Any]
    format: str
    query: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A body. `is_personal`: it also depends on what this process told before."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    is_personal: bool = False


Make = Callable[[Asked], Made]


@dataclass(frozen=True)
class Endpoint:
    """What a path takes and answers. `is_quick`: making it costs less than passing it to a
    thread, going by the values of the parameters. `shows_now`: beside the past, the live view;
    `needs_now`: it says nothing without."""

    make: Make
    parameters: tuple[Parameter, ...] = ()
    media_types: Mapping[str, str] = field(default_factory=lambda: {"json": JSON})
    is_quick: Callable[[Mapping[str, Any]], bool] = lambda values: False
    shows_now: bool = False
    needs_now: bool = False

    def document(self, *paths: Mapping[str, Any]) -> dict[str, Any]:
        """Its parameters for OpenAPI, after those of the path."""
        return {"parameters": [*paths, *(each.document() for each in self.parameters)]}


class Direct(APIRoute):
    """A route whose function takes the request as it is: its endpoint reads the parameters."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        function: Callable[[Request], Coroutine[Any, Any, Response]] = self.endpoint
        return function


async def live(request: Request, endpoint: Endpoint) -> Response:
    """From the live view, kept while it does not change.

    A known answer costs neither a thread nor a look at the parameters.
    """
    services: Services = request.app.state.services
    view = services.live_view.fresh()
    if view is None:
        view = await run_in_threadpool(services.live_view.view)
    key = _key(request, endpoint, view)
    answer = services.answers.get(key)
    if answer is None:
        values, name = understood(request, endpoint)
        asked = Asked(services, view, values, name, parameters.query(request))
        if endpoint.is_quick(values):
            answer = _made(asked, endpoint, key)
        else:
            answer = await run_in_threadpool(_made_once, asked, endpoint, key)
    return await finished(request, answer, caching.live_headers(view, services.clock()), key)


async def finished(
    request: Request, answer: Answer, headers: dict[str, str], key: str | None = None
) -> Response:
    """Compressed once if the client takes it; with a key it is kept."""
    coding = caching.chosen(request, answer)
    if not answer.has(coding) and not caching.is_known(request, caching.etag(answer.tag, coding)):
        services: Services = request.app.state.services
        await run_in_threadpool(_compressed, services, answer, coding, key)
    return caching.response(request, answer, coding, headers)


def _compressed(services: Services, answer: Answer, coding: str | None, key: str | None) -> None:
    with services.locks[hash(answer.tag) % len(services.locks)]:
        answer.body(coding)
    if key is not None:
        services.answers.put(key, answer)


async def past(request: Request, endpoint: Endpoint) -> Response:
    """From the lakehouse or the frames: in a thread, kept by nobody but the client."""
    services: Services = request.app.state.services
    try:
        answer, headers = await run_in_threadpool(_asked_of_the_past, request, endpoint)
    except Asleep as error:
        retry_after = await run_in_threadpool(services.next_load_in)
        return problem(503, public(error), retry_after=retry_after)
    except (NotYetLoaded, Unavailable) as error:
        return problem(503, public(error), retry_after=RETRY_SECONDS)
    return await finished(request, answer, headers)


def json(body: Any) -> Made:
    return Made(msgspec.json.encode(body))


def understood(request: Request, endpoint: Endpoint) -> tuple[dict[str, Any], str]:
    """Parameters and format. Raises InvalidParameter, or HTTPException 406."""
    values = parameters.read(parameters.query(request), endpoint.parameters)
    name = values.get("format")
    if name is None:
        name = negotiation.media(negotiation.field(request.headers, "accept"), endpoint.media_types)
    return {**request.path_params, **values}, name


def _key(request: Request, endpoint: Endpoint, view: View) -> str:
    query = parameters.query(request)
    accepted = ""
    if "format=" not in query:
        accepted = negotiation.media(
            negotiation.field(request.headers, "accept"), endpoint.media_types
        )
    return caching.tag(view.version, request.scope["path"], query, accepted)


def _made_once(asked: Asked, endpoint: Endpoint, key: str) -> Answer:
    """Whoever asks the same meanwhile waits for it."""
    with asked.services.locks[hash(key) % len(asked.services.locks)]:
        return asked.services.answers.get(key) or _made(asked, endpoint, key)


def _made(asked: Asked, endpoint: Endpoint, key: str) -> Answer:
    made = endpoint.make(asked)
    tag = caching.tag(made.body) if made.is_personal else key
    answer = Answer(made.body, endpoint.media_types[asked.format], tag, made.headers)
    asked.services.answers.put(key, answer)
    return answer


def _asked_of_the_past(request: Request, endpoint: Endpoint) -> tuple[Answer, dict[str, str]]:
    services: Services = request.app.state.services
    values, name = understood(request, endpoint)
    try:
        view = services.live_view.view()
    except Unavailable:
        if endpoint.needs_now:
            raise
        view = UNREAD
    made = endpoint.make(Asked(services, view, values, name, parameters.query(request)))
    answer = Answer(made.body, endpoint.media_types[name], caching.tag(made.body))
    if endpoint.shows_now and view.problem is not None:
        return answer, caching.stale_headers(view.problem)
    return answer, KEPT | made.headers
