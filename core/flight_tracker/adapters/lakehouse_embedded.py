"""Lakehouse on one machine: Delta tables in a folder, written by delta-rs.

Any Delta reader opens them. A merge is one commit: rows are there whole or not at all.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import arro3.core
from arro3.core import Array, DataType, RecordBatch
from deltalake import DeltaTable, Field, QueryBuilder, Schema
from deltalake.exceptions import DeltaError
from deltalake.schema import PrimitiveType

from flight_tracker import landing_file
from flight_tracker.errors import BadRecord, Unavailable
from flight_tracker.offset_search import text
from flight_tracker.ports import LoadResult, TableStatus
from flight_tracker.table import Column, Table
from flight_tracker.tables import LOAD_HISTORY, TABLES

logger = logging.getLogger(__name__)

ATTEMPTS = 5
"""Of a merge that lost against another writer's commit."""

MOST_LOGS = 20
"""Of more, the engine looks into every file."""


class EmbeddedLakehouse:
    """Delta tables at `<folder>/<table>`."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder).absolute()

    def migrate(self) -> None:
        for table in TABLES.values():
            with _translated(table.name):
                try:
                    self._migrate(table)
                except DeltaError:  # another one migrates, too
                    self._migrate(table)

    def _migrate(self, table: Table) -> None:
        path = self._folder / table.name
        if DeltaTable.is_deltatable(str(path)):
            there = DeltaTable(path)
            _check(table, there)
            _evolve(table, there)
        else:
            DeltaTable.create(
                path,
                _delta_schema(table),
                name=table.name,
                description=table.comment,
                partition_by=list(table.partition_by),
                mode="ignore",
            )

    def loaded(self) -> set[str]:
        with _translated("load_history"):
            history = self._open(LOAD_HISTORY)
            query = QueryBuilder().register("load_history", history)
            return set(
                query.execute("SELECT file FROM load_history").read_all()["file"].to_pylist()
            )

    def load(self, table: str, files: Sequence[tuple[str, bytes]], loaded_at: float) -> LoadResult:
        target = TABLES[table]
        good: list[arro3.core.Table] = []
        damaged: dict[str, str] = {}
        waiting: list[str] = []
        history = []
        for key, body in files:
            rows = None
            try:
                good.append(landing_file.read(target, body))
                rows = good[-1].num_rows
            except landing_file.NewerRelease as error:
                damaged[key] = error.reason
                waiting.append(key)
                continue  # not noted
            except BadRecord as error:
                damaged[key] = error.reason
            history.append((key, table, rows, damaged.get(key), loaded_at))
        with _translated(table):
            new = self._merge(target, _distinct(good, target.identity)) if good else 0
            if history:
                self._merge(LOAD_HISTORY, _history(history))
        return LoadResult(new, damaged, waiting)

    def tables(self) -> dict[str, TableStatus]:
        status = {}
        for table in TABLES.values():
            with _translated(table.name):
                if DeltaTable.is_deltatable(str(self._folder / table.name)):
                    opened = self._open(table)
                    files = len(opened.file_uris())
                    status[table.name] = TableStatus(opened.count(), files, opened.version())
        return status

    def _open(self, table: Table) -> DeltaTable:
        return DeltaTable(self._folder / table.name)

    def _merge(self, table: Table, rows: RecordBatch) -> int:
        """Insert the rows that are not there; the number inserted."""
        same = [f"t.{name} = s.{name}" for name in table.identity]
        predicate = " AND ".join([*_pruning(table, rows), *same])
        for attempt in range(1, ATTEMPTS + 1):
            try:
                merge = self._open(table).merge(rows, predicate, source_alias="s", target_alias="t")
                result = merge.when_not_matched_insert_all().execute()
                return int(result["num_target_rows_inserted"])
            except DeltaError:
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")


def _pruning(table: Table, rows: RecordBatch) -> list[str]:
    """Constants that let the engine pass over files that cannot hold these rows."""
    terms = []
    if "event_date" in table.partition_by:
        days = sorted({day.isoformat() for day in rows["event_date"].to_pylist()})
        terms.append(f"t.event_date IN ({', '.join(repr(day) for day in days)})")
    if "kafka_offset" in table.identity:
        offsets = rows["kafka_offset"].to_pylist()
        terms.append(f"t.kafka_offset BETWEEN {min(offsets)} AND {max(offsets)}")
    logs = sorted(set(rows["log_id"].to_pylist())) if "log_id" in table.identity else []
    if 0 < len(logs) <= MOST_LOGS:  # a broker that starts anew counts from 0 again, on the same day
        terms.append(f"t.log_id IN ({', '.join(map(text, logs))})")
    return terms


def _distinct(parts: list[arro3.core.Table], identity: Sequence[str]) -> RecordBatch:
    """One batch with each identity once: retries leave files that overlap."""
    batches = [batch for part in parts for batch in part.to_batches()]
    merged = (
        arro3.core.Table.from_batches(batches, schema=batches[0].schema)
        .combine_chunks()
        .to_batches()[0]
    )
    keys = zip(*(merged[name].to_pylist() for name in identity), strict=True)
    first: dict[tuple[Any, ...], int] = {}
    for index, key in enumerate(keys):
        first.setdefault(key, index)
    if len(first) == merged.num_rows:
        return merged
    return merged.take(Array(list(first.values()), DataType.uint32()))


def _history(entries: list[tuple[Any, ...]]) -> RecordBatch:
    files, names, rows, errors, times = zip(*entries, strict=True)
    micros = Array([int(seconds * 1e6) for seconds in times], DataType.int64())
    return RecordBatch.from_arrays(
        [
            Array(list(files), DataType.utf8()),
            Array(list(names), DataType.utf8()),
            Array(list(rows), DataType.int64()),
            Array(list(errors), DataType.utf8()),
            micros.cast(DataType.timestamp("us", tz="UTC")),
        ],
        names=[column.name for column in LOAD_HISTORY.columns],
    )


def _check(table: Table, there: DeltaTable) -> None:
    """Raises Unavailable where the table cannot be brought up to date without losing rows.

    Columns that this release does not know may be there: a newer one has added them.
    """
    partitions = tuple(there.metadata().partition_columns)
    if partitions != table.partition_by:
        raise _refused(table, f"it is partitioned by {partitions}, not {table.partition_by}")
    fields = {field.name: field for field in there.schema().fields}
    for column in table.columns:
        field = fields.get(column.name)
        if field is None and column.name in table.required:
            raise _refused(table, f"it has no column {column.name}")
        if field is not None and field.type != PrimitiveType(column.type):
            kind = getattr(field.type, "type", "nested")
            raise _refused(table, f"its column {column.name} is {kind}, not {column.type}")


def _evolve(table: Table, there: DeltaTable) -> None:
    """Add the columns that came with this release, and bring the comments up to date."""
    fields = {field.name: field for field in there.schema().fields}
    if missing := [_field(table, column) for column in table.columns if column.name not in fields]:
        logger.info("%s gets the columns %s", table.name, [field.name for field in missing])
        there.alter.add_columns(missing)
    if there.metadata().description != table.comment:
        there.alter.set_table_description(table.comment)
    for column in table.columns:
        field = fields.get(column.name)
        if field is not None and field.metadata.get("comment") != column.comment:
            there.alter.set_column_metadata(column.name, {"comment": column.comment})


def _refused(table: Table, reason: str) -> Unavailable:
    return Unavailable(
        f"Delta table {table.name}: {reason}; nothing was changed. Move its folder away to begin "
        "anew, or run the release that made it"
    )


def _field(table: Table, column: Column) -> Field:
    return Field(
        column.name,
        PrimitiveType(column.type),
        nullable=column.name not in table.required,
        metadata={"comment": column.comment},
    )


def _delta_schema(table: Table) -> Schema:
    return Schema([_field(table, column) for column in table.columns])


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """This library's exceptions as ours."""
    try:
        yield
    except (DeltaError, OSError) as error:
        raise Unavailable(f"Delta table {name}: {str(error).partition(chr(10))[0]}") from error
