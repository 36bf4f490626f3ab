"""Keep the lakehouse small and true: what an operator's jobs do.

Each may be repeated, and stopped anywhere. What deletes can be asked first what it would delete.
"""

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flight_tracker.gold import GOLD_TABLES
from flight_tracker.gold.declarations import DATA_QUALITY
from flight_tracker.ports import Clock, Files, Lakehouse, ObjectStore, Offsets, TableUpkeep
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES, TABLES

logger = logging.getLogger(__name__)

LISTED_PARTITIONS = 200
"""Partitions that a report lists, those with something to say first; its sums know them all."""

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

LANDED = f"landing/{FLIGHT_STATES.name}"

Place = tuple[str, int]
"""A log and its partition."""


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


@dataclass(slots=True)
class PartitionReport:
    """One partition of one log; see `docs/operations.md`. A gap is its first and last offset."""

    log_id: str
    partition: int
    rows: int = 0
    first: int | None = None
    last: int | None = None
    duplicates: int = 0
    missing: int = 0
    removed: int = 0
    lost: int = 0
    gaps: list[tuple[int, int]] = field(default_factory=list)
    waiting_files: int = 0
    waiting_first: int | None = None
    waiting_last: int | None = None


@dataclass(slots=True)
class ReconcileReport:
    """Sums over all partitions, and the partitions themselves, as far as they are listed."""

    rows: int = 0
    duplicates: int = 0
    missing: int = 0
    removed: int = 0
    lost: int = 0
    waiting_files: int = 0
    waiting_rejected_files: int = 0
    partitions: int = 0
    listed: list[PartitionReport] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """The use cases with their ports."""

    tables: TableUpkeep
    lakehouse: Lakehouse
    store: ObjectStore
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

    def reconcile(self) -> ReconcileReport:
        """Compare the rows with the offsets that were landed. Raises Unavailable."""
        loaded = self.lakehouse.loaded()
        spans = _spans(loaded)
        there = {(found.log_id, found.partition): found for found in self.tables.offsets()}
        for place, found in there.items():
            _widen(spans, place, found.first, found.last)
        removed: dict[Place, int] = {}
        holes = [place for place, span in spans.items() if _missing(span, there.get(place))]
        for gone in self.tables.removed(holes):
            place = gone.log_id, gone.partition
            _widen(spans, place, gone.first, gone.last)
            removed[place] = removed.get(place, 0) + gone.rows
        told = {
            place: _partition(place, span, there.get(place), removed.get(place, 0))
            for place, span in sorted(spans.items())
        }
        self._add_waiting(told, loaded)
        rejected = (key for key, _ in self.store.list(f"landing/{REJECTED_STATES.name}"))
        return _summed(list(told.values()), sum(key not in loaded for key in rejected))

    def _add_waiting(self, told: dict[Place, PartitionReport], loaded: set[str]) -> None:
        for key, _ in self.store.list(LANDED):
            parsed = _parsed(key)
            if parsed and key not in loaded:
                place, (first, last) = parsed
                report = told.setdefault(place, PartitionReport(*place))
                report.waiting_files += 1
                report.waiting_first = _least(report.waiting_first, first)
                report.waiting_last = max(report.waiting_last or 0, last)


def _partition(
    place: Place, span: tuple[int, int], found: Offsets | None, removed: int
) -> PartitionReport:
    """`span` is what ever was there: offsets may be missing before and after the rows, too."""
    report = PartitionReport(*place, removed=removed, gaps=[span])
    if found:
        ends = ((span[0], found.first - 1), (found.last + 1, span[1]))
        report.rows, report.first, report.last = found.rows, found.first, found.last
        report.duplicates = found.duplicates
        report.gaps = sorted([*found.gaps, *(gap for gap in ends if gap[0] <= gap[1])])
    report.missing = _missing(span, found)
    report.lost = max(0, report.missing - removed)
    return report


def _told_bytes(found: Files) -> int | None:
    """Some files have no bytes only where the lakehouse does not tell them."""
    return None if found.files and not found.bytes else found.bytes


def _missing(span: tuple[int, int], found: Offsets | None) -> int:
    return span[1] - span[0] + 1 - (found.rows - found.duplicates if found else 0)


def _spans(loaded: set[str]) -> dict[Place, tuple[int, int]]:
    """Least and greatest offset of each log's partition that was ever loaded."""
    spans: dict[Place, tuple[int, int]] = {}
    for key in loaded:
        if parsed := _parsed(key):
            place, (first, last) = parsed
            _widen(spans, place, first, last)
    return spans


def _widen(spans: dict[Place, tuple[int, int]], place: Place, first: int, last: int) -> None:
    low, high = spans.get(place, (first, last))
    spans[place] = min(low, first), max(high, last)


def _parsed(key: str) -> tuple[Place, tuple[int, int]] | None:
    """Log and partition, first and last offset of a landing file of states; None of another."""
    folder, _, name = key.removesuffix(".parquet").rpartition("/")
    log, _, partition = folder.rpartition("/")
    first, _, last = name.partition("-")
    is_ours = log.startswith(f"{LANDED}/")
    if not is_ours or not all(number.isdecimal() for number in (partition, first, last)):
        return None
    return (log.removeprefix(f"{LANDED}/"), int(partition)), (int(first), int(last))


def _least(known: int | None, new: int) -> int:
    return new if known is None else min(known, new)


def _summed(told: list[PartitionReport], waiting_rejected_files: int) -> ReconcileReport:
    report = ReconcileReport(waiting_rejected_files=waiting_rejected_files, partitions=len(told))
    for name in ("rows", "duplicates", "missing", "removed", "lost", "waiting_files"):
        setattr(report, name, sum(getattr(partition, name) for partition in told))
    told.sort(key=lambda p: (-p.lost - p.duplicates, -p.waiting_files, p.log_id, p.partition))
    report.listed = told[:LISTED_PARTITIONS]
    return report
