"""Order and pages of a list. A cursor names the last row that was seen, so that it stays where it
is while the sky changes: nobody is skipped, and who changes places may come twice. Pure."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from flight_tracker.columns import COLUMNS
from flight_tracker.enrichment import Aircraft


class Order(NamedTuple):
    """By a column, then by address; unknown values come last in either direction."""

    column: str = "icao24"
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> "Order":
        """A column, `-column` for the largest first. ValueError says what is wrong."""
        name = text.removeprefix("-")
        if name not in COLUMNS:
            raise ValueError("must be a column, or - and a column for the largest first")
        return cls(name, text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    def sorted(self, aircraft: Sequence[Aircraft]) -> list[Aircraft]:
        """`aircraft` comes in the order of addresses."""
        if self == Order():
            return list(aircraft)
        value = COLUMNS[self.column].value
        known = [one for one in aircraft if value(one) is not None]
        unknown = [one for one in aircraft if value(one) is None]
        return sorted(known, key=value, reverse=self.descending) + unknown

    def is_behind(self, aircraft: Aircraft, cursor: "Cursor") -> bool:
        """Whether it comes after the row that the cursor names."""
        value, address = COLUMNS[self.column].value(aircraft), aircraft.state.icao24
        if value is None or cursor.value is None:
            is_tie = value is None and cursor.value is None
            return address > cursor.icao24 if is_tie else value is None
        if value == cursor.value:
            return address > cursor.icao24
        return bool(value < cursor.value if self.descending else value > cursor.value)


class Cursor(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """The last row of a page: its order, its value in that order, and its address."""

    order: str
    value: float | str | bool | None
    icao24: str

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """ValueError where it is not one of ours."""
        try:
            padded = text + "=" * (-len(text) % 4)
            cursor = msgspec.json.decode(urlsafe_b64decode(padded), type=cls)
            kind = type(cursor.value)
            if cursor.value is None or _kind(Order.parse(cursor.order).column) == kind:
                return cursor
        except ValueError:
            pass
        raise ValueError("must be the `next` of the page before")

    def __str__(self) -> str:
        return urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def page(
    aircraft: Sequence[Aircraft], order: Order, after: Cursor | None, limit: int | None
) -> tuple[list[Aircraft], str | None]:
    """The rows behind the cursor, and the cursor of the next page if there is one."""
    rows = order.sorted(aircraft)
    if after is not None:
        rows = [one for one in rows if order.is_behind(one, after)]
    if limit is None or len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    value: Any = COLUMNS[order.column].value(last)
    is_number = isinstance(value, int) and not isinstance(value, bool)
    cursor = Cursor(str(order), float(value) if is_number else value, last.state.icao24)
    return rows[:limit], str(cursor)


def _kind(column: str) -> type:
    match COLUMNS[column].type:
        case "utf8":
            return str
        case "bool":
            return bool
    return float
