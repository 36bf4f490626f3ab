"""Parts of the OpenAPI document that several endpoints share."""

from typing import Any

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
    **NOT_ACCEPTABLE,
    **INVALID,
    503: answer(Problem, "The lakehouse is away or asleep; Retry-After says how long", MEDIA_TYPE),
}

ICAO24 = {
    "name": "icao24",
    "in": "path",
    "required": True,
    "description": "ICAO 24-bit address, six hex digits",
    "schema": {"type": "string", "pattern": "^~?[0-9A-Fa-f]{6}$"},
    "example": "4b1816",
}
AIRPORT = {
    "name": "icao",
    "in": "path",
    "required": True,
    "description": "ICAO code",
    "schema": {"type": "string", "pattern": "^[0-9A-Za-z]{4}$"},
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


def listed(description: str) -> dict[str, Any]:
    """A list of flights in all its formats."""
    made = answer(CurrentFlights, description)
    features = answer(FlightFeatures, description, MEDIA_TYPES["geojson"])
    made["content"] |= features["content"]
    made["content"]["text/csv"] = {"schema": {"type": "string"}}
    made["content"][MEDIA_TYPES["arrow"]] = {"schema": {"type": "string", "format": "binary"}}
    return made
