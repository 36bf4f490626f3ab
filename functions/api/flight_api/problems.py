"""Errors as `application/problem+json` (RFC 9457): what was wrong and what to do.

`type` is the same for the same kind of error, in every release: `docs/api.md` lists them.
"""

from collections.abc import Sequence

import msgspec
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flight_api.public_texts import public
from flight_tracker.errors import NotFound, Unavailable

LONGEST_SHOWN = 100
"""Characters of a path that there is not."""

MEDIA_TYPE = "application/problem+json"


class Problem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """RFC 9457. `errors` names each wrong parameter."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = []


class InvalidParameter(Exception):
    """Parameters that are wrong: name and reason of each."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{name} {reason}" for name, reason in errors))
        self.errors = [{"parameter": name, "reason": reason} for name, reason in errors]


TITLES = {
    400: "Bad request",
    401: "The key is missing or wrong",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "No format that you accept",
    408: "The body came too slowly",
    409: "In progress",
    413: "The body is too large",
    415: "Unsupported media type",
    422: "Invalid request",
    429: "Too many requests",
    500: "A defect of the server",
    503: "Not available right now",
}


def problem(
    status: int, detail: str, errors: Sequence[dict[str, str]] = (), retry_after: int | None = None
) -> Response:
    body = Problem(
        type=f"urn:flight-tracker:problem:{status}",
        title=TITLES.get(status, "Error"),
        status=status,
        detail=detail,
        errors=list(errors),
    )
    headers = {"Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Response(msgspec.json.encode(body), status, headers, MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """The one table from exception to answer."""

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> Response:
        errors = [
            {"parameter": ".".join(map(str, item["loc"][1:])), "reason": item["msg"]}
            for item in error.errors()
        ]
        return _invalid(errors)

    @app.exception_handler(InvalidParameter)
    async def senseless(_request: Request, error: InvalidParameter) -> Response:
        return _invalid(error.errors)

    @app.exception_handler(Unavailable)
    async def unavailable(_request: Request, error: Unavailable) -> Response:
        return problem(503, public(error), retry_after=5)

    @app.exception_handler(NotFound)
    async def not_found(_request: Request, error: NotFound) -> Response:
        return problem(404, str(error))

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        detail = str(error.detail)
        if error.status_code == 404:
            detail = (
                f"there is no {request.scope['path'][:LONGEST_SHOWN]}; /docs lists what there is"
            )
        answer = problem(error.status_code, detail)
        answer.headers.update(error.headers or {})
        if "GET" in answer.headers.get("Allow", "").split(", "):
            answer.headers["Allow"] += ", HEAD"
        return answer


def _invalid(errors: list[dict[str, str]]) -> Response:
    detail = "; ".join(f"{error['parameter']}: {error['reason']}" for error in errors)
    return problem(422, detail, errors)
