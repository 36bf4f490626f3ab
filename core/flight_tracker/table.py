"""How a table of the lakehouse is declared."""

from typing import NamedTuple


class Column(NamedTuple):
    """`type` is Delta's name of it."""

    name: str
    type: str
    comment: str


class Table(NamedTuple):
    """`identity` is what a row is merged by, or what makes it one of its day.

    `cluster_by` is what rows lie by in the files of a partition, the last one being their time.
    """

    name: str
    comment: str
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    partition_by: tuple[str, ...] = ()
    cluster_by: tuple[str, ...] = ()

    @property
    def required(self) -> frozenset[str]:
        """Columns that are never null: without them a row is no row of its own."""
        return frozenset(self.identity) | frozenset(self.partition_by)
