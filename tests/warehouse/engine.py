"""What executes a warehouse's statements; DuckDB, for what sqlglot translates for it."""

import json
import re
import threading
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
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
    "CREATE VIEW memory.main.columns AS SELECT table_schema, table_name, column_name,"
    " CASE data_type WHEN 'VARCHAR' THEN 'string' WHEN 'INTEGER' THEN 'int' WHEN 'BLOB' THEN"
    " 'binary' WHEN 'TIMESTAMP WITH TIME ZONE' THEN 'timestamp' ELSE lower(data_type) END"
    " AS full_data_type FROM system.information_schema.columns",
    "SET TimeZone = 'UTC'",
)
_QUOTED = r"'((?:[^'\\]|\\.)*)'"
_STAGING = re.compile(rf"(?:PUT {_QUOTED} INTO|REMOVE) {_QUOTED}( OVERWRITE)?$")
_ADD_COLUMNS = re.compile(r"ALTER TABLE (\S+) ADD COLUMNS \((.+)\)$")
VOLUME = re.compile(r"CREATE VOLUME IF NOT EXISTS `(\w+)`\.`(\w+)`\.`(\w+)`$")
_UPKEEP = re.compile(
    r"(OPTIMIZE|VACUUM|REORG TABLE|DESCRIBE DETAIL|DESCRIBE HISTORY) (\S+)"
    r"(?: RETAIN \d+ HOURS( DRY RUN)?| APPLY \(PURGE\)| LIMIT (\d+))?$"
)
FILE_BYTES, MOST_PATHS = 1000, 1000
_ERRORS = {
    r"Catalog \"?\w+\"? does not exist": "NO_SUCH_CATALOG_EXCEPTION",
    r"Column with name .* already exists": "FIELD_ALREADY_EXISTS",
    r"Table with name|No files found": "TABLE_OR_VIEW_NOT_FOUND",
    r"[Ss]chema .* does(?:n't| not) exist|schema with name": "SCHEMA_NOT_FOUND",
}


Namespace = tuple[str, str] | None
"""Catalog and schema."""


class SqlError(Exception):
    """What the warehouse says about a statement that failed."""


class Result(NamedTuple):
    """Columns by name and DuckDB's type, and the rows."""

    columns: tuple[tuple[str, str], ...]
    rows: list[tuple[Any, ...]]
    is_staging: bool = False


class Engine(ABC):
    """What every engine needs: a folder for the volumes, and what a test wants to fail."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.denied: str | None = None
        """Statements that begin so are refused for want of permission."""
        self.conflicts = 0
        """How many changes lose against another writer."""

    @abstractmethod
    def close(self) -> None: ...

    @abstractmethod
    def query(self, statement: str) -> list[tuple[Any, ...]]:
        """A test's own look into the tables, in DuckDB's words."""

    @abstractmethod
    def run(self, statement: str, parameters: Mapping[str, Any], namespace: Namespace) -> Result:
        """Raises SqlError."""

    def file(self, path: str) -> Path:
        """Where a path of a volume really is."""
        return self.folder / path.removeprefix("/Volumes/")

    def execute(
        self, statement: str, parameters: Mapping[str, Any], namespace: Namespace = None
    ) -> Result:
        """`namespace` is where a table's plain name is looked for."""
        if self.denied is not None and statement.startswith(self.denied):
            raise SqlError(f"[PERMISSION_DENIED] User may not: {self.denied}. SQLSTATE: 42501")
        if self.conflicts and statement.startswith(("MERGE", "DELETE", "OPTIMIZE", "REORG")):
            self.conflicts -= 1
            raise SqlError("[DELTA_CONCURRENT_APPEND] Files were added by a concurrent update.")
        if match := _STAGING.match(statement):
            return self._stage(statement.split()[0], match[1], match[2])
        return self.run(statement, parameters, namespace)

    def _stage(self, operation: str, local: str | None, path: str) -> Result:
        path = re.sub(r"\\(.)", r"\1", path)
        if not self.file(path).parent.is_dir():
            raise SqlError(f"[VOLUME_DOES_NOT_EXIST] Volume of '{path}' does not exist.")
        names = ("operation", "presignedUrl", "headers", "localFile")
        columns = tuple((name, "VARCHAR") for name in names)
        return Result(columns, [(operation, path, "{}", local)], is_staging=True)


@dataclass
class DataFiles:
    """Sizes of a table's data files as Delta would have them, and its commits, the oldest first.

    Each change adds a file. What was replaced is as old as a VACUUM wants it.
    """

    live: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    commits: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    is_told: bool = True
    """Whether the commits tell of a VACUUM."""

    def written(self, operation: str) -> None:
        if operation in ("DELETE", "INSERT"):
            self._rewrite(self.live)
        self.live.append(FILE_BYTES)
        self.commits.append((operation, {}))

    def optimize(self) -> None:
        if len(self.live) > 1:
            self._rewrite([sum(self.live)])
            self.commits.append(("OPTIMIZE", {}))

    def vacuum(self) -> None:
        metrics = {
            "numFilesToDelete": str(len(self.replaced)),
            "sizeOfDataToDelete": str(sum(self.replaced)),
        }
        self.replaced.clear()
        if self.is_told:
            self.commits += [("VACUUM START", metrics), ("VACUUM END", {})]

    def _rewrite(self, live: list[int]) -> None:
        self.replaced, self.live = self.replaced + self.live, list(live)


class DuckDbEngine(Engine):
    """The catalog in memory; one statement at a time."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.data_files: defaultdict[str, DataFiles] = defaultdict(DataFiles)
        """By the plain name of a table."""
        self._lock = threading.Lock()
        self._duckdb = duckdb.connect()
        for statement in (f"ATTACH ':memory:' AS {CATALOG}", *_MACROS):
            self._duckdb.execute(statement)

    def close(self) -> None:
        self._duckdb.close()

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._duckdb.execute(statement).fetchall()

    def run(self, statement: str, parameters: Mapping[str, Any], namespace: Namespace) -> Result:
        with self._lock:
            try:
                return self._execute(statement, parameters, namespace)
            except (duckdb.Error, sqlglot.errors.SqlglotError) as error:
                raise SqlError(_as_databricks(str(error))) from error

    def _execute(
        self, statement: str, parameters: Mapping[str, Any], namespace: Namespace
    ) -> Result:
        if match := _ADD_COLUMNS.match(statement):
            return self._add_columns(match[1], match[2])
        if match := VOLUME.match(statement):
            return self._create_volume(*match.groups())
        if match := _UPKEEP.match(statement):
            return self._keep(match, namespace)
        tree = self._translated(statement, namespace)
        if isinstance(tree, exp.Insert | exp.Merge | exp.Delete | exp.Update):
            self.data_files[tree.find(exp.Table).name].written(tree.key.upper())
        if isinstance(tree, exp.Insert):
            return self._replace(tree, parameters)
        found = self._duckdb.execute(_sql(tree), dict(parameters))
        columns = tuple((name, str(kind)) for name, kind, *_ in found.description or ())
        rows = found.fetchall()
        if statement.startswith("MERGE"):
            count = int(rows[0][0])
            kinds = ("affected", "updated", "deleted", "inserted")
            names = tuple((f"num_{kind}_rows", "BIGINT") for kind in kinds)
            return Result(names, [(count, 0, 0, count)])
        return Result(columns, rows)

    def _keep(self, match: re.Match[str], namespace: Namespace) -> Result:
        """What keeps a table small, or tells of its files and commits."""
        operation, table, dry_run, limit = match.groups()
        full_name = ".".join([*(namespace or ()), table])
        self._duckdb.execute(f"SELECT 1 FROM {full_name.replace('`', '')} LIMIT 0")  # is it there?
        files = self.data_files[table.rpartition(".")[2].strip("`")]
        if operation == "DESCRIBE DETAIL":
            columns = [("numFiles", "BIGINT"), ("sizeInBytes", "BIGINT"), ("properties", "MAP")]
            told = len(files.live), sum(files.live), json.dumps(files.properties), "[]"
            return Result((*columns, ("clusteringColumns", "ARRAY")), [told])
        if operation == "DESCRIBE HISTORY":
            columns = ("version", "BIGINT"), ("operation", "VARCHAR"), ("operationMetrics", "MAP")
            commits = [
                (version, name, json.dumps(metrics))
                for version, (name, metrics) in enumerate([("CREATE TABLE", {}), *files.commits])
            ]
            return Result(columns, commits[: -int(limit) - 1 : -1])
        if operation == "VACUUM":
            if dry_run:
                found = [(f"{number}.parquet",) for number, _ in enumerate(files.replaced)]
                return Result((("path", "VARCHAR"),), found[:MOST_PATHS])
            files.vacuum()
        elif operation == "OPTIMIZE":
            files.optimize()
        return Result((("path", "VARCHAR"),), [(table,)])

    def _replace(self, insert: exp.Insert, parameters: Mapping[str, Any]) -> Result:
        """INSERT … REPLACE WHERE, or INSERT OVERWRITE."""
        where = insert.args.pop("where", None)
        assert where is not None or insert.args.pop("overwrite"), "an INSERT repeats rows"
        emptied = exp.delete(insert.this.copy(), where=where)
        self._duckdb.execute("BEGIN")
        try:
            self._duckdb.execute(f"CREATE TEMP TABLE made AS {_sql(insert.expression)}", parameters)
            self._duckdb.execute(_sql(emptied))
            self._duckdb.execute(f"INSERT INTO {_sql(insert.this)} FROM made")
            self._duckdb.execute("DROP TABLE made")
            self._duckdb.execute("COMMIT")
        except duckdb.Error:
            self._duckdb.execute("ROLLBACK")
            raise
        return Result((("num_affected_rows", "BIGINT"),), [(0,)])

    def _translated(self, statement: str, namespace: Namespace) -> exp.Expression:
        tree = sqlglot.parse_one(statement, read="databricks")
        own = {cte.alias for cte in tree.find_all(exp.CTE)}
        for table in list(tree.find_all(exp.Table)):
            if namespace and table.name and not table.db and table.name not in own:
                table.set("db", exp.to_identifier(namespace[1]))
                table.set("catalog", exp.to_identifier(namespace[0]))
            if table.db == "information_schema":
                check_catalog(table.catalog)
                is_ours = table.name in ("volumes", "columns")
                place = "memory.main" if is_ours else "system.information_schema"
                table.replace(exp.to_table(f"{place}.{table.name}", alias=table.alias or None))
        for call in list(tree.find_all(exp.Anonymous)):
            if call.name.lower() == "read_files":
                path = self.file(call.expressions[0].name)
                call.replace(exp.func("read_parquet", exp.Literal.string(str(path))))
        for call in list(tree.find_all(exp.FromJson)):
            call.expression.replace(_json_structure(call.expression.name))
        return tree

    def _add_columns(self, table: str, columns: str) -> Result:
        for name, kind in re.findall(r"(\w+) (\w+) COMMENT '", columns):
            translated = exp.DataType.build(kind, dialect="databricks").sql(dialect="duckdb")
            self._duckdb.execute(
                f"ALTER TABLE {table.replace('`', '')} ADD COLUMN {name} {translated}"
            )
        return Result((), [])

    def _create_volume(self, catalog: str, schema: str, name: str) -> Result:
        check_catalog(catalog)
        there = self._duckdb.execute(
            "SELECT 1 FROM system.information_schema.schemata WHERE schema_name = ?", [schema]
        )
        if not there.fetchall():
            raise SqlError(f"[SCHEMA_NOT_FOUND] The schema `{catalog}`.`{schema}` cannot be found.")
        if not self.file(f"{catalog}/{schema}/{name}").exists():
            self.file(f"{catalog}/{schema}/{name}").mkdir(parents=True)
            self._duckdb.execute("INSERT INTO memory.main.volumes VALUES (?, ?)", [schema, name])
        return Result((), [])


def _sql(tree: exp.Expression) -> str:
    return tree.sql(dialect="duckdb", unsupported_level=sqlglot.ErrorLevel.IGNORE)


def check_catalog(name: str) -> None:
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
