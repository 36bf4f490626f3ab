"""Runs one gold file on tables in memory, and tells its rows as dictionaries."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import duckdb

from flight_tracker import gold
from flight_tracker.state_vector import StateVector
from flight_tracker.tables import TABLES
from tests.skies import TIME

TYPES = {"long": "BIGINT", "binary": "BLOB", "timestamp": "TIMESTAMPTZ"}
"""Delta's names of types that DuckDB calls otherwise."""

Row = dict[str, Any]
Rows = list[Row]


class Log(NamedTuple):
    """Where states come from: their records get consecutive offsets, in the order given."""

    states: Iterable[StateVector]
    log_id: str = "log"
    delay: int = 2
    """Seconds from the snapshot to the log."""


def day_of(time: int) -> date:
    return datetime.fromtimestamp(time, UTC).date()


DAY = day_of(TIME)


def make(table: str, *logs: Log | StateVector, day: date = DAY, **others: Iterable[Row]) -> Rows:
    """The rows of `day`; states alone are one log together, `others` are tables by their names."""
    names = ("flight_states", "rejected_states", "airports", "airlines", "flights")
    with duckdb.connect() as database:
        for name in names:
            columns = (f"{c.name} {TYPES.get(c.type, c.type)}" for c in TABLES[name].columns)
            database.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        alone = Log([given for given in logs if isinstance(given, StateVector)])
        for log in (alone, *(given for given in logs if isinstance(given, Log))):
            _insert(database, "flight_states", _records(log))
        for name, rows in others.items():
            _insert(database, name, rows)
        return _run(database, table, day)


def _run(database: duckdb.DuckDBPyConnection, table: str, day: date) -> Rows:
    statement = re.sub(r"(?<!:):([a-z_]\w*)", r"$\1", gold.statement(table))
    used = {k: v for k, v in gold.parameters(day).items() if re.search(rf"\${k}\b", statement)}
    made = database.execute(statement, used)
    names = [column[0] for column in made.description or ()]
    return [dict(zip(names, row, strict=True)) for row in made.fetchall()]


def _records(log: Log) -> Iterable[dict[str, Any]]:
    for offset, state in enumerate(log.states):
        yield {name: getattr(state, name) for name in state.__struct_fields__} | {
            "log_id": log.log_id,
            "kafka_partition": 0,
            "kafka_offset": offset,
            "ingested_at": datetime.fromtimestamp(state.snapshot_time + log.delay, UTC),
            "event_date": day_of(state.snapshot_time),
        }


def _insert(database: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Row]) -> None:
    for row in rows:
        markers = ", ".join(f"${name}" for name in row)
        database.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({markers})", row)
