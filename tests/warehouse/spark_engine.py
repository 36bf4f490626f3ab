"""Databricks SQL executed by Spark with Delta, unchanged but for what Spark alone has not.

- The catalog: Delta's tables live in the one that Spark calls `spark_catalog`.
- The information schema, volumes and read_files() are Databricks's own: here they are constants,
  folders, and a temporary view of the file.
"""

import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlglot

from tests.spark.cluster import SparkCluster, SparkError
from tests.warehouse.engine import (
    CATALOG,
    VOLUME,
    Engine,
    Namespace,
    Result,
    SqlError,
    check_catalog,
)

_TYPES = {"string": "VARCHAR", "int": "INTEGER", "binary": "BLOB"}
"""What the wire format knows by DuckDB's names."""
_TEXT = r"'((?:[^'\\]|\\.)*)'"
_READ_FILES = re.compile(rf"read_files\({_TEXT}, format => 'parquet'(?:, schema => {_TEXT})?\)")
_INFORMATION = re.compile(r"`([^`]+)`\.information_schema\.(\w+)")
_WRITTEN = re.compile(r"(?:MERGE INTO|INSERT INTO|INSERT OVERWRITE|ALTER TABLE) (\S+)")
_SECONDS_OF = (
    "CREATE OR REPLACE TEMPORARY FUNCTION seconds_of(x TIMESTAMP) RETURNS DOUBLE"
    " RETURN unix_micros(x) / 1000000"
)


class SparkEngine(Engine):
    """Tables outlive it, but for those that it wrote to: to make them is what takes longest."""

    def __init__(self, folder: Path, spark: SparkCluster) -> None:
        super().__init__(folder)
        self._spark = spark
        self._written: set[str] = set()

    def close(self) -> None:
        for table in self._written:
            self._ask(f"DROP TABLE IF EXISTS {table}")

    def query(self, statement: str) -> list[tuple[Any, ...]]:
        self._ask(_SECONDS_OF)  # sqlglot's translation of epoch() knows whole seconds only
        [translated] = sqlglot.transpile(
            statement.replace("epoch(", "seconds_of("), read="duckdb", write="spark"
        )
        return self._ask(translated).rows

    def run(self, statement: str, parameters: Mapping[str, Any], namespace: Namespace) -> Result:
        if match := VOLUME.match(statement):
            return self._create_volume(*match.groups())
        schema = namespace[1] if namespace else None
        if match := _WRITTEN.match(statement):
            is_full = "." in match[1] or schema is None
            self._written.add(match[1] if is_full else f"{CATALOG}.{schema}.{match[1]}")
        informed = _INFORMATION.sub(lambda found: self._information(*found.groups()), statement)
        with self._readable(informed, schema) as readable:
            return self._ask(readable, parameters, schema)

    def _ask(
        self, statement: str, parameters: Mapping[str, Any] | None = None, schema: str | None = None
    ) -> Result:
        renamed = re.sub(rf"(?<!\w)(`?){CATALOG}\1\.(?=[`\w])", "spark_catalog.", statement)
        try:
            columns, rows = self._spark.ask(renamed, parameters or {}, schema)
        except SparkError as error:
            raise SqlError(str(error)) from error
        types = ((name, _TYPES.get(kind, kind.upper())) for name, kind in columns)
        return Result(tuple(types), rows)

    @contextmanager
    def _readable(self, statement: str, schema: str | None) -> Iterator[str]:
        """read_files() as a view, which may have a schema of its own, too."""
        match = _READ_FILES.search(statement)
        if match is None:
            yield statement
            return
        view, path = f"file_{uuid.uuid4().hex}", self.file(_unescaped(match[1]))
        declared = f"({_unescaped(match[2])})" if match[2] else ""
        options = f"USING parquet OPTIONS (path '{path}')"
        self._ask(f"CREATE TEMPORARY VIEW {view} {declared} {options}", schema=schema)
        try:
            yield statement.replace(match[0], view)
        finally:
            self._ask(f"DROP VIEW {view}", schema=schema)

    def _information(self, catalog: str, name: str) -> str:
        """A table of the information schema, as a table of constants."""
        check_catalog(catalog)
        columns, rows = {
            "schemata": ("schema_name", [(schema,) for schema in self._schemas()]),
            "volumes": ("volume_schema, volume_name", self._volumes()),
            "columns": ("table_schema, table_name, column_name, full_data_type", self._columns()),
        }[name]
        nothing = tuple("" for _ in columns.split(","))  # a table of constants has a row
        values = ", ".join(f"({', '.join(map(repr, row))})" for row in [nothing, *rows])
        return f"(SELECT * FROM VALUES {values} AS {name}({columns}))"

    def _schemas(self) -> list[str]:
        return [name for (name,) in self._ask("SHOW SCHEMAS IN spark_catalog").rows]

    def _volumes(self) -> list[tuple[str, str]]:
        return [path.parts[-2:] for path in self.file(f"/Volumes/{CATALOG}").glob("*/*")]

    def _columns(self) -> Iterator[tuple[str, str, str, str]]:
        for schema in self._schemas():
            for owner, table, _ in self._ask(f"SHOW TABLES IN {CATALOG}.`{schema}`").rows:
                if owner != schema:
                    continue  # a temporary view
                for column, kind, _ in self._ask(f"DESCRIBE {CATALOG}.`{schema}`.`{table}`").rows:
                    yield schema, table, column, kind

    def _create_volume(self, catalog: str, schema: str, name: str) -> Result:
        check_catalog(catalog)
        if schema not in self._schemas():
            raise SqlError(f"[SCHEMA_NOT_FOUND] The schema `{catalog}`.`{schema}` cannot be found.")
        self.file(f"{catalog}/{schema}/{name}").mkdir(parents=True, exist_ok=True)
        return Result((), [])


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
