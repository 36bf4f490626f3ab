"""What a day was like, from the tables, as values."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flight_tracker.ports import SqlEngine

Rows = list[tuple[Any, ...]]


@dataclass(slots=True)
class DayReport:
    """Rows of the answers, each in the order of its SELECT below."""

    day: date
    seen: Rows = field(default_factory=list)
    legs: Rows = field(default_factory=list)
    movements: Rows = field(default_factory=list)
    hours: Rows = field(default_factory=list)
    levels: Rows = field(default_factory=list)
    cells: Rows = field(default_factory=list)
    countries: Rows = field(default_factory=list)
    airlines: Rows = field(default_factory=list)
    airports: Rows = field(default_factory=list)
    emergencies: Rows = field(default_factory=list)
    quality: Rows = field(default_factory=list)

    @property
    def totals(self) -> dict[str, int]:
        """By their names, in the order in which they are told."""
        states, aircraft = self.seen[0] if self.seen else (0, 0)
        legs, complete = self.legs[0] if self.legs else (0, 0)
        kinds: dict[str, int] = {kind: count for kind, count in self.movements}
        return {
            "aircraft": aircraft,
            "states": states,
            "flights": legs,
            "seen from take-off to landing": complete or 0,
            "take-offs": kinds.get("take-off", 0),
            "landings": kinds.get("landing", 0),
            "emergencies": len(self.emergencies),
        }


PARTS = {
    "seen": "SELECT COUNT(*), COUNT(DISTINCT icao24) FROM flight_states WHERE event_date = :day",
    "legs": """
SELECT COUNT(*), CAST(SUM(CASE WHEN is_complete THEN 1 ELSE 0 END) AS BIGINT)
FROM flights WHERE event_date = :day
""",
    "movements": """
SELECT kind, COUNT(*) FROM movements WHERE event_date = :day GROUP BY kind ORDER BY kind
""",
    "hours": """
SELECT hour, aircraft, airborne FROM traffic_hourly
WHERE event_date = :day AND dimension = 'all' ORDER BY hour
""",
    "levels": """
SELECT hour, value, aircraft FROM traffic_hourly
WHERE event_date = :day AND dimension = 'altitude_band' AND value IS NOT NULL ORDER BY hour, value
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
WHERE event_date = :day ORDER BY source, affected DESC, test LIMIT 200
""",
}


def asked(sql: SqlEngine, day: date) -> DayReport:
    """Ask the tables. Raises NotFound before the first load, or Unavailable."""
    report = DayReport(day)
    for name, statement in PARTS.items():
        setattr(report, name, [tuple(row) for row in sql.query(statement, {"day": day})])
    return report
