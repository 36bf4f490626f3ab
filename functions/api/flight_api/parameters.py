"""Parameters that several endpoints take. Nothing is guessed: a moment has its zone."""

from datetime import datetime

from flight_api.problems import InvalidParameter
from flight_tracker.geo import BoundingBox

LATEST = 4_294_967_295


def moment(name: str, text: str | None, default: int) -> int:
    """Unix seconds, or RFC 3339 with its zone, as Unix seconds."""
    if text is None:
        return default
    if text.isascii() and text.isdecimal() and int(text) <= LATEST:
        return int(text)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None or not 0 <= found.timestamp() <= LATEST:
        reason = "must be Unix seconds or such as 2026-01-31T12:00:00Z, with its time zone"
        raise InvalidParameter(name, reason)
    return int(found.timestamp())


def span(
    since: str | None, until: str | None, *, now: int, default: int, most: int
) -> tuple[int, int]:
    """Both ends: `default` seconds until now if nothing is said, at most `most` seconds."""
    end = moment("until", until, now)
    start = moment("since", since, end - default)
    if start > end:
        raise InvalidParameter("since", "must not be after until")
    if end - start > most:
        raise InvalidParameter("since", f"must not be more than {most // 86_400} days before until")
    return start, end


def parsed_box(text: str | None) -> BoundingBox | None:
    try:
        return None if text is None else BoundingBox.parse(text)
    except ValueError as error:
        raise InvalidParameter("bbox", str(error)) from None
