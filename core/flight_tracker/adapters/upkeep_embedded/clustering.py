"""Clustering: files in which rows lie by the columns that `Table.cluster_by` names.

A file is a piece of its partition by the last of these columns, and sorted by all of them: pieces
of time, with the states of an aircraft together in each. So one aircraft's day is a row group or
two of each file, a moment is in one file or two, and the offsets of a new load are in no older one.
docs/decisions/0004-lakehouse-layout.md has the figures.
"""

import json
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import unquote

import duckdb
from deltalake import DeltaTable
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from flight_tracker.errors import Unavailable
from flight_tracker.offset_search import text
from flight_tracker.table import Table

PIECE_ROWS = 1_000_000
"""Rows of a file, about: an hour of the world, 15 MB."""

ROW_GROUP_ROWS = 122_880
"""With 20,480 a state takes 17.0 bytes instead of 15.7, and no question is answered sooner."""

MEMORY_LIMIT = "1GB"
"""For sorting; what does not fit goes to a folder beside the tables."""

CLUSTERED = "clustered-"
"""So begins the name of a file whose rows are sorted."""

_PARSED: dict[str, Any] = {"long": int, "integer": int, "string": str}
"""Types whose least and greatest value Delta's log tells, so that readers pass over files."""


class DataFile(NamedTuple):
    """`path` is that of Delta's log: in the table's folder, and quoted as in a URL."""

    path: str
    bytes: int
    rows: int
    partition: dict[str, str | None]

    @property
    def folder(self) -> PurePosixPath:
        return PurePosixPath(self.path).parent

    @property
    def is_clustered(self) -> bool:
        return PurePosixPath(self.path).name.startswith(CLUSTERED)


def cluster(folder: Path, table: Table) -> None:
    """Rewrite the files that are small or not clustered; a commit for each partition.

    Loads may go on, but no other job that rewrites files: Delta would not notice that both did.
    Raises Unavailable, and what delta-rs raises.
    """
    opened = DeltaTable(folder)
    waiting = _waiting(_data_files(opened))
    if not waiting:
        return
    with _database(folder) as database:
        for files in waiting:
            rewriting = _Rewriting(folder, table, opened, database)
            try:
                rewriting.run(files)
            except BaseException:
                rewriting.undo()
                raise


def _waiting(files: Sequence[DataFile]) -> list[list[DataFile]]:
    """What is to be rewritten, by partition."""
    partitions: dict[PurePosixPath, list[DataFile]] = {}
    for file in files:
        if not file.is_clustered or file.rows < PIECE_ROWS // 2:
            partitions.setdefault(file.folder, []).append(file)
    return [
        small
        for _, small in sorted(partitions.items())
        if len(small) > 1 or not small[0].is_clustered
    ]


def _data_files(opened: DeltaTable) -> list[DataFile]:
    actions = opened.get_add_actions(flatten=True)
    keys = opened.metadata().partition_columns
    names = ["path", "size_bytes", "num_records", *(f"partition.{key}" for key in keys)]
    columns = (actions[name].to_pylist() for name in names)
    return [
        DataFile(path, size, rows, dict(zip(keys, map(_text, values), strict=True)))
        for path, size, rows, *values in zip(*columns, strict=True)
    ]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


@dataclass
class _Rewriting:
    """Of files of one partition."""

    folder: Path
    table: Table
    opened: DeltaTable
    database: duckdb.DuckDBPyConnection
    written: list[Path] = field(default_factory=list)

    def run(self, files: Sequence[DataFile]) -> None:
        paths = ", ".join(text(str(self.folder / unquote(file.path))) for file in files)
        # An older file may lack a column.
        options = "union_by_name = true, hive_partitioning = false"
        self.database.execute(
            f"CREATE OR REPLACE TEMP VIEW there AS FROM read_parquet([{paths}], {options})"
        )
        expected = sum(file.rows for file in files)
        pieces = self._pieces(expected) if expected else []
        added = [self._write(files[0], condition) for condition in pieces]
        if (found := sum(file.rows for file, _ in added)) != expected:
            raise Unavailable(f"Delta table {self.table.name}: {found} of {expected} rows written")
        self._commit(files, added)

    def undo(self) -> None:
        for path in self.written:
            path.unlink(missing_ok=True)

    def _pieces(self, rows: int) -> list[str]:
        """Conditions, each of about PIECE_ROWS rows; a row fulfils one of them."""
        column = self.table.cluster_by[-1]
        count = max(1, round(rows / PIECE_ROWS))
        parts = [number / count for number in range(1, count + 1)]
        [[found]] = self.database.execute(
            f"SELECT quantile_disc({column}, {parts}) FROM there"
        ).fetchall()
        cuts = sorted(set(found or ()))[:-1]  # the last one is the greatest value
        after = ["true", *(f"{column} > {cut}" for cut in cuts)]
        until = [*(f"{column} <= {cut}" for cut in cuts), "true"]
        first, *others = (" AND ".join(pair) for pair in zip(after, until, strict=True))
        return [f"({first}) IS NOT FALSE", *others]  # where the column is null, too

    def _write(self, like: DataFile, condition: str) -> tuple[DataFile, str]:
        """A file of the rows that fulfil the condition, and its statistics."""
        path = str(like.folder / f"{CLUSTERED}{uuid.uuid4().hex}.parquet")
        self.written.append(self.folder / unquote(path))
        [[_, rows, size, _, columns, *_]] = self.database.execute(
            f"COPY (FROM there WHERE {condition} ORDER BY {', '.join(self.table.cluster_by)})"
            f" TO {text(str(self.written[-1]))} (FORMAT parquet, COMPRESSION zstd,"
            f" ROW_GROUP_SIZE {ROW_GROUP_ROWS}, RETURN_STATS)"
        ).fetchall()
        stats = {name.strip('"'): found for name, found in columns.items()}
        return DataFile(path, size, rows, like.partition), self._statistics(rows, stats)

    def _statistics(self, rows: int, found: dict[str, dict[str, str]]) -> str:
        """As Delta's log wants them: JSON."""
        told: dict[str, Any] = {"numRecords": rows, "nullCount": {}}
        told |= {"minValues": {}, "maxValues": {}}
        for column in self.opened.schema().fields:
            if column.name not in found:
                continue
            one = found[column.name]
            told["nullCount"][column.name] = int(one["null_count"])
            kind = column.type.type if isinstance(column.type, PrimitiveType) else ""
            if kind in _PARSED and "true" == one.get("min_is_exact") == one.get("max_is_exact"):
                told["minValues"][column.name] = _PARSED[kind](one["min"])
                told["maxValues"][column.name] = _PARSED[kind](one["max"])
        return json.dumps(told)

    def _commit(self, removed: Sequence[DataFile], added: Sequence[tuple[DataFile, str]]) -> None:
        now = int(time.time() * 1000)
        new = [
            AddAction(file.path, file.bytes, file.partition, now, False, statistics)
            for file, statistics in added
        ]
        gone = [RemoveAction(f.path, False, now, f.bytes, f.partition) for f in removed]
        keys = self.opened.metadata().partition_columns
        self.opened.create_write_transaction([*new, *gone], "append", self.opened.schema(), keys)


@contextmanager
def _database(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    spill = folder.with_name(f".{folder.name}.spill")
    shutil.rmtree(spill, ignore_errors=True)  # of a job that was killed
    config: Any = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(spill),
        "TimeZone": "UTC",
        "autoinstall_known_extensions": False,
    }
    try:
        with duckdb.connect(":memory:", config=config) as database:
            yield database
    except duckdb.Error as error:
        message = str(error).partition("\n")[0]
        raise Unavailable(f"Delta table {folder.name}: {message}") from error
    finally:
        shutil.rmtree(spill, ignore_errors=True)
