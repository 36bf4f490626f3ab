"""Values from texts, strictly. Each raises ValueError with a reason that follows the name of the
text: "must be …"."""

import contextlib
import math
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flight_api import patterns
from flight_tracker.geo import BoundingBox

LATEST = 4_294_967_295

_NUMBER, _BOX, _RFC_3339, _ADDRESS = map(
    re.compile, (patterns.NUMBER, patterns.BOX, patterns.RFC_3339, patterns.ADDRESS)
)


def number(low: float, high: float) -> Callable[[str], float]:
    """A finite decimal number between two ends."""

    def parse(text: str) -> float:
        value = float(text) if _NUMBER.fullmatch(text) else math.nan
        if not low <= value <= high:
            raise ValueError(f"must be a number from {low:g} to {high:g}")
        return value

    return parse


def integer(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        is_plain = text.isascii() and text.isdecimal() and len(text) <= 12
        if not is_plain or not low <= int(text) <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return int(text)

    return parse


def one_of(*names: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in names:
            raise ValueError(f"must be one of {', '.join(names)}")
        return text

    return parse


def boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


def word(longest: int, shortest: int = 1) -> Callable[[str], str]:
    """Text without control characters."""

    def parse(text: str) -> str:
        stripped = text.strip()
        is_short = len(text) <= longest and shortest <= len(stripped)
        if not is_short or not stripped.isprintable():
            raise ValueError(f"must be text of {shortest} to {longest} characters")
        return stripped

    return parse


def address(text: str) -> str:
    """An ICAO 24-bit address in lower case."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError("must be an ICAO 24-bit address, six hex digits")
    return text.lower()


def box(text: str) -> BoundingBox:
    if not _BOX.fullmatch(text):
        raise ValueError("must be four numbers lamin,lomin,lamax,lomax")
    return BoundingBox.parse(text)


def place(text: str, name: str, third: Callable[[str], Any]) -> tuple[float, float, Any]:
    """`lat,lon,x` in degrees; `name` and `third` are of x."""
    texts = text.split(",")
    if len(texts) != 3:
        raise ValueError(f"must be latitude, longitude and {name}, separated by commas")
    names, parsers = ("latitude", "longitude", name), (number(-90, 90), number(-180, 180), third)
    latitude, longitude, last = map(_part, names, parsers, texts)
    return latitude, longitude, last


def _part(name: str, parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def moment(text: str) -> int:
    """Unix seconds, or RFC 3339 with its zone, as Unix seconds."""
    if text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= LATEST:
        return int(text)
    seconds = math.nan
    if _RFC_3339.fullmatch(text):
        with contextlib.suppress(ValueError, OverflowError):  # there is no 31 June
            seconds = datetime.fromisoformat(text.upper()).timestamp()
    if not 0 <= seconds <= LATEST:
        raise ValueError("must be Unix seconds or such as 2026-01-31T12:00:00Z, with its time zone")
    return int(seconds)
