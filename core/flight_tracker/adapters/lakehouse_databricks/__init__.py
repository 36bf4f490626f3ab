"""Lakehouse on Databricks: managed Delta tables, loaded by a SQL warehouse.

A load is four statements, however many files there are: PUT the rows of all good files as one file
into a volume, MERGE it, note the files, REMOVE what was put. Where the warehouse reads the bucket
itself, MERGE and note are all. Each may be repeated without harm, and is: the connector sends a
statement again whose answer was lost.
"""

import io
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import arro3.core
from arro3.io import write_parquet

from flight_tracker import landing_file
from flight_tracker.adapters.lakehouse_databricks import statements
from flight_tracker.adapters.lakehouse_databricks.external import ExternalLanding
from flight_tracker.adapters.lakehouse_databricks.migration import Migration
from flight_tracker.adapters.lakehouse_databricks.session import Limits, Session
from flight_tracker.adapters.lakehouse_databricks.volume import Volume
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import BadRecord, Unavailable
from flight_tracker.ports import Clock, HttpClient, LoadResult, TableStatus
from flight_tracker.table import Table
from flight_tracker.tables import LOAD_HISTORY, TABLES

__all__ = ["DatabricksLakehouse", "Limits", "Warehouse"]

HISTORY_ENTRIES = 1000
"""Files noted by one statement: they are one parameter, and parameters may hold 1 MB."""
ATTEMPTS = 5
"""Of a merge that lost against another writer's commit."""
LIMITS = Limits()


class DatabricksLakehouse:
    """Delta tables at `<catalog>.<schema>.<table>`; nothing is connected before it is needed.

    `bucket` is the URL under which the warehouse itself finds the landing files by their keys;
    without it they are put into a volume.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        http: HttpClient,
        clock: Clock = time.time,
        limits: Limits = LIMITS,
        bucket: str | None = None,
    ) -> None:
        self._session = Session(warehouse, http, clock, limits)
        # Unity Catalog keeps names in lower case, and lists them so.
        catalog, schema = warehouse.catalog.lower(), warehouse.schema.lower()
        self._migration = Migration(self._session, catalog, schema)
        self._volume = Volume(self._session, catalog, schema)
        self._external = None if bucket is None else ExternalLanding(bucket)

    def close(self) -> None:
        """Leave the warehouse; the next call connects anew."""
        self._session.close()

    def migrate(self) -> None:
        try:
            self._migration.run()
        except Unavailable as error:
            if "ALREADY_EXISTS" not in str(error):
                raise
            self._migration.run()  # another one migrates, too

    def loaded(self) -> set[str]:
        history = self._migration.full_name(LOAD_HISTORY.name)
        return {row[0] for row in self._session.run(f"SELECT file FROM {history}")}

    def load(self, table: str, files: Sequence[tuple[str, bytes]], loaded_at: float) -> LoadResult:
        """As the port says. Where an answer was lost in between, `rows` may be too few."""
        target = TABLES[table]
        good: list[tuple[str, arro3.core.Table]] = []
        damaged: dict[str, str] = {}
        waiting: list[str] = []
        entries = []
        for key, body in files:
            rows = None
            try:
                good.append((key, landing_file.read(target, body)))
                rows = good[-1][1].num_rows
            except landing_file.NewerRelease as error:
                damaged[key] = error.reason
                waiting.append(key)
                continue  # not noted
            except BadRecord as error:
                damaged[key] = error.reason
            entries.append({"file": key, "file_rows": rows, "error": damaged.get(key)})
        joined = _joined(target, [part for _, part in good])
        if not joined.num_rows:
            self._note(table, entries, loaded_at)
            return LoadResult(0, damaged, waiting)
        with self._readable([key for key, _ in good], joined) as paths:
            new = self._merge(
                statements.merge(target, self._migration.full_name(table), paths, joined)
            )
            self._note(table, entries, loaded_at)
        return LoadResult(new, damaged, waiting)

    def tables(self) -> dict[str, TableStatus]:
        there = self._migration.existing()
        names = [name for name in TABLES if ("table", name) in there]
        if not names:
            return {}
        counts = self._session.run(
            " UNION ALL ".join(
                f"SELECT {statements.text(name)} AS name, count(*) AS rows"
                f" FROM {self._migration.full_name(name)}"
                for name in names
            )
        )
        return {row[0]: TableStatus(int(row[1])) for row in counts}

    @contextmanager
    def _readable(self, keys: Sequence[str], rows: arro3.core.Table) -> Iterator[list[str]]:
        """Paths where the warehouse finds these rows, which are those of the files `keys`."""
        if self._external is not None:
            with self._external.paths(keys) as paths:
                yield paths
        else:
            with self._volume.put(_parquet(rows)) as path:
                yield [path]

    def _note(self, table: str, entries: Sequence[dict[str, Any]], loaded_at: float) -> None:
        for first in range(0, len(entries), HISTORY_ENTRIES):
            parameters = {
                "entries": json.dumps(entries[first : first + HISTORY_ENTRIES]),
                "table_name": table,
                "loaded_at": int(loaded_at * 1e6),
            }
            self._merge(statements.note(self._migration.full_name(LOAD_HISTORY.name)), parameters)

    def _merge(self, statement: str, parameters: Mapping[str, Any] | None = None) -> int:
        """The number of rows inserted."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return int(self._session.run(statement, parameters)[0].num_inserted_rows)
            except Unavailable as error:
                if "DELTA_CONCURRENT" not in str(error) or attempt == ATTEMPTS:
                    raise
        raise AssertionError("unreachable")


def _parquet(rows: arro3.core.Table) -> io.BytesIO:
    body = io.BytesIO()
    write_parquet(rows, body, compression="zstd(3)")
    body.seek(0)
    return body


def _joined(table: Table, parts: Sequence[arro3.core.Table]) -> arro3.core.Table:
    """The rows of all files."""
    batches = [batch for part in parts for batch in part.to_batches()]
    schema = landing_file.schema(table)
    return arro3.core.Table.from_batches([b.with_schema(schema) for b in batches], schema=schema)
