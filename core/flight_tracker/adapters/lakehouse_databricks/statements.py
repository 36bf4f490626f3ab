"""The SQL that the Databricks lakehouse sends, written from `tables`.

Source: Databricks SQL language manual (CREATE TABLE, ALTER TABLE, COMMENT ON, ADD CONSTRAINT,
information schema, MERGE INTO, read_files, inline, from_json).
"""

from collections.abc import Sequence

from arro3.core import Table as ArrowTable

from flight_tracker.table import Check, Column, Range, Table
from flight_tracker.tables import LOAD_HISTORY

MOST_LOGS = 20
"""Named in a merge, so that it stays short."""

CHECKS = "valid_values"
"""All checks of a table are one constraint, so that the table is read once. It is known by its name
only, because an engine may write the condition anew: a change of `checks` needs another name."""

SQL_TYPES = {
    "string": "STRING",
    "long": "BIGINT",
    "integer": "INT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "binary": "BINARY",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
}


def name(text: str) -> str:
    """An identifier."""
    return f"`{text.replace('`', '``')}`"


def text(value: str) -> str:
    """A string literal."""
    return "'{}'".format(value.replace("\\", "\\\\").replace("'", "\\'"))


def existing(catalog: str, schema: str) -> str:
    """What there is: 'schema', 'volume' or 'table', its name, and of a table column and type."""
    information, own = f"{name(catalog)}.information_schema", text(schema)
    return (
        "SELECT 'schema' AS kind, schema_name AS name, NULL AS column_name, NULL AS type"
        f" FROM {information}.schemata WHERE schema_name = {own}"
        " UNION ALL SELECT 'volume', volume_name, NULL, NULL"
        f" FROM {information}.volumes WHERE volume_schema = {own}"
        " UNION ALL SELECT 'table', table_name, column_name, lower(full_data_type)"
        f" FROM {information}.columns WHERE table_schema = {own}"
    )


def comments(catalog: str, schema: str) -> str:
    """Table, column and comment of all columns; the column is null where the table is meant."""
    information, own = f"{name(catalog)}.{name('information_schema')}", text(schema)
    return (
        "SELECT table_name AS name, NULL AS column_name, comment"
        f" FROM {information}.{name('tables')} WHERE table_schema = {own}"
        " UNION ALL SELECT table_name, column_name, comment"
        f" FROM {information}.{name('columns')} WHERE table_schema = {own}"
    )


def detail(full_name: str) -> str:
    """`clusteringColumns` and `properties`: the information schema knows neither."""
    return f"DESCRIBE DETAIL {full_name}"


def comment_on_table(table: Table, full_name: str) -> str:
    return f"COMMENT ON TABLE {full_name} IS {text(table.comment)}"


def comment_on_column(column: Column, full_name: str) -> str:
    return f"ALTER TABLE {full_name} ALTER COLUMN {column.name} COMMENT {text(column.comment)}"


def cluster(table: Table, full_name: str) -> str:
    """Holds for what is written from then on, and for all that OPTIMIZE rewrites."""
    return f"ALTER TABLE {full_name} CLUSTER BY ({', '.join(clustering(table))})"


def clustering(table: Table) -> tuple[str, ...]:
    """Where the embedded lakehouse has partitions, this one has the first of these columns."""
    return (*table.partition_by, *table.cluster_by)


def add_checks(table: Table, full_name: str) -> str:
    """Refused where a row that is there already breaks one: all are read."""
    conditions = " AND ".join(f"({_condition(check)})" for check in table.checks)
    return f"ALTER TABLE {full_name} ADD CONSTRAINT {CHECKS} CHECK ({conditions})"


def _condition(check: Check) -> str:
    """To Delta, a condition over null does not hold."""
    unknown = f"{check.column} IS NULL OR {check.column}"
    if not isinstance(check, Range):
        return f"{unknown} RLIKE {text(f'^({check.regex})$')}"
    if check.high == float("inf"):
        return f"{unknown} >= {check.low}"
    return f"{unknown} BETWEEN {check.low} AND {check.high}"


def add_columns(full_name: str, new: Sequence[Column]) -> str:
    """Columns at the end of a table; they are null in the rows that are there."""
    added = ", ".join(f"{_typed(column)} COMMENT {text(column.comment)}" for column in new)
    return f"ALTER TABLE {full_name} ADD COLUMNS ({added})"


def create(table: Table, full_name: str) -> str:
    """Serializable: else a merge may be committed after another that inserted the same rows."""
    columns = ", ".join(
        f"{_typed(column)}{' NOT NULL' if column.name in table.required else ''}"
        f" COMMENT {text(column.comment)}"
        for column in table.columns
    )
    keys = ", ".join(clustering(table))
    clustered = f" CLUSTER BY ({keys})" if keys else ""
    return (
        f"CREATE TABLE IF NOT EXISTS {full_name} ({columns}) COMMENT {text(table.comment)}"
        f"{clustered} TBLPROPERTIES ('delta.isolationLevel' = 'Serializable')"
    )


def merge(table: Table, full_name: str, paths: Sequence[str], rows: ArrowTable) -> str:
    """Insert the rows of the files at `paths`, which are `rows`, that are not there yet."""
    columns = ", ".join(column.name for column in table.columns)
    schema = ", ".join(_typed(column) for column in table.columns)
    identity = ", ".join(table.identity)
    files = " UNION ALL ".join(
        f"SELECT {columns} FROM"
        f" read_files({text(path)}, format => 'parquet', schema => {text(schema)})"
        for path in paths
    )
    same = [f"t.{column} = s.{column}" for column in table.identity]
    return (
        f"MERGE INTO {full_name} AS t USING ("
        f"SELECT {columns} FROM ({files})"
        f" QUALIFY ROW_NUMBER() OVER (PARTITION BY {identity} ORDER BY kafka_offset) = 1"
        f") AS s ON {' AND '.join([*_pruning(table, rows), *same])} {_insert(table)}"
    )


def note(full_name: str) -> str:
    """Note files. Parameters: `entries` (JSON), `table_name`, `loaded_at` (microseconds)."""
    return (
        f"MERGE INTO {full_name} AS t USING ("
        "SELECT file, :table_name AS table_name, file_rows, error,"
        " timestamp_micros(:loaded_at) AS loaded_at FROM inline(from_json(:entries,"
        " 'ARRAY<STRUCT<file: STRING, file_rows: BIGINT, error: STRING>>'))"
        f") AS s ON t.{LOAD_HISTORY.identity[0]} = s.{LOAD_HISTORY.identity[0]}"
        f" {_insert(LOAD_HISTORY)}"
    )


def _insert(table: Table) -> str:
    """Column by column: a newer release may have added some that are null here."""
    names = [column.name for column in table.columns]
    values = ", ".join(f"s.{name}" for name in names)
    return f"WHEN NOT MATCHED THEN INSERT ({', '.join(names)}) VALUES ({values})"


def _typed(column: Column) -> str:
    return f"{column.name} {SQL_TYPES[column.type]}"


def _pruning(table: Table, rows: ArrowTable) -> list[str]:
    """Constants that let the warehouse pass over files that cannot hold these rows."""
    terms = []
    if "event_date" in table.partition_by:
        days = sorted({day.isoformat() for day in rows["event_date"].to_pylist()})
        terms.append(f"t.event_date IN ({', '.join(f'DATE{day!r}' for day in days)})")
    if "kafka_offset" in table.identity:
        offsets = rows["kafka_offset"].to_pylist()
        terms.append(f"t.kafka_offset BETWEEN {min(offsets)} AND {max(offsets)}")
    logs = sorted(set(rows["log_id"].to_pylist())) if "log_id" in table.identity else []
    if 0 < len(logs) <= MOST_LOGS:  # a broker that starts anew counts from 0 again, on the same day
        terms.append(f"t.log_id IN ({', '.join(map(text, logs))})")
    return terms
