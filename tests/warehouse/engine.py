"""Databricks SQL executed by DuckDB: translated by sqlglot, with what neither of them knows."""

import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import sqlglot
from sqlglot import exp

CATALOG = "workspace"
_MACROS = (
    "CREATE MACRO memory.main.timestamp_micros(x) AS make_timestamptz(x::BIGINT)",
    "CREATE MACRO memory.main.inline(x) AS TABLE SELECT unnest(x, recursive := true)",
    "CREATE TABLE memory.main.volumes (volume_schema VARCHAR, volume_name VARCHAR)",
    "SET TimeZone = 'UTC'",
)
_QUOTED = r"'((?:[^'\\]|\\.)*)'"
_STAGING = re.compile(rf"(?:PUT {_QUOTED} INTO|REMOVE) {_QUOTED}( OVERWRITE)?$")
_DESCRIBE = re.compile(r"DESCRIBE (DETAIL|HISTORY) (\S+)( LIMIT 1)?$")
_VOLUME = re.compile(r"CREATE VOLUME IF NOT EXISTS `(\w+)`\.`(\w+)`\.`(\w+)`$")
_COMMIT = re.compile(r"(?:CREATE TABLE IF NOT EXISTS|MERGE INTO) (\S+)")
_ERRORS = {
    r"Catalog .* does not exist|Catalog \"\w+\" does not": "NO_SUCH_CATALOG_EXCEPTION",
    r"[Ss]chema .* does(?:n't| not) exist|schema with name": "SCHEMA_NOT_FOUND",
    r"Table with name|No files found": "TABLE_OR_VIEW_NOT_FOUND",
}


class SqlError(Exception):
    """What the warehouse says about a statement that failed."""


class Result(NamedTuple):
    """Columns by name and DuckDB's type, and the rows."""

    columns: tuple[tuple[str, str], ...]
    rows: list[tuple[Any, ...]]
    is_staging: bool = False


class Engine:
    """The catalog in memory, and a folder for its volumes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.denied: str | None = None
        """Statements that begin so are refused for want of permission."""
        self.conflicts = 0
        """How many merges lose against another writer."""
        self._commits: dict[str, list[int]] = {}
        self._lock = threading.Lock()
        self._duckdb = duckdb.connect()
        for statement in (f"ATTACH ':memory:' AS {CATALOG}", *_MACROS):
            self._duckdb.execute(statement)

    def close(self) -> None:
        self._duckdb.close()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """A test's own look into the tables, in DuckDB's words."""
        with self._lock:
            return self._duckdb.execute(statement).fetchall()

    def file(self, path: str) -> Path:
        """Where a path of a volume really is."""
        return self.folder / path.removeprefix("/Volumes/")

    def execute(self, statement: str, parameters: Mapping[str, Any]) -> Result:
        if self.denied is not None and statement.startswith(self.denied):
            raise SqlError(f"[PERMISSION_DENIED] User may not: {self.denied}. SQLSTATE: 42501")
        if self.conflicts and statement.startswith("MERGE"):
            self.conflicts -= 1
            raise SqlError("[DELTA_CONCURRENT_APPEND] Files were added by a concurrent update.")
        with self._lock:
            try:
                return self._execute(statement, parameters)
            except (duckdb.Error, sqlglot.errors.SqlglotError) as error:
                raise SqlError(_as_databricks(str(error))) from error

    def _execute(self, statement: str, parameters: Mapping[str, Any]) -> Result:
        if match := _VOLUME.match(statement):
            return self._create_volume(*match.groups())
        if match := _DESCRIBE.match(statement):
            return self._describe(*match.groups()[:2])
        if match := _STAGING.match(statement):
            return self._stage(statement.split()[0], match[1], match[2])
        found = self._duckdb.execute(self._translated(statement), dict(parameters))
        columns = tuple((name, str(kind)) for name, kind, *_ in found.description or ())
        rows = found.fetchall()
        if match := _COMMIT.match(statement):
            is_merge = statement.startswith("MERGE")
            count = int(rows[0][0]) if is_merge else 0
            if is_merge or match[1] not in self._commits:
                self._commits.setdefault(match[1], []).append(count)
            if is_merge:
                kinds = ("affected", "updated", "deleted", "inserted")
                names = tuple((f"num_{kind}_rows", "BIGINT") for kind in kinds)
                return Result(names, [(count, 0, 0, count)])
        return Result(columns, rows)

    def _translated(self, statement: str) -> str:
        tree = sqlglot.parse_one(statement, read="databricks")
        for table in list(tree.find_all(exp.Table)):
            if table.db == "information_schema":
                _check_catalog(table.catalog)
                place = "memory.main" if table.name == "volumes" else "system.information_schema"
                table.replace(exp.to_table(f"{place}.{table.name}", alias=table.alias or None))
        for call in list(tree.find_all(exp.Anonymous)):
            if call.name.lower() == "read_files":
                path = self.file(call.expressions[0].name)
                call.replace(exp.func("read_parquet", exp.Literal.string(str(path))))
        for call in list(tree.find_all(exp.FromJson)):
            call.expression.replace(_json_structure(call.expression.name))
        return tree.sql(dialect="duckdb", unsupported_level=sqlglot.ErrorLevel.IGNORE)

    def _create_volume(self, catalog: str, schema: str, name: str) -> Result:
        _check_catalog(catalog)
        there = self._duckdb.execute(
            "SELECT 1 FROM system.information_schema.schemata WHERE schema_name = ?", [schema]
        )
        if not there.fetchall():
            raise SqlError(f"[SCHEMA_NOT_FOUND] The schema `{catalog}`.`{schema}` cannot be found.")
        if not self.file(f"{catalog}/{schema}/{name}").exists():
            self.file(f"{catalog}/{schema}/{name}").mkdir(parents=True)
            self._duckdb.execute("INSERT INTO memory.main.volumes VALUES (?, ?)", [schema, name])
        return Result((), [])

    def _stage(self, operation: str, local: str | None, path: str) -> Result:
        path = re.sub(r"\\(.)", r"\1", path)
        if not self.file(path).parent.is_dir():
            raise SqlError(f"[VOLUME_DOES_NOT_EXIST] Volume of '{path}' does not exist.")
        names = ("operation", "presignedUrl", "headers", "localFile")
        columns = tuple((name, "VARCHAR") for name in names)
        return Result(columns, [(operation, path, "{}", local)], is_staging=True)

    def _describe(self, what: str, table: str) -> Result:
        if table not in self._commits:
            raise SqlError(f"[TABLE_OR_VIEW_NOT_FOUND] The table {table} cannot be found.")
        commits = self._commits[table]
        if what == "DETAIL":
            files = sum(1 for rows in commits if rows)
            columns = (("format", "VARCHAR"), ("name", "VARCHAR"), ("numFiles", "BIGINT"))
            return Result(columns, [("delta", table, files)])
        columns = (("version", "BIGINT"), ("operation", "VARCHAR"))
        return Result(columns, [(len(commits) - 1, "MERGE" if len(commits) > 1 else "CREATE")])


def _check_catalog(name: str) -> None:
    if name != CATALOG:
        raise SqlError(f"[NO_SUCH_CATALOG_EXCEPTION] Catalog '{name}' was not found.")


def _json_structure(schema: str) -> exp.Expression:
    """`ARRAY<STRUCT<a: STRING>>` as DuckDB's from_json wants it."""
    fields = re.findall(r"(\w+): (\w+)", schema)
    inside = ", ".join(f'"{name}": "{kind.replace("STRING", "VARCHAR")}"' for name, kind in fields)
    return exp.Literal.string(f"[{{{inside}}}]")


def _as_databricks(message: str) -> str:
    for pattern, code in _ERRORS.items():
        if re.search(pattern, message):
            return f"[{code}] {message}"
    return f"[PARSE_SYNTAX_ERROR] {message}"
