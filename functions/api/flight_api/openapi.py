"""The OpenAPI 3.1 document: what the routes declare, and what is the same for all of them."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from flight_api import document_headers, examples, ingest, schemas
from flight_api.problems import MEDIA_TYPE, TITLES, Problem
from flight_api.rate_limiting import UNLIMITED
from flight_api.schemas import answer

SECURITY = {
    "ApiKey": {
        "type": "apiKey",
        "in": "header",
        "name": ingest.HEADER,
        "description": "A producer's key; the server knows its hash only",
    }
}
IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "ETags of answers that the client has: 304 if one is this answer's",
    "schema": {"type": "string", "examples": ['"9f2c4b1a7d3e5f60718293a4-gzip"']},
}
TAGS = (
    ("flights", "The sky now, from the live view"),
    ("airports", "Airports and what happens there, inferred"),
    ("history", "The past, from frames and the lakehouse"),
    ("reports", "A page a day"),
    ("operation", "For those who run the tracker or feed it"),
)

DETAILS = {
    400: "a key does not belong into the address, which logs keep: send it as X-API-Key",
    401: "send a valid key in the header X-API-Key",
    403: "ingest is closed: the server has no INGEST_API_KEYS",
    404: "4b1816 is not in the live view: not heard lately, or unknown",
    405: "Method Not Allowed",
    406: "this endpoint answers with application/json",
    408: "the body did not come within 30 s",
    409: "the first post with this Idempotency-Key is not done yet",
    413: "the body is larger than 5242880 bytes",
    415: "send application/json or application/x-ndjson, and say so in the header Content-Type",
    422: "limit: must be a whole number from 1 to 1000000",
    429: "600 requests in 60 s are allowed for each address",
    500: "its log says more, by the X-Request-Id of this answer",
    503: "the object store does not answer",
}


def document(app: FastAPI) -> dict[str, Any]:
    """The document of these routes, with examples and what every operation may answer."""
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        license_info={"name": "MIT", "identifier": "MIT"},
        tags=[{"name": name, "description": text} for name, text in TAGS],
    )
    made["components"] = {
        "schemas": schemas.components(),
        "headers": document_headers.HEADERS,
        "parameters": {"IfNoneMatch": IF_NONE_MATCH},
        "securitySchemes": SECURITY,
    }
    known = examples.by_schema()
    for path, operations in made["paths"].items():
        for operation in operations.values():
            _complete(path, operation, known)
    return made


def _complete(path: str, operation: dict[str, Any], known: dict[str, Any]) -> None:
    responses = operation["responses"]
    if path not in UNLIMITED and "429" not in responses:
        responses["429"] = answer(Problem, "Too many requests", MEDIA_TYPE)
    responses["405"] = answer(Problem, "Another method than the path has", MEDIA_TYPE)
    responses["500"] = answer(Problem, "A defect of the server", MEDIA_TYPE)
    operation["responses"] = dict(sorted(responses.items()))
    if "304" in responses:
        reference = {"$ref": "#/components/parameters/IfNoneMatch"}
        operation["parameters"] = [*operation.get("parameters", ()), reference]
    for status, response in operation["responses"].items():
        response["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"}
            for name in document_headers.names(path, status, "304" in responses)
        }
        for media_type, content in response.get("content", {}).items():
            example = _example(int(status), media_type, content, known)
            if example is not None:
                content["example"] = example


def _example(status: int, media_type: str, content: dict[str, Any], known: dict[str, Any]) -> Any:
    if media_type == MEDIA_TYPE:
        return examples.problem(status, TITLES[status], DETAILS[status])
    if media_type == "text/csv":
        return examples.CSV
    if media_type == "text/html":
        return examples.HTML
    return known.get(content["schema"].get("$ref", "").rpartition("/")[2])
