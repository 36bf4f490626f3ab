"""Reads variables of the environment and collects what is wrong with them."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class Reader:
    """Reads one variable at a time and collects what is wrong. Empty means unset."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.errors: list[str] = []

    def wrong(self, name: str, sentence: str) -> None:
        self.errors.append(f"{name} {sentence}")

    def optional(self, name: str) -> str | None:
        return self._environ.get(name, "").strip() or None

    def text(self, name: str, default: str) -> str:
        return self.optional(name) or default

    def parsed(self, name: str, parse: Callable[[str], T]) -> T | None:
        text = self.optional(name)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueError as error:
            self.wrong(name, str(error))
            return None

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        text = self.text(name, default)
        if text not in choices:
            self.wrong(name, f"must be one of {', '.join(choices)}, not {text!r}")
        return text

    def number(self, name: str, default: float, low: float, high: float) -> float:
        return self._ranged(name, float, default, low, high)

    def integer(self, name: str, default: int, low: int, high: int) -> int:
        return int(self._ranged(name, int, default, low, high))

    def boolean(self, name: str) -> bool:
        return self.one_of(name, ("true", "false"), "false") == "true"

    def url(self, name: str, default: str | None) -> str | None:
        text = self.optional(name)
        if text is None:
            return default
        try:
            parts = urlsplit(text)
            if parts.scheme in ("http", "https") and parts.hostname:
                return text
        except ValueError:  # a bracket without its pair
            pass
        self.wrong(name, "must be a URL that starts with http:// or https://")
        return default

    def pair(self, first: str, second: str) -> tuple[str, str] | None:
        """Two variables that only make sense together."""
        values = self.optional(first), self.optional(second)
        if values[0] and values[1]:
            return values[0], values[1]
        if values[0] or values[1]:
            missing = second if values[0] else first
            self.wrong(missing, f"is missing: {first} and {second} go together")
        return None

    def several(self, name: str, parse: Callable[[str], T]) -> tuple[T, ...]:
        """Values between commas. A mistake names the place of its value, never the value."""
        found = []
        texts = (text.strip() for text in self.text(name, "").split(","))
        for place, text in enumerate(filter(None, texts), 1):
            try:
                found.append(parse(text))
            except ValueError as error:
                self.wrong(name, f"entry {place} {error}")
        return tuple(found)

    def _ranged(
        self, name: str, parse: Callable[[str], float], default: float, low: float, high: float
    ) -> float:
        text = self.optional(name)
        kind = "a whole number" if parse is int else "a number"
        try:
            value = default if text is None else parse(text)
        except ValueError:
            value = float("nan")
        if low <= value <= high:
            return value
        self.wrong(name, f"must be {kind} between {low:g} and {high:g}, not {text!r}")
        return default
