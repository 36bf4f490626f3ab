"""Upkeep of the embedded lakehouse: what delta-rs does to the tables, and what it finds in them.

A deletion notes in its own commit how many rows it took and from which offsets, as Delta's
application transactions, which checkpoints keep: reconciling tells what was removed on purpose
from what was lost, also years later.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from deltalake import (
    ColumnProperties,
    CommitProperties,
    DeltaTable,
    QueryBuilder,
    Transaction,
    WriterProperties,
)
from deltalake.exceptions import CommitFailedError, DeltaError
from filelock import FileLock, Timeout

from flight_tracker.adapters.upkeep_embedded import clustering
from flight_tracker.errors import Unavailable
from flight_tracker.offset_search import SLICE_ROWS, OffsetSearch, Seen, places, seen_records
from flight_tracker.ports import Files, Offsets
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES, TABLES

logger = logging.getLogger(__name__)
T = TypeVar("T")

ATTEMPTS = 5
"""Of a commit that lost against another writer's."""

LOCK_SECONDS = 60
"""To wait for another job on the same table."""

_PLAIN = ColumnProperties(dictionary_enabled=False)
_DELTA = ColumnProperties(dictionary_enabled=False, encoding="DELTA_BINARY_PACKED")
_STATES = {"longitude": _PLAIN, "latitude": _PLAIN, "kafka_offset": _DELTA, "callsign": _PLAIN}


class EmbeddedUpkeep:
    """Delta tables at `<folder>/<table>`; `topic` is the one whose offsets `flight_states` has."""

    def __init__(
        self,
        folder: str,
        topic: str,
        *,
        slice_rows: int = SLICE_ROWS,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._folder = Path(folder).absolute()
        self._topic = topic
        self._slice_rows = slice_rows
        self._lock_seconds = lock_seconds

    def compact(self, table: str) -> tuple[Files, Files]:
        def once() -> tuple[Files, Files]:
            opened = self._open(table)
            before = _files(opened)
            if TABLES[table].cluster_by:
                clustering.cluster(self._folder / table, TABLES[table])
            else:
                opened.optimize.compact(writer_properties=_written(table))
            opened.update_incremental()
            opened.create_checkpoint()
            return before, _files(opened)

        return self._alone(table, once)

    def vacuum(self, table: str, hours: int, *, dry_run: bool) -> Files:
        def once() -> Files:
            opened = self._open(table)
            options: Any = {"enforce_retention_duration": False, "full": True}
            found = opened.vacuum(hours, dry_run=True, **options)
            sizes = [_size(self._folder / table / name) for name in found]
            there = [size for size in sizes if size is not None]
            if there and not dry_run:
                opened.vacuum(hours, dry_run=False, **options)
            return Files(len(there), sum(there))

        return self._alone(table, once)

    def remove(self, table: str, condition: str, *, dry_run: bool) -> int:
        def once() -> int:
            opened = self._open(table)
            query = QueryBuilder().register(table, opened)
            [(counted,)] = _rows(query, f"SELECT count(*) FROM {table} WHERE {condition}")
            rows = int(counted)
            if rows and not dry_run:
                notes = _notes(opened, self._found(query, table, condition))
                opened.delete(
                    condition,
                    writer_properties=_written(table),
                    commit_properties=CommitProperties(app_transactions=notes),
                )
            return rows

        return self._alone(table, once)

    def removed(self, partitions: Collection[tuple[str, int]]) -> Iterator[Offsets]:
        with _translated("flight_states or rejected_states"):
            tables = [self._open(table.name) for table in (FLIGHT_STATES, REJECTED_STATES)]
            for table in tables:
                for log_id, partition in partitions:
                    if noted := _noted(table, log_id, partition):
                        yield noted

    def offsets(self) -> Iterator[Offsets]:
        with _translated("flight_states or rejected_states"):
            yield from OffsetSearch(self._seen(), self._slice_rows).run()

    def _seen(self) -> Seen:
        """At the tables' versions of now."""
        query = QueryBuilder()
        for table in (FLIGHT_STATES.name, REJECTED_STATES.name):
            query.register(table, self._open(table))
        return lambda rest: _rows(query, seen_records(self._topic) + rest)

    def _found(self, query: QueryBuilder, table: str, condition: str) -> list[Offsets]:
        """The offsets of the rows, by log and partition, in a table that has some."""
        records = places(self._topic).get(table)
        if records is None:
            return []
        counted = (
            "SELECT log_id, part, count(*), min(place), max(place) "
            f"FROM ({records} AND ({condition})) AS found GROUP BY 1, 2"
        )
        return [Offsets(*row) for row in _rows(query, counted)]

    def _alone(self, table: str, once: Callable[[], T]) -> T:
        """Without other upkeep of this table; again where a load commits first.

        delta-rs takes two compactions of the same files for no conflict, and then each row is
        there twice.
        """
        lock = FileLock(self._folder / f".{table}.lock", timeout=self._lock_seconds)
        with _translated(table), lock:
            for _ in range(ATTEMPTS - 1):
                try:
                    return once()
                except CommitFailedError as error:
                    logger.info("%s: trying again: %s", table, str(error).partition("\n")[0])
            return once()

    def _open(self, table: str) -> DeltaTable:
        return DeltaTable(self._folder / table)


def _rows(query: QueryBuilder, sql: str) -> Iterator[tuple[Any, ...]]:
    batches = query.execute(sql)
    while True:
        try:
            batch = next(batches)
        except StopIteration:
            return
        except Exception as error:  # what a stream raises has no type of its own
            raise Unavailable(f"Delta tables: {str(error).partition(chr(10))[0]}") from error
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _notes(table: DeltaTable, removed: list[Offsets]) -> list[Transaction]:
    """What the table is to remember of this deletion and those before: numbers by name."""
    notes = []
    for more in removed:
        old = _noted(table, more.log_id, more.partition) or more._replace(rows=0)
        values = old.rows + more.rows, min(old.first, more.first), max(old.last, more.last)
        names = _note_names(more.log_id, more.partition)
        notes += [Transaction(name, value) for name, value in zip(names, values, strict=True)]
    return notes


def _noted(table: DeltaTable, log_id: str, partition: int) -> Offsets | None:
    rows, first, last = _note_names(log_id, partition)
    if (count := table.transaction_version(rows)) is None:
        return None
    ends = table.transaction_version(first), table.transaction_version(last)
    return Offsets(log_id, partition, count, ends[0] or 0, ends[1] or 0)


def _note_names(log_id: str, partition: int) -> list[str]:
    return [f"removed/{log_id}/{partition}/{what}" for what in ("rows", "first", "last")]


def _written(table: str) -> WriterProperties:
    columns = _STATES if table == FLIGHT_STATES.name else None
    return WriterProperties(compression="ZSTD", compression_level=6, column_properties=columns)


def _files(opened: DeltaTable) -> Files:
    sizes = opened.get_add_actions()["size_bytes"].to_pylist()
    return Files(len(sizes), sum(sizes))


def _size(path: Path) -> int | None:
    """None of a file that an earlier vacuum took: Delta lists it for a week."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """This library's exceptions as ours."""
    try:
        yield
    except Timeout as error:
        raise Unavailable(f"Delta table {name}: another job is at work on it") from error
    except (DeltaError, OSError) as error:
        raise Unavailable(f"Delta table {name}: {str(error).partition(chr(10))[0]}") from error
