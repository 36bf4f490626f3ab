"""Parameters of a query: declared once, read strictly, documented from the same declaration.

Nothing is guessed: what is unknown, repeated or wrong is refused, and all of it is named at once.
"""

import contextlib
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

from flight_api import patterns
from flight_api.problems import InvalidParameter
from flight_tracker.geo import BoundingBox

LATEST = 4_294_967_295
MOST_VALUES = 1_000
"""Of one repeated parameter."""

LONGEST_SHOWN = 40


@dataclass(frozen=True)
class Parameter:
    """`parse` raises ValueError with a reason that follows the name: "must be …".

    `example` of one that may be repeated is a list.
    """

    name: str
    parse: Callable[[str], Any]
    description: str
    schema: Mapping[str, Any]
    example: Any
    default: Any = None
    is_repeated: bool = False
    is_required: bool = False

    def document(self) -> dict[str, Any]:
        """Its entry in the OpenAPI document.

        The form of /docs is filled by a parameter's own example: one that need not be given has its
        example in the schema.
        """
        schema = dict(self.schema)
        if self.is_repeated:
            schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
        if not self.is_required:
            schema["examples"] = [self.example]
        return {
            "name": self.name,
            "in": "query",
            "required": self.is_required,
            "description": self.description,
            "schema": schema,
        } | ({"example": self.example} if self.is_required else {})

    def read(self, texts: list[str]) -> Any:
        """The value, or all values as a set. ValueError says what is wrong."""
        if not texts:
            if self.is_required:
                raise ValueError("is required")
            return frozenset() if self.is_repeated else self.default
        if not self.is_repeated:
            if len(texts) > 1:
                raise ValueError("must be given once")
            return self.parse(texts[0])
        if len(texts) > MOST_VALUES:
            raise ValueError(f"must not be given more than {MOST_VALUES} times")
        return frozenset(map(self.parse, texts))


def query(request: Request) -> str:
    """As it came. What is not UTF-8 stays so, for `read` to refuse it."""
    return str(request.scope["query_string"].decode(errors="surrogateescape"))


def read(query: str, parameters: Iterable[Parameter]) -> dict[str, Any]:
    """The value of each parameter. Raises InvalidParameter, naming every one at fault."""
    given: dict[str, list[str]] = {}
    values, errors = {}, []
    for name, text in parse_qsl(query, keep_blank_values=True, errors="surrogateescape"):
        if not _is_utf8(name + text):
            errors.append((_shown(name), "must be UTF-8"))
        given.setdefault(_shown(name), []).append(text)
    if errors:
        raise InvalidParameter(*errors)
    for parameter in parameters:
        try:
            values[parameter.name] = parameter.read(given.pop(parameter.name, []))
        except ValueError as error:
            errors.append((parameter.name, str(error)))
    errors += [(name, "is not a parameter of this endpoint") for name in given]
    if errors:
        raise InvalidParameter(*errors)
    return values


def _is_utf8(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _shown(name: str) -> str:
    return name[:LONGEST_SHOWN].encode(errors="replace").decode()


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


def text(longest: int) -> dict[str, Any]:
    """The schema of `word`."""
    return {"type": "string", "minLength": 1, "maxLength": longest}


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


_MOMENT = patterns.schema(patterns.MOMENT) | {
    "description": "Unix seconds, or RFC 3339 with its zone"
}
SINCE = Parameter("since", moment, "Beginning", _MOMENT, "2023-11-14T22:00:00Z")
UNTIL = Parameter("until", moment, "End; now if it is not given", _MOMENT, "1700000000")
TIME = Parameter("time", moment, "The moment", _MOMENT, "1700000000", is_required=True)
QUERY = Parameter(
    "q",
    word(64),
    "What to look for",
    text(64),
    "SWR",
    is_required=True,
)


def limit(default: int | None, most: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most}
    return Parameter("limit", integer(1, most), "At most so many", schema, 100, default)


def span(values: Mapping[str, Any], *, now: int, default: int, most: int) -> tuple[int, int]:
    """Both ends: `default` seconds until now if nothing is said, at most `most` seconds."""
    end = now if values["until"] is None else values["until"]
    start = max(0, end - default) if values["since"] is None else values["since"]
    if start > end:
        raise InvalidParameter(("since", "must not be after until"))
    if end - start > most:
        reason = f"must not be more than {most / 86_400:g} days before until"
        raise InvalidParameter(("since", reason))
    return start, end


def path(name: str, text: str, parse: Callable[[str], Any]) -> Any:
    """A part of the path. Raises InvalidParameter."""
    try:
        return parse(text)
    except ValueError as error:
        raise InvalidParameter((name, str(error))) from None
