"""Keep the lakehouse small and true: what an operator's jobs do.

Each may be repeated, and stopped anywhere. What deletes can be asked first what it would delete.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flight_tracker.gold import GOLD_TABLES
from flight_tracker.gold.declarations import DATA_QUALITY
from flight_tracker.ports import Clock, Files, TableUpkeep
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES, TABLES

logger = logging.getLogger(__name__)

DATED_TABLES = tuple(
    name for name, table in TABLES.items() if any(c.name == "event_date" for c in table.columns)
)
"""Those whose rows may expire. What a gold table tells stays when the states have gone."""

AIRCRAFT_TABLES = (
    FLIGHT_STATES.name,
    *(
        name
        for name, table in GOLD_TABLES.items()
        if any(c.name == "icao24" for c in table.columns)
    ),
)
"""Those whose rows each belong to an aircraft; the states come first, as what the others are made
from: a refresh that begins meanwhile does not find them any more."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """Data files and bytes of a table, before and after."""

    files_before: int
    files_after: int
    bytes_before: int
    bytes_after: int


@dataclass(frozen=True, slots=True)
class OptimizeReport:
    tables: dict[str, FileChange]


@dataclass(frozen=True, slots=True)
class VacuumReport:
    """Files and bytes by table that were removed, or would be; None of what is not told."""

    dry_run: bool
    hours: int
    files: dict[str, int]
    bytes: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class RemoveReport:
    """Rows by table that were removed, or would be."""

    dry_run: bool
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The use cases with their ports."""

    tables: TableUpkeep
    clock: Clock

    def optimize(self) -> OptimizeReport:
        """Join small files of all tables. Raises Unavailable."""
        changes = {}
        for table in TABLES:
            logger.info("optimizing %s", table)
            before, after = self.tables.compact(table)
            changes[table] = FileChange(before.files, after.files, before.bytes, after.bytes)
        return OptimizeReport(changes)

    def vacuum(self, hours: int, *, dry_run: bool) -> VacuumReport:
        """Remove files that no reader of the last `hours` needs. Raises Unavailable."""
        report = VacuumReport(dry_run, hours, {}, {})
        for table in TABLES:
            logger.info("vacuuming %s", table)
            found = self.tables.vacuum(table, hours, dry_run=dry_run)
            report.files[table], report.bytes[table] = found.files, _told_bytes(found)
        return report

    def expire(self, table: str, days: int, *, dry_run: bool) -> RemoveReport:
        """Keep today's rows (UTC) and those of `days` days before. Raises Unavailable."""
        today = datetime.fromtimestamp(self.clock(), UTC).date()
        before = (today - timedelta(days)).isoformat()
        condition = f"event_date < CAST('{before}' AS DATE)"
        return self._remove({table: condition}, dry_run)

    def forget(self, icao24: str, *, dry_run: bool) -> RemoveReport:
        """Remove one aircraft: its states, what they were made into, and rejected records under
        its key.

        A row of `data_quality` that has it as the example goes, too: the next refresh makes it
        again, but only while its day has states. `icao24` has been checked. Raises Unavailable.
        """
        spellings = (icao24, icao24.upper())
        keys = ", ".join(f"X'{text.encode().hex()}'" for text in spellings)
        examples = ", ".join(f"'{text}'" for text in spellings)
        conditions = {name: f"icao24 = '{icao24}'" for name in AIRCRAFT_TABLES}
        conditions[REJECTED_STATES.name] = f"key IN ({keys})"
        conditions[DATA_QUALITY.name] = f"example IN ({examples})"
        return self._remove(conditions, dry_run)

    def _remove(self, conditions: dict[str, str], dry_run: bool) -> RemoveReport:
        rows = {}
        for table, condition in conditions.items():
            logger.info("looking through %s", table)
            rows[table] = self.tables.remove(table, condition, dry_run=dry_run)
        return RemoveReport(dry_run, rows)


def _told_bytes(found: Files) -> int | None:
    """Some files have no bytes only where the lakehouse does not tell them."""
    return None if found.files and not found.bytes else found.bytes
