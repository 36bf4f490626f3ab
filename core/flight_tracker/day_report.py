"""What a day was like, from the gold tables, as values."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flight_tracker.ports import SqlEngine


@dataclass(slots=True)
class DayReport:
    """Rows of the answers, each in the order of its SELECT below."""

    day: date
    totals: tuple[Any, ...]
    hours: list[tuple[Any, ...]] = field(default_factory=list)
    cells: list[tuple[Any, ...]] = field(default_factory=list)
    countries: list[tuple[Any, ...]] = field(default_factory=list)
    airlines: list[tuple[Any, ...]] = field(default_factory=list)
    airports: list[tuple[Any, ...]] = field(default_factory=list)
    emergencies: list[tuple[Any, ...]] = field(default_factory=list)
    quality: list[tuple[Any, ...]] = field(default_factory=list)


TOTALS = """
SELECT COUNT(*), COUNT(DISTINCT icao24),
    CAST(SUM(CASE WHEN is_complete THEN 1 ELSE 0 END) AS BIGINT), CAST(SUM(states) AS BIGINT)
FROM flights WHERE event_date = :day
"""
"""Legs, aircraft, legs from take-off to landing, states in the air."""

PARTS = {
    "hours": """
SELECT hour, aircraft FROM traffic_hourly
WHERE event_date = :day AND dimension = 'all' ORDER BY hour
""",
    "cells": """
SELECT value, CAST(SUM(aircraft) AS BIGINT) FROM traffic_hourly
WHERE event_date = :day AND dimension = 'grid_cell' AND value IS NOT NULL GROUP BY value
""",
    "countries": """
SELECT origin_country, COUNT(DISTINCT icao24) AS aircraft, COUNT(*) AS legs FROM flights
WHERE event_date = :day AND origin_country IS NOT NULL
GROUP BY origin_country ORDER BY aircraft DESC, origin_country LIMIT 10
""",
    "airlines": """
SELECT airlines.name, COUNT(DISTINCT icao24) AS aircraft, COUNT(*) AS legs
FROM flights INNER JOIN airlines ON airlines.icao = SUBSTRING(flights.callsign, 1, 3)
WHERE event_date = :day
GROUP BY airlines.name ORDER BY legs DESC, airlines.name LIMIT 10
""",
    "airports": """
SELECT airport, COALESCE(MAX(airports.name), airport),
    CAST(SUM(CASE WHEN kind = 'take-off' THEN 1 ELSE 0 END) AS BIGINT) AS departures,
    CAST(SUM(CASE WHEN kind = 'landing' THEN 1 ELSE 0 END) AS BIGINT) AS arrivals
FROM movements LEFT JOIN airports ON airports.icao = movements.airport
WHERE event_date = :day AND airport IS NOT NULL
GROUP BY airport ORDER BY departures + arrivals DESC, airport LIMIT 10
""",
    "emergencies": """
SELECT first_seen, icao24, callsign, squawk, meaning, last_seen - first_seen, is_on_ground_only
FROM emergencies WHERE event_date = :day ORDER BY first_seen, icao24 LIMIT 100
""",
    "quality": """
SELECT source, test, affected, checked, example FROM data_quality
WHERE event_date = :day AND affected > 0 ORDER BY affected DESC, test LIMIT 30
""",
}


def asked(sql: SqlEngine, day: date) -> DayReport:
    """Ask the tables. Raises NotFound before the first load, or Unavailable."""
    parameters = {"day": day}
    [totals] = sql.query(TOTALS, parameters)
    report = DayReport(day, tuple(value or 0 for value in totals))
    for name, statement in PARTS.items():
        setattr(report, name, [tuple(row) for row in sql.query(statement, parameters)])
    return report
