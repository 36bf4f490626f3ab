"""The gold tables: what the states mean, by day. Each has its SELECT in a file of its name.

A file runs unchanged on every engine, for one day (UTC): its rows replace those of that day. Its
parameters are `:day`, `:day_before`, `:day_after` (dates), `:day_start` and `:day_end` (Unix
seconds); its tables are those of the lakehouse, by their plain names.
"""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from flight_tracker.gold.declarations import (
    DATA_QUALITY,
    EMERGENCIES,
    FLIGHTS,
    MOVEMENTS,
    TRAFFIC_HOURLY,
)

__all__ = ["GOLD_TABLES", "parameters", "statement"]

GOLD_TABLES = {
    table.name: table for table in (FLIGHTS, MOVEMENTS, TRAFFIC_HOURLY, EMERGENCIES, DATA_QUALITY)
}


@cache
def statement(table: str) -> str:
    """The SELECT that makes one day of a gold table."""
    return files(__name__).joinpath(f"{table}.sql").read_text("utf-8")


def parameters(day: date) -> dict[str, Any]:
    """What every file may ask for."""
    start = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
    one = timedelta(days=1)
    return {
        "day": day,
        "day_before": day - one,
        "day_after": day + one,
        "day_start": start,
        "day_end": start + 86_400,
    }
