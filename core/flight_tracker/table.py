"""How a table of the lakehouse is declared."""

from typing import NamedTuple

EVOLVED = "flight_tracker.evolved"
"""A property of tables that got a column later: their older files lack it."""


class Column(NamedTuple):
    """`type` is Delta's name of it."""

    name: str
    type: str
    comment: str


class Table(NamedTuple):
    """`identity` is what a row is merged by, or what makes it one of its day."""

    name: str
    comment: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    partition_by: tuple[str, ...] = ()

    @property
    def required(self) -> frozenset[str]:
        """Columns that are never null: without them a row is no row of its own."""
        return frozenset(self.identity) | frozenset(self.partition_by)
