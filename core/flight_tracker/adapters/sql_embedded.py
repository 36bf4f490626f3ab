"""SQL over the embedded lakehouse: DuckDB reads the data files that Delta's log names.

Each statement sees each table at one version, and its result is one commit of delta-rs.
"""

import io
import re
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import arro3.core
import duckdb
from arro3.io import read_parquet
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from filelock import FileLock, Timeout

from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.ports import WarehouseState
from flight_tracker.table import Table
from flight_tracker.tables import FLIGHT_STATES, TABLES

ATTEMPTS = 5
"""Of a commit that lost against another writer's."""

MEMORY_LIMIT = "1GB"
"""For all statements of a process; what does not fit goes to a folder beside the tables."""

MOST_SPILLS = 64
"""Processes that ask at the same time."""

_TYPES = {
    "string": "VARCHAR",
    "long": "BIGINT",
    "integer": "INTEGER",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "binary": "BLOB",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
}


class EmbeddedSql:
    """DuckDB over the Delta tables at `<folder>/<table>`; threads may share it."""

    def __init__(self, folder: str, *, memory_limit: str = MEMORY_LIMIT) -> None:
        self._folder = Path(folder).absolute()
        self._memory_limit = memory_limit
        self._lock = threading.Lock()
        self._database: duckdb.DuckDBPyConnection | None = None
        self._spill: FileLock | None = None

    def query(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        with self._cursor(statement) as cursor:
            return cursor.execute(_marked(statement), _used(statement, parameters)).fetchall()

    def state(self) -> WarehouseState:
        started = time.perf_counter()
        if not DeltaTable.is_deltatable(str(self._folder / FLIGHT_STATES.name)):
            raise Unavailable("the tables are not there yet: the first load creates them")
        return WarehouseState(True, "embedded", round(time.perf_counter() - started, 4))

    def replace_day(self, table: str, statement: str, parameters: Mapping[str, Any]) -> None:
        day = parameters["day"].isoformat()
        with self._cursor(statement) as cursor:
            made = cursor.sql(_marked(statement), params=_used(statement, parameters))
            rows = arro3.core.Table.from_arrow(made.project(_casts(TABLES[table])))
        self._write(table, rows, f"event_date = '{day}'")

    def replace_all(self, table: str, body: bytes) -> None:
        self._write(table, read_parquet(io.BytesIO(body)).read_all(), None)

    def _write(self, table: str, rows: arro3.core.Table, predicate: str | None) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                opened = self._open(table)
                write_deltalake(opened, rows, mode="overwrite", predicate=predicate)
                return
            except CommitFailedError as error:
                if attempt == ATTEMPTS:
                    raise Unavailable(f"Delta table {table}: {_first_line(error)}") from error
            except (DeltaError, OSError) as error:
                raise Unavailable(f"Delta table {table}: {_first_line(error)}") from error

    @contextmanager
    def _cursor(self, statement: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of its own on which the tables of the statement are views."""
        names = sorted(_tables_of(statement))
        if not self._folder.is_dir():
            raise _missing(", ".join(names))
        with self._lock:
            if self._database is None:
                self._database = self._connect()
            cursor = self._database.cursor()
        try:
            with cursor:
                for name in names:
                    cursor.execute(self._view(TABLES[name]))
                yield cursor
        except duckdb.Error as error:
            raise Unavailable(f"the embedded lakehouse: {_first_line(error)}") from error

    def _connect(self) -> duckdb.DuckDBPyConnection:
        self._spill, spill = _own_folder(self._folder / ".duckdb")
        config: Any = {
            "memory_limit": self._memory_limit,
            "temp_directory": str(spill),
            "TimeZone": "UTC",
            "autoinstall_known_extensions": False,
            "preserve_insertion_order": False,
        }
        return duckdb.connect(":memory:", config=config)

    def _open(self, table: str) -> DeltaTable:
        try:
            return DeltaTable(self._folder / table)
        except TableNotFoundError:
            raise _missing(table) from None

    def _view(self, table: Table) -> str:
        paths = self._open(table.name).get_add_actions()["path"].to_pylist()
        columns = {c.name: _TYPES[c.type] for c in table.columns}
        if not paths:
            nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in columns.items())
            return f"CREATE TEMP VIEW {table.name} AS SELECT {nothing} WHERE false"
        folder = (self._folder / table.name).as_posix()
        files = ", ".join(_text(f"{folder}/{unquote(path)}") for path in paths)
        # By name: an older file lacks a column. DuckDB needs to open no file for that, and passes
        # over those whose name tells another day.
        schema = ", ".join(
            f"{_text(name)}: {{name: {_text(name)}, type: {_text(kind)}, default_value: NULL}}"
            for name, kind in columns.items()
            if name not in table.partition_by
        )
        selected = ", ".join(
            _of_folder(name, kind) if name in table.partition_by else name
            for name, kind in columns.items()
        )
        return (
            f"CREATE TEMP VIEW {table.name} AS SELECT {selected}"
            f" FROM read_parquet([{files}], schema = MAP {{{schema}}}, filename = true)"
        )


def _own_folder(parent: Path) -> tuple[FileLock, Path]:
    """An empty folder, ours as long as the lock is held: DuckDB takes the same names in each.

    What a process that was killed has left is thrown away.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for number in range(MOST_SPILLS):
            lock = FileLock(parent / f"{number}.lock")
            with suppress(Timeout):
                lock.acquire(timeout=0)
                shutil.rmtree(parent / str(number), ignore_errors=True)
                return lock, parent / str(number)
    except OSError as error:
        raise Unavailable(f"the embedded lakehouse: {error}") from error
    raise Unavailable(f"the embedded lakehouse: {MOST_SPILLS} processes ask it at the same time")


def _of_folder(name: str, kind: str) -> str:
    """A column whose value is in the names of the folders."""
    value = f"regexp_extract(filename, '.*/{name}=([^/]*)/', 1)"
    return f"CAST({value} AS {kind}) AS {name}"


def _tables_of(statement: str) -> set[str]:
    return set(re.findall(r"\w+", statement)) & TABLES.keys()


def _marked(statement: str) -> str:
    """With DuckDB's markers of parameters; `::` is a cast."""
    return re.sub(r"(?<!:):([a-z_]\w*)", r"$\1", statement)


def _used(statement: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    names = set(re.findall(r"(?<!:):([a-z_]\w*)", statement))
    return {name: value for name, value in parameters.items() if name in names}


def _casts(table: Table) -> str:
    return ", ".join(f"CAST({c.name} AS {_TYPES[c.type]}) AS {c.name}" for c in table.columns)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _missing(tables: str) -> NotFound:
    return NotFound(f"not there yet: {tables}; the first load creates the tables")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
