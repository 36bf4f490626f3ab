"""Kafka's offsets = landed = loaded, for each partition: what is lost, double or waiting."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from flight_tracker import reconcile_report
from flight_tracker.log_offsets import LogEnds
from flight_tracker.ports import Clock, Lakehouse, ObjectStore, Offsets, TableUpkeep
from flight_tracker.reconcile_report import PartitionReport, Place, ReconcileReport, Verdict
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES
from flight_tracker.unlanded import AskedLog, Range, Unlanded

logger = logging.getLogger(__name__)

LISTED_PARTITIONS = 200
"""Partitions that a report lists, those with something to say first; its sums know them all."""

TOLERANCE = 900.0
"""Seconds that a record may take from Kafka to its landing file: retries and cold starts."""

SUMMED = (
    "rows",
    "duplicates",
    "missing",
    "removed",
    "lost",
    "waiting_files",
    "unlanded",
)

STATES, REJECTED = f"landing/{FLIGHT_STATES.name}", f"landing/{REJECTED_STATES.name}"


@dataclass(frozen=True, slots=True)
class Reconcile:
    """The use case with its ports. Without a log Kafka is not asked, and the report says so."""

    tables: TableUpkeep
    lakehouse: Lakehouse
    store: ObjectStore
    clock: Clock
    log: AskedLog | None = None

    def run(self) -> ReconcileReport:
        """Compare, and keep what was found. Raises Unavailable."""
        ends = self.log.places(self.log.topic) if self.log else {}
        rejected_ends = self.log.places(self.log.rejected_topic) if self.log else {}
        loaded = self.lakehouse.loaded()
        told = self._rows(loaded)
        landed = {key for key, _ in self.store.list(STATES)}
        rejected = {key for key, _ in self.store.list(REJECTED)}
        _add_waiting(told, landed - loaded)
        _add_landed(told, loaded | landed)
        of_rejected: dict[Place, Unlanded] = {}
        if self.log:
            spans = {place: span for place, p in told.items() if (span := _landed(p))}
            found = self.log.unlanded(self.log.topic, ends, spans)
            _add_unlanded(told, ends, found)
            spans = _spans(loaded | rejected, REJECTED)
            of_rejected = self.log.unlanded(self.log.rejected_topic, rejected_ends, spans)
        report = self._summed(told, of_rejected)
        report.waiting_rejected_files = len(rejected - loaded)
        if self.log:
            log_id = self.log.log_id()
            report.kafka = f"asked: {len(ends)} partitions of {self.log.topic}, log {log_id}"
        reconcile_report.write(self.store, Verdict(at=self.clock(), report=report))
        return report

    def _rows(self, loaded: set[str]) -> dict[Place, PartitionReport]:
        """The rows against what was ever loaded."""
        spans = _spans(loaded, STATES)
        there = {(found.log_id, found.partition): found for found in self.tables.offsets()}
        for place, found in there.items():
            _widen(spans, place, found.first, found.last)
        removed: dict[Place, int] = {}
        holes = [place for place, span in spans.items() if _missing(span, there.get(place))]
        for gone in self.tables.removed(holes):
            place = gone.log_id, gone.partition
            _widen(spans, place, gone.first, gone.last)
            removed[place] = removed.get(place, 0) + gone.rows
        return {
            place: _partition(place, span, there.get(place), removed.get(place, 0))
            for place, span in sorted(spans.items())
        }

    def _summed(
        self, told: dict[Place, PartitionReport], of_rejected: dict[Place, Unlanded]
    ) -> ReconcileReport:
        report = ReconcileReport(partitions=len(told))
        for name in SUMMED:
            setattr(report, name, sum(getattr(partition, name) for partition in told.values()))
        report.unlanded_rejected = sum(_size(found) for found in of_rejected.values())
        now = self.clock()
        waits = [(p.unlanded, p.unlanded_since) for p in told.values()]
        waits += [(_size(found), found.since) for found in of_rejected.values()]
        ages = [(count, now - since) for count, since in waits if since is not None]
        report.oldest_unlanded_seconds = round(max((age for _, age in ages), default=0))
        report.overdue = sum(count for count, age in ages if age > TOLERANCE)
        listed = sorted(told.values(), key=_urgency)
        report.listed = listed[:LISTED_PARTITIONS]
        return report


def _urgency(p: PartitionReport) -> tuple[int, int, int, str, int]:
    return -p.lost - p.duplicates, -p.unlanded, -p.waiting_files, p.log_id, p.partition


def _size(found: Unlanded) -> int:
    dropped = found.dropped[1] - found.dropped[0] + 1 if found.dropped else 0
    return found.kept + dropped


def _add_waiting(told: dict[Place, PartitionReport], waiting: Iterable[str]) -> None:
    for key in waiting:
        if parsed := _parsed(key, STATES):
            place, (first, last) = parsed
            report = told.setdefault(place, PartitionReport(*place))
            report.waiting_files += 1
            report.waiting_first = _least(report.waiting_first, first)
            report.waiting_last = max(report.waiting_last or 0, last)


def _add_landed(told: dict[Place, PartitionReport], keys: set[str]) -> None:
    """A record that was rejected has no file here, but a row at its offset."""
    spans = _spans(keys, STATES)
    for place, report in told.items():
        if report.first is not None and report.last is not None:
            _widen(spans, place, report.first, report.last)
        if place in spans:
            report.landed_first, report.landed_last = spans[place]


def _add_unlanded(
    told: dict[Place, PartitionReport],
    ends: dict[Place, LogEnds],
    found: dict[Place, Unlanded],
) -> None:
    for place, end in ends.items():
        if end.next == 0:  # nothing was ever written there
            continue
        report = told.setdefault(place, PartitionReport(*place))
        report.kafka_first, report.kafka_last = end.first, end.next - 1
        report.unlanded, report.unlanded_since = found[place].kept, found[place].since
        if dropped := found[place].dropped:
            lost = dropped[1] - dropped[0] + 1
            report.missing, report.lost = report.missing + lost, report.lost + lost
            report.gaps.append(dropped)


def _landed(report: PartitionReport) -> Range | None:
    if report.landed_first is None or report.landed_last is None:
        return None
    return report.landed_first, report.landed_last


def _partition(place: Place, span: Range, found: Offsets | None, removed: int) -> PartitionReport:
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


def _missing(span: Range, found: Offsets | None) -> int:
    return span[1] - span[0] + 1 - (found.rows - found.duplicates if found else 0)


def _spans(keys: Iterable[str], folder: str) -> dict[Place, Range]:
    """Least and greatest offset of each log's partition in the landing files of one table."""
    spans: dict[Place, Range] = {}
    for key in keys:
        if parsed := _parsed(key, folder):
            place, (first, last) = parsed
            _widen(spans, place, first, last)
    return spans


def _widen(spans: dict[Place, Range], place: Place, first: int, last: int) -> None:
    low, high = spans.get(place, (first, last))
    spans[place] = min(low, first), max(high, last)


def _parsed(key: str, table: str) -> tuple[Place, Range] | None:
    """Log and partition, first and last offset of a landing file of `table`; None of another."""
    folder, _, name = key.removesuffix(".parquet").rpartition("/")
    log, _, partition = folder.rpartition("/")
    first, _, last = name.partition("-")
    is_ours = log.startswith(f"{table}/")
    if not is_ours or not all(number.isdecimal() for number in (partition, first, last)):
        return None
    return (log.removeprefix(f"{table}/"), int(partition)), (int(first), int(last))


def _least(known: int | None, new: int) -> int:
    return new if known is None else min(known, new)
