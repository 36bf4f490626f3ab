"""What Lambda can answer with: 6 MB, as the JSON that its runtime makes of it.

Source: AWS Lambda quotas, "Invocation payload, synchronous: 6 MB each for request and response".
"""

import json
from typing import Any

from flight_api.problems import problem

MOST_BYTES = 6 * 1024 * 1024
WIDEST = 6
"""JSON's bytes for one character at most, as \\u001f."""

OF_THE_BODY = ("content-", "etag", "last-modified", "cache-control", "vary")
"""Beginnings of the headers that told of what is not sent."""


def fitting(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer, or in its place a problem that says how to ask for less. Nothing is cut."""
    if len(answer["body"]) * WIDEST <= MOST_BYTES:
        return answer
    size = len(json.dumps(answer))
    if size <= MOST_BYTES:
        return answer
    detail = (
        f"the answer is {size / 1e6:.1f} MB, and this host sends 6 MB at most: accept gzip "
        "(Accept-Encoding), or ask for less by limit, fields, bbox or format=arrow"
    )
    instead = problem(422, detail)
    kept = {k: v for k, v in answer["headers"].items() if not k.startswith(OF_THE_BODY)}
    return {
        **answer,
        "statusCode": instead.status_code,
        "headers": kept | dict(instead.headers),
        "body": bytes(instead.body).decode(),
        "isBase64Encoded": False,
    }
