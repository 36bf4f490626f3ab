"""Parts of the OpenAPI document that several endpoints share."""

import json
from typing import Any

from fastapi import APIRouter
from fastapi.routing import APIRoute

from flight_api import patterns
from flight_api.formats import MEDIA_TYPES
from flight_api.problems import MEDIA_TYPE, Problem
from flight_api.schemas import CurrentFlights, FlightFeatures, answer

Responses = dict[int | str, dict[str, Any]]

INVALID: Responses = {422: answer(Problem, "A parameter is wrong", MEDIA_TYPE)}
NOT_MODIFIED: Responses = {304: {"description": "The client has this answer already"}}
NOT_ACCEPTABLE: Responses = {406: answer(Problem, "None of the formats", MEDIA_TYPE)}
UNAVAILABLE: Responses = {503: answer(Problem, "Not available right now", MEDIA_TYPE)}
NOT_FOUND: Responses = {404: answer(Problem, "There is none", MEDIA_TYPE)}
LIVE: Responses = {**NOT_MODIFIED, **NOT_ACCEPTABLE, **INVALID, **UNAVAILABLE}
AWAY: Responses = {
    **NOT_MODIFIED,
    **NOT_ACCEPTABLE,
    **INVALID,
    503: answer(Problem, "The lakehouse is away or asleep; Retry-After says how long", MEDIA_TYPE),
}

ICAO24 = {
    "name": "icao24",
    "in": "path",
    "required": True,
    "description": "ICAO 24-bit address, six hex digits",
    "schema": patterns.schema(patterns.ADDRESS),
    "example": "4b1816",
}
AIRPORT = {
    "name": "icao",
    "in": "path",
    "required": True,
    "description": "ICAO code",
    "schema": patterns.schema(patterns.AIRPORT),
    "example": "LSZH",
}
FRAME_TIME = {
    "name": "time",
    "in": "path",
    "required": True,
    "description": "Unix seconds, one of /history/frames",
    "schema": {"type": "integer", "minimum": 0, "maximum": 4_294_967_295},
    "example": 1_700_000_000,
}
REFUSED: Responses = {
    400: answer(Problem, "A key in the query string", MEDIA_TYPE),
    401: answer(Problem, "The key is missing or wrong", MEDIA_TYPE),
    403: answer(Problem, "Ingest is closed", MEDIA_TYPE),
    408: answer(Problem, "The body came too slowly", MEDIA_TYPE),
    409: answer(Problem, "The first post with this key is not done yet", MEDIA_TYPE),
    413: answer(Problem, "The body is too large, packed or unpacked", MEDIA_TYPE),
    415: answer(Problem, "Neither JSON nor NDJSON, or another coding than gzip", MEDIA_TYPE),
    **INVALID,
}
_POSTED = {
    "icao24": "4b1816",
    "callsign": "SWR7354",
    "last_contact": 1693234261,
    "time_position": 1693234261,
    "latitude": 39.6899,
    "longitude": 3.1667,
}
INGEST = {
    "security": [{"ApiKey": []}],
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "The same for a body that is sent again: it is written once",
            "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
            "example": "2026-01-31T12:00:00Z-17",
        },
    ],
    "requestBody": {
        "description": "At most 5 MB, with `Content-Encoding: gzip` also when it is unpacked",
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/IngestBody"},
                "example": [_POSTED],
            },
            "application/x-ndjson": {
                "schema": {"description": "A state a line; what is none costs itself only"},
                "example": json.dumps(_POSTED) + "\n",
            },
        },
    },
}


def router(tag: str, route_class: type[APIRoute] = APIRoute) -> APIRouter:
    """One whose operations are named as their functions, so that clients can be generated."""
    return APIRouter(
        route_class=route_class,
        tags=[tag],
        generate_unique_id_function=lambda route: route.name,
    )


def listed(description: str) -> dict[str, Any]:
    """A list of flights in all its formats."""
    made = answer(CurrentFlights, description)
    features = answer(FlightFeatures, description, MEDIA_TYPES["geojson"])
    made["content"] |= features["content"]
    made["content"]["text/csv"] = {"schema": {"type": "string"}}
    made["content"][MEDIA_TYPES["arrow"]] = {"schema": {"type": "string", "format": "binary"}}
    return made
