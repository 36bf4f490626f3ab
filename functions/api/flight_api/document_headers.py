"""Headers of answers in the OpenAPI document: what they are, and which answer has them."""

from typing import Any

from flight_api.rate_limiting import UNLIMITED

HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "The client's, if it sent one, or a new one; the server's log has it",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,64}$"},
    },
    "Server-Timing": {
        "description": "Milliseconds until the answer began",
        "schema": {"type": "string"},
    },
    "Retry-After": {"description": "Seconds", "schema": {"type": "string", "pattern": "^[0-9]+$"}},
    "Cache-Control": {
        "description": "How long it may be kept; from the live view, until the next snapshot",
        "schema": {"type": "string"},
        "example": "public, max-age=12, stale-while-revalidate=30",
    },
    "ETag": {
        "description": "Strong, and of one coding: give it back as If-None-Match",
        "schema": {"type": "string"},
        "example": '"9f2c4b1a7d3e5f60718293a4-gzip"',
    },
    "Vary": {"description": "What the answer depends on", "schema": {"type": "string"}},
    "Last-Modified": {
        "description": "The time of the snapshot; a second may have several skies",
        "schema": {"type": "string"},
        "example": "Mon, 28 Aug 2023 14:51:00 GMT",
    },
    "X-Stale": {
        "description": "Why this is the last good view and not the newest; else it is not there",
        "schema": {"type": "string"},
    },
    "Link": {
        "description": 'The next page, `rel="next"`, where there is one',
        "schema": {"type": "string"},
    },
    "RateLimit-Policy": {
        "description": "How many requests in how many seconds, where there is a limit",
        "schema": {"type": "string"},
        "example": '"address";q=600;w=60',
    },
    "RateLimit": {
        "description": "How many are left, and for how many seconds, where there is a limit",
        "schema": {"type": "string"},
        "example": '"address";r=599;t=60',
    },
    "Allow": {"description": "The methods that there are", "schema": {"type": "string"}},
}
ALWAYS = ("X-Request-Id", "Server-Timing", "Cache-Control")
LIMITED = ("RateLimit-Policy", "RateLimit")
RETRIED = frozenset({"409", "429", "503"})
"""Answers that always say when to come again."""

LIVE = ("/flights/current", "/flights/stats", "/flights/search", "/flights/{icao24}")
"""Answered from the live view alone."""

SHOWING_NOW = (*LIVE, "/airports/{icao}", "/flights/{icao24}/track")
PAGED = ("/flights/current", "/history/snapshot")


def names(path: str, status: str, is_kept: bool) -> list[str]:
    """Of an answer, always or sometimes. `is_kept`: who has it may ask whether it is the same."""
    found = [*ALWAYS, *(() if path in UNLIMITED else LIMITED)]
    if is_kept and status in ("200", "304"):
        found += ["ETag", "Vary"]
        found += ["Last-Modified"] if path in LIVE else []
        found += ["X-Stale"] if path in SHOWING_NOW else []
        found += ["Link"] if path in PAGED else []
    found += ["Vary"] if (path, status) == ("/health", "200") else []
    found += ["Allow"] if status == "405" else []
    return found + (["Retry-After"] if status in RETRIED else [])
