"""The reports of the days, as the jobs have kept them, and whether a day is complete."""

import base64
import hashlib
import re
from datetime import UTC, date, datetime, timedelta

import msgspec
from fastapi import Request
from fastapi.responses import Response

from flight_api import documents, parameters, schemas
from flight_api.answering import Asked, Direct, Endpoint, Made, json, past
from flight_api.documents import AWAY, NOT_FOUND
from flight_api.parameters import Parameter
from flight_api.public_texts import without_places
from flight_api.schemas import CompletenessAnswer, answer
from flight_api.services import Services
from flight_tracker import completeness, incidents, reports
from flight_tracker.completeness import Completeness, IncidentOfDay

HTML = "text/html; charset=utf-8"
SOON = {"Cache-Control": "public, max-age=60"}
"""A page may be made anew."""
NOW = {"Cache-Control": "public, max-age=10"}
"""An incident may begin."""

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


def _complete(asked: Asked) -> Made:
    services = asked.services
    yesterday = datetime.fromtimestamp(services.clock(), UTC).date() - timedelta(days=1)
    day = asked.values["day"] or yesterday
    record = completeness.read(services.store, day)
    body = CompletenessAnswer(
        day=day,
        completeness=record and _public(record),
        report=f"/reports/{day}" if day in reports.days(services.store) else None,
        incidents=_open(services),
    )
    return Made(json(body).body, NOW)


def _public(record: Completeness) -> Completeness:
    return msgspec.structs.replace(record, incidents=list(map(_told, record.incidents)))


def _open(services: Services) -> list[IncidentOfDay]:
    stored = services.store.get(incidents.KEY)
    known = incidents.decode(stored.body if stored else None)
    return [_told(completeness.of_day(incident)) for incident in known.open()]


def _told(incident: IncidentOfDay) -> IncidentOfDay:
    """Anybody may ask: no incident tells a path of the machine or an address."""
    return msgspec.structs.replace(incident, detail=without_places(incident.detail))


COMPLETENESS = Endpoint(
    _complete,
    (
        Parameter(
            "day",
            _day,
            "The day, UTC; without it yesterday",
            {"type": "string", "format": "date"},
            "2026-01-31",
        ),
    ),
)


@router.get(
    "/completeness",
    name="completeness",
    summary="Whether a day's data is complete",
    response_class=Response,
    responses={200: answer(CompletenessAnswer, "The day"), **AWAY},
    openapi_extra=COMPLETENESS.document(),
)
async def complete(request: Request) -> Response:
    """Polls, states, offsets and gold tables of the day, as the daily jobs found them, and the
    incidents that are open now."""
    return await past(request, COMPLETENESS)
