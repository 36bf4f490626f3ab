"""Tables as they are declared: made where they are missing, brought up to date where they differ.

No load depends on comments, clustering and checks, and only the owner of a table may change some of
them: where the warehouse refuses one, the log says so and the load goes on.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flight_tracker.adapters.lakehouse_databricks import statements, volume
from flight_tracker.adapters.lakehouse_databricks.session import Session
from flight_tracker.errors import Unavailable
from flight_tracker.table import Column, Table
from flight_tracker.tables import TABLES

logger = logging.getLogger(__name__)

Existing = dict[tuple[str, str], dict[str, str]]
"""By kind and name; of a table the types of its columns."""


class Migration:
    """Of the tables at `<catalog>.<schema>`."""

    def __init__(self, session: Session, catalog: str, schema: str) -> None:
        self._session = session
        self._catalog, self._schema = catalog, schema
        self._is_aligned = False

    def run(self) -> None:
        """What is there needs no right to create it: an administrator may have done so."""
        there = self.existing()
        for statement in self._missing(there):
            self._session.run(statement)
        if not self._is_aligned:  # once in a process: it takes a statement a table
            self._align(there)
            self._is_aligned = True

    def existing(self) -> Existing:
        """What there is."""
        there: Existing = {}
        for kind, name, column, column_type in self._session.run(
            statements.existing(self._catalog, self._schema)
        ):
            there.setdefault((kind, name), {})[column] = column_type
        return there

    def full_name(self, name: str) -> str:
        return ".".join(statements.name(part) for part in (self._catalog, self._schema, name))

    def _missing(self, there: Existing) -> list[str]:
        missing = []
        if ("schema", self._schema) not in there:
            schema = f"{statements.name(self._catalog)}.{statements.name(self._schema)}"
            missing.append(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        if ("volume", volume.NAME) not in there:
            missing.append(f"CREATE VOLUME IF NOT EXISTS {self.full_name(volume.NAME)}")
        for table in TABLES.values():
            columns = there.get(("table", table.name))
            if columns is None:
                missing.append(statements.create(table, self.full_name(table.name)))
            elif new := _added(table, columns):
                missing.append(statements.add_columns(self.full_name(table.name), new))
        return missing

    def _align(self, there: Existing) -> None:
        comments: dict[tuple[str, str | None], str | None] | None = None
        old = [table for table in TABLES.values() if ("table", table.name) in there]
        if old:
            with self._optional("the comments of the tables"):
                rows = self._session.run(statements.comments(self._catalog, self._schema))
                comments = {(name, column): comment for name, column, comment in rows}
        for table in TABLES.values():
            full_name = self.full_name(table.name)
            with self._optional(table.name):
                if table in old and comments is not None:
                    self._run(_comments(table, full_name, comments))
                if table.checks or (table in old and statements.clustering(table)):
                    self._run(_layout(table, full_name, self._detail(table, table in old)))

    def _detail(self, table: Table, is_old: bool) -> tuple[list[str], dict[str, str]]:
        """Columns that it is clustered by, and its properties. A new table is as declared."""
        if not is_old:
            return list(statements.clustering(table)), {}
        [row] = self._session.run(statements.detail(self.full_name(table.name)))
        return list(_nested(row.clusteringColumns)), dict(_nested(row.properties))

    def _run(self, wanted: list[str]) -> None:
        for statement in wanted:
            self._session.run(statement)

    @contextmanager
    def _optional(self, what: str) -> Iterator[None]:
        try:
            yield
        except Unavailable as error:
            if not self._session.is_open:  # not refused, but lost
                raise
            logger.warning("%s: not brought up to date: %s", what, error)


def _comments(
    table: Table, full_name: str, there: Mapping[tuple[str, str | None], str | None]
) -> list[str]:
    """Statements for the comments that differ."""
    changes = []
    if there.get((table.name, None)) != table.comment:
        changes.append(statements.comment_on_table(table, full_name))
    for column in table.columns:
        if there.get((table.name, column.name)) != column.comment:
            changes.append(statements.comment_on_column(column, full_name))
    return changes


def _layout(table: Table, full_name: str, there: tuple[list[str], dict[str, str]]) -> list[str]:
    """Statements for the clustering, if it differs, and for the checks, if they are not there."""
    columns, properties = there
    wanted = list(statements.clustering(table))
    changes = [statements.cluster(table, full_name)] if wanted and columns != wanted else []
    if table.checks and f"delta.constraints.{statements.CHECKS}" not in properties:
        changes.append(statements.add_checks(table, full_name))
    return changes


def _nested(value: Any) -> Any:
    """An array, or a map as pairs; without pyarrow the connector gives both as JSON."""
    if not isinstance(value, str):
        return () if value is None else value
    try:
        return json.loads(value)
    except ValueError:
        raise Unavailable(f"Databricks: not JSON in the details of a table: {value}") from None


def _added(table: Table, there: Mapping[str, str]) -> list[Column]:
    """Columns that came with this release. Raises Unavailable where rows would be lost."""
    for column in table.columns:
        kind, wanted = there.get(column.name), statements.SQL_TYPES[column.type].lower()
        if kind is None and column.name in table.required:
            raise _refused(table, f"it has no column {column.name}")
        if kind is not None and kind != wanted:
            raise _refused(table, f"its column {column.name} is {kind}, not {wanted}")
    return [column for column in table.columns if column.name not in there]


def _refused(table: Table, reason: str) -> Unavailable:
    return Unavailable(
        f"Databricks: the table {table.name} is another one: {reason}; nothing was changed. Rename "
        "it, choose another DATABRICKS_SCHEMA, or run the release that made it"
    )
