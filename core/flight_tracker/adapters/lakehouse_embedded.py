"""Lakehouse on one machine: Delta tables in a folder, written by delta-rs.

Any Delta reader opens them. A merge is one commit: rows are there whole or not at all.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import arro3.core
from arro3.core import Array, DataType, RecordBatch
from arro3.io import read_parquet
from deltalake import DeltaTable, Field, QueryBuilder, Schema
from deltalake.exceptions import DeltaError
from deltalake.schema import PrimitiveType

from flight_tracker.errors import BadRecord, Unavailable
from flight_tracker.ports import LoadResult, TableStatus
from flight_tracker.table import Table
from flight_tracker.tables import LOAD_HISTORY, TABLES

ATTEMPTS = 5
"""Of a merge that lost against another writer's commit."""


class EmbeddedLakehouse:
    """Delta tables at `<folder>/<table>`."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder).absolute()

    def migrate(self) -> None:
        for table in TABLES.values():
            with _translated(table.name):
                DeltaTable.create(
                    self._folder / table.name,
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
        history = []
        for key, body in files:
            rows = None
            try:
                good.append(_read(target, body))
                rows = good[-1].num_rows
            except BadRecord as error:
                damaged[key] = error.reason
            history.append((key, table, rows, damaged.get(key), loaded_at))
        with _translated(table):
            new = self._merge(target, _distinct(good, target.identity)) if good else 0
            self._merge(LOAD_HISTORY, _history(history))
        return LoadResult(new, damaged)

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


def _read(table: Table, body: bytes) -> arro3.core.Table:
    """A landing file. BadRecord where it is none of this table's."""
    try:
        rows = read_parquet(io.BytesIO(body)).read_all()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # arro3 panics at what is not Parquet
        raise BadRecord(f"not Parquet: {str(error).partition(chr(10))[0]}") from error
    if rows.column_names != [column.name for column in table.columns]:
        raise BadRecord(f"its columns are not those of {table.name}: {rows.column_names}")
    return rows


def _pruning(table: Table, rows: RecordBatch) -> list[str]:
    """Constants that let the engine pass over files that cannot hold these rows."""
    terms = []
    if "event_date" in table.partition_by:
        days = sorted({day.isoformat() for day in rows["event_date"].to_pylist()})
        terms.append(f"t.event_date IN ({', '.join(repr(day) for day in days)})")
    if "kafka_offset" in table.identity:
        offsets = rows["kafka_offset"].to_pylist()
        terms.append(f"t.kafka_offset BETWEEN {min(offsets)} AND {max(offsets)}")
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


def _delta_schema(table: Table) -> Schema:
    return Schema(
        [
            Field(column.name, PrimitiveType(column.type), metadata={"comment": column.comment})
            for column in table.columns
        ]
    )


@contextmanager
def _translated(name: str) -> Iterator[None]:
    """This library's exceptions as ours."""
    try:
        yield
    except (DeltaError, OSError) as error:
        raise Unavailable(f"Delta table {name}: {str(error).partition(chr(10))[0]}") from error
