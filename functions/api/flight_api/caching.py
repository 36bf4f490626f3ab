"""ETag, 304 and Cache-Control: an answer is good until the next snapshot can be there."""

import hashlib

from fastapi import Request
from fastapi.responses import Response

from flight_tracker.querying import View

ARRIVAL = 2
"""Seconds from a poll to its snapshot in the live view."""

LONGEST = 60
"""Seconds that an answer may be kept at most: producers may post between two polls."""


def etag(view: View, request: Request) -> str:
    """Strong: the same answer to the same question, from the same version of the sky."""
    question = f"{view.version} {request.url.path}?{request.url.query}"
    return f'"{hashlib.sha256(question.encode()).hexdigest()[:24]}"'


def headers(view: View, tag: str, now: float) -> dict[str, str]:
    left = (view.feed.next_poll_at or now) + ARRIVAL - now
    seconds = int(min(max(left, 1), LONGEST))
    return {
        "ETag": tag,
        "Cache-Control": f"public, max-age={seconds}, stale-while-revalidate=30",
        "Vary": "Accept",
    }


def is_known(request: Request, tag: str) -> bool:
    """Whether the client has this answer already (If-None-Match, weakly compared)."""
    known = request.headers.get("if-none-match", "")
    return any(item.strip().removeprefix("W/") in (tag, "*") for item in known.split(","))


def not_modified(headers: dict[str, str]) -> Response:
    return Response(status_code=304, headers=headers)
