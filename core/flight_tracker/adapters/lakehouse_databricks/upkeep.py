"""Upkeep of the tables on Databricks: what a SQL warehouse does to them, and what it finds in them.

A deletion there carries no note of its own. So `removal_history` is told what is about to go, by
log and partition, before it goes, and afterwards that it has gone. Where a job was stopped in
between, the rows that are still there tell how far it came.

Source: Databricks SQL language manual (OPTIMIZE, VACUUM, DELETE FROM, REORG TABLE, DESCRIBE DETAIL,
DESCRIBE HISTORY) and its operation metrics of VACUUM START.
"""

import json
import logging
import re
import time
import uuid
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from flight_tracker.adapters.lakehouse_databricks import statements
from flight_tracker.adapters.lakehouse_databricks.session import Limits, Session
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.offset_search import OffsetSearch, places, seen_records
from flight_tracker.ports import Files, HttpClient, Offsets
from flight_tracker.table import Column, Table

logger = logging.getLogger(__name__)

ATTEMPTS = 5
"""Of a change that lost against another writer's commit."""

LIMITS = Limits(statement=6 * 3600.0)
"""A large table takes its time."""

SLICE_ROWS = 100_000_000
"""Offsets that one query sorts: the warehouse's memory, not ours."""

MOST_PATHS = 1000
"""Files that a dry VACUUM lists; it says no more of them than their paths."""

KEPT, KEPT_BY_DEFAULT = "delta.deletedFileRetentionDuration", "interval 7 days"
"""How long a table keeps replaced files: Delta's property, and what holds where it is not set."""

HOURS = {"hour": 1, "day": 24, "week": 168}

NEWEST_COMMITS = 50
"""Among which a VACUUM of just now is looked for."""

REMOVAL_HISTORY = Table(
    "removal_history",
    "What upkeep removed on purpose, by log and partition",
    (
        Column("removal", "string", "one deletion from one table"),
        Column("log_id", "string", "the life of the topic that the offsets count in"),
        Column("kafka_partition", "integer", "partition of the records"),
        Column("table_name", "string", "the table they were in"),
        Column("predicate", "string", "which rows are to go; null once they have gone"),
        Column("removed_rows", "long", "how many they are"),
        Column("first_offset", "long", "the least of their offsets"),
        Column("last_offset", "long", "the greatest of their offsets"),
    ),
    identity=("removal", "log_id", "kafka_partition"),
)
_NOTES = REMOVAL_HISTORY.name
_DONE = f"UPDATE {_NOTES} SET predicate = NULL WHERE removal = :removal"
_GONE = (
    "SELECT log_id, kafka_partition, CAST(SUM(removed_rows) AS BIGINT), MIN(first_offset),"
    f" MAX(last_offset) FROM {_NOTES} WHERE predicate IS NULL GROUP BY log_id, kafka_partition"
)
_UNFINISHED = (
    "SELECT removal, table_name, predicate, log_id, kafka_partition, removed_rows, first_offset,"
    f" last_offset FROM {_NOTES} WHERE predicate IS NOT NULL"
)
_SETTLED = (
    f"UPDATE {_NOTES} SET predicate = NULL, removed_rows = :rows WHERE removal = :removal"
    " AND log_id = :log_id AND kafka_partition = :partition"
)


class DatabricksUpkeep:
    """The tables at `<catalog>.<schema>`; `topic` is the one whose offsets `flight_states` has."""

    def __init__(
        self,
        warehouse: Warehouse,
        http: HttpClient,
        topic: str,
        *,
        limits: Limits = LIMITS,
        slice_rows: int = SLICE_ROWS,
    ) -> None:
        # Unity Catalog keeps names in lower case.
        namespace = warehouse.catalog.lower(), warehouse.schema.lower()
        self._session = Session(warehouse, http, time.time, limits, namespace)
        self._topic = topic
        self._slice_rows = slice_rows

    def close(self) -> None:
        """Leave the warehouse; the next call connects anew."""
        self._session.close()

    def compact(self, table: str) -> tuple[Files, Files]:
        """As the port says; Databricks writes checkpoints by itself."""
        before = self._files(table)
        self._change(f"OPTIMIZE {table}")
        return before, self._files(table)

    def vacuum(self, table: str, hours: int, *, dry_run: bool) -> Files:
        """As the port says, with no bytes of a dry run, which lists `MOST_PATHS` files at most.

        Raises ConfigError where the table itself keeps its files for another time: newer warehouses
        take no other (delta-io/delta#5028), and older ones none that is less.
        """
        _check_kept(table, hours, _pairs(self._detail(table).properties))
        statement = f"VACUUM {table} RETAIN {hours} HOURS"
        listed = len(self._session.run(f"{statement} DRY RUN"))
        if listed and not dry_run:
            before = self._history(table, 1)[0].version
            self._session.run(statement)
            if (told := self._vacuumed(table, before)) is not None:
                return told
        if listed >= MOST_PATHS:
            logger.warning("%s: %s files or more; Databricks lists no more", table, listed)
        return Files(listed, 0)

    def remove(self, table: str, condition: str, *, dry_run: bool) -> int:
        """As the port says. Rows that a load adds between the count and the deletion go, too."""
        [(counted,)] = self._session.run(f"SELECT count(*) FROM {table} WHERE {condition}")
        rows = int(counted)
        if dry_run:
            return rows
        if rows:
            rows = self._remove(table, condition, rows)
        # Else the rows stay in their files, marked as deleted. A run that was stopped may have
        # left some so.
        self._change(f"REORG TABLE {table} APPLY (PURGE)")
        return rows

    def removed(self, partitions: Collection[tuple[str, int]]) -> Iterator[Offsets]:
        wanted = set(partitions)
        try:
            gone = [Offsets(*row) for row in self._session.run(_GONE)]
            gone += [part for _, _, part in self._broken_off() if part.rows > 0]
        except Unavailable as error:
            if "TABLE_OR_VIEW_NOT_FOUND" in str(error):
                return  # nothing was ever removed
            raise
        for noted in gone:
            if (noted.log_id, noted.partition) in wanted:
                yield noted

    def offsets(self) -> Iterator[Offsets]:
        """As the port says; each query sees the tables as they are then."""
        seen = seen_records(self._topic, statements.text)
        search = OffsetSearch(
            lambda rest: map(tuple, self._session.run(seen + rest)),
            self._slice_rows,
            statements.text,
        )
        return search.run()

    def _remove(self, table: str, condition: str, counted: int) -> int:
        removal = uuid.uuid4().hex
        records = places(self._topic, statements.text).get(table)
        if records is not None:
            self._session.run(statements.create(REMOVAL_HISTORY, _NOTES))
            self._settle(table)
            given = {"removal": removal, "table_name": table, "predicate": condition}
            self._change(_note(f"{records} AND ({condition})"), given)
        [row] = self._change(f"DELETE FROM {table} WHERE {condition}")
        if records is not None:
            self._change(_DONE, {"removal": removal})
        if (rows := int(row[0])) != counted:
            logger.warning(
                "%s: %s rows were found and %s removed, by the warehouse's last answer: a load "
                "came between, or an answer was lost",
                table,
                counted,
                rows,
            )
        return rows

    def _settle(self, table: str) -> None:
        """Note of what was broken off what it took, before the rest goes and is noted again."""
        for removal, of, part in self._broken_off():
            if of == table:
                place = {"log_id": part.log_id, "partition": part.partition}
                self._change(_SETTLED, {"removal": removal, "rows": part.rows, **place})

    def _broken_off(self) -> Iterator[tuple[str, str, Offsets]]:
        """Removals that did not come to their end: which, of which table, and what had gone."""
        for removal, table, predicate, *values in self._session.run(_UNFINISHED):
            noted = Offsets(*values)
            rows = noted.rows - self._still_there(noted, table, predicate)
            yield removal, table, noted._replace(rows=rows)

    def _still_there(self, noted: Offsets, table: str, predicate: str) -> int:
        """Rows of an unfinished removal; what has come since has later offsets."""
        records = places(self._topic, statements.text)[table]
        [(rows,)] = self._session.run(
            f"SELECT count(*) FROM ({records} AND ({predicate})) AS found"
            f" WHERE log_id = {statements.text(noted.log_id)} AND part = {noted.partition}"
            f" AND place BETWEEN {noted.first} AND {noted.last}"
        )
        return int(rows)

    def _files(self, table: str) -> Files:
        row = self._detail(table)
        return Files(int(row.numFiles), int(row.sizeInBytes))

    def _detail(self, table: str) -> Any:
        [row] = self._session.run(statements.detail(table))
        return row

    def _history(self, table: str, commits: int) -> list[Any]:
        """The newest first."""
        return self._session.run(f"DESCRIBE HISTORY {table} LIMIT {commits}")

    def _vacuumed(self, table: str, before: int) -> Files | None:
        """What the table's history tells of a VACUUM after the version `before`, if it does."""
        for row in self._history(table, NEWEST_COMMITS):
            if row.version > before and row.operation == "VACUUM START":
                metrics = _pairs(row.operationMetrics)
                return Files(int(metrics["numFilesToDelete"]), int(metrics["sizeOfDataToDelete"]))
        return None

    def _change(self, statement: str, parameters: Mapping[str, Any] | None = None) -> list[Any]:
        """Again where a load commits first. Each may be repeated without harm."""
        for _ in range(ATTEMPTS - 1):
            try:
                return self._session.run(statement, parameters)
            except Unavailable as error:
                if "DELTA_CONCURRENT" not in str(error):
                    raise
                logger.info("trying again: %s", error)
        return self._session.run(statement, parameters)


def _note(records: str) -> str:
    """Parameters: `removal`, `table_name`, `predicate`."""
    names = [column.name for column in REMOVAL_HISTORY.columns]
    same = " AND ".join(f"t.{name} = s.{name}" for name in REMOVAL_HISTORY.identity)
    return (
        f"MERGE INTO {_NOTES} AS t USING ("
        "SELECT :removal AS removal, log_id, part AS kafka_partition, :table_name AS table_name,"
        " :predicate AS predicate, count(*) AS removed_rows, min(place) AS first_offset,"
        f" max(place) AS last_offset FROM ({records}) AS found GROUP BY log_id, part"
        f") AS s ON {same} WHEN NOT MATCHED THEN INSERT ({', '.join(names)})"
        f" VALUES ({', '.join(f's.{name}' for name in names)})"
    )


def _check_kept(table: str, hours: int, properties: Mapping[str, str]) -> None:
    kept = properties.get(KEPT, KEPT_BY_DEFAULT)
    match = re.fullmatch(r"(?:interval )?(\d+) (hour|day|week)s?", kept.lower())
    if match is None or int(match[1]) * HOURS[match[2]] != hours:
        message = (
            f"--hours {hours}: on Databricks the table {table} itself says how long it keeps "
            f"replaced files, which is '{kept}': give as many hours, or set its property {KEPT}"
        )
        raise ConfigError([message])


def _pairs(value: Any) -> dict[str, str]:
    """A map; without pyarrow the connector gives it as JSON."""
    return dict(json.loads(value) if isinstance(value, str) else value)
