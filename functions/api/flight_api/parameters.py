"""Parameters of a query: declared once, read strictly, documented from the same declaration.

Nothing is guessed: what is unknown, repeated or wrong is refused, and all of it is named at once.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

from flight_api import patterns, readers
from flight_api.problems import InvalidParameter

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


_MOMENT = patterns.schema(patterns.MOMENT) | {
    "description": "Unix seconds, or RFC 3339 with its zone"
}
SINCE = Parameter("since", readers.moment, "Beginning", _MOMENT, "2023-11-14T22:00:00Z")
UNTIL = Parameter("until", readers.moment, "End; now if it is not given", _MOMENT, "1700000000")
TIME = Parameter("time", readers.moment, "The moment", _MOMENT, "1700000000", is_required=True)
QUERY = Parameter(
    "q",
    readers.word(64),
    "What to look for",
    patterns.text(64),
    "SWR",
    is_required=True,
)


def limit(default: int | None, most: int) -> Parameter:
    schema = {"type": "integer", "minimum": 1, "maximum": most}
    return Parameter("limit", readers.integer(1, most), "At most so many", schema, 100, default)


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
