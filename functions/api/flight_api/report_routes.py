"""The reports of the days, as `daily_report` has kept them."""

import base64
import hashlib
import re
from datetime import date

from fastapi import Request
from fastapi.responses import Response

from flight_api import documents, parameters, schemas
from flight_api.answering import Asked, Direct, Endpoint, Made, json, past
from flight_api.documents import AWAY, NOT_FOUND
from flight_api.schemas import answer
from flight_tracker import reports

HTML = "text/html; charset=utf-8"
SOON = {"Cache-Control": "public, max-age=60"}
"""A page may be made anew."""

MOST_DAYS = 3_660
LIMIT = parameters.limit(366, MOST_DAYS)
DAY = {
    "name": "day",
    "in": "path",
    "required": True,
    "description": "The day, UTC, one of /reports",
    "schema": {"type": "string", "format": "date"},
    "example": "2026-01-31",
}
POLICY = (
    "default-src 'none'; style-src{hashes}; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)

router = documents.router("reports", Direct)


def policy(page: bytes) -> str:
    """What the page may do: have the styles that are in it, by their hashes (CSP level 3), and
    nothing else. A page without any has `style-src` of nothing."""
    digests = (hashlib.sha256(style).digest() for style in _STYLE.findall(page))
    hashes = "".join(f" 'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    return POLICY.format(hashes=hashes or " 'none'")


def _listed(asked: Asked) -> Made:
    found = reports.days(asked.services.store)[: asked.values["limit"]]
    return Made(json(schemas.ReportsAnswer(len(found), found)).body, SOON)


LIST = Endpoint(_listed, (LIMIT,))


@router.get(
    "/reports",
    name="reports",
    summary="Days that have a report",
    response_class=Response,
    responses={200: answer(schemas.ReportsAnswer, "The days"), **AWAY},
    openapi_extra=LIST.document(),
)
async def listed(request: Request) -> Response:
    """The newest first."""
    return await past(request, LIST)


def _page(asked: Asked) -> Made:
    day = parameters.path("day", asked.values["day"], _day)
    body = reports.page(asked.services.store, day)
    return Made(body, SOON | {"Content-Security-Policy": policy(body)})


PAGE = Endpoint(_page, media_types={"html": HTML})


@router.get(
    "/reports/{day}",
    name="report",
    summary="The report of a day",
    response_class=Response,
    responses={
        200: {
            "description": "A page that needs nothing else",
            "content": {"text/html": {"schema": {"type": "string"}}},
        },
        **NOT_FOUND,
        **AWAY,
    },
    openapi_extra=PAGE.document(DAY),
)
async def page(request: Request) -> Response:
    """One HTML page: traffic, airports, emergencies, data quality and cost of the day."""
    return await past(request, PAGE)


def _day(text: str) -> date:
    if (day := reports.day_of(text)) is None:
        raise ValueError("must be a day such as 2026-01-31")
    return day
