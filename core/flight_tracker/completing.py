"""Find out whether a day's data is complete, and keep the answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from flight_tracker import changed_days, completeness, incidents, reconcile_report, schedule
from flight_tracker.completeness import Completeness, IncidentOfDay, PartitionOfDay
from flight_tracker.live_view import FEED_SOURCES
from flight_tracker.ports import Clock, ObjectStore, SqlEngine
from flight_tracker.reconcile_report import PartitionReport, Verdict
from flight_tracker.recording import LOG_PREFIX

DAY = 86_400

LISTED_PARTITIONS = 200
"""Those with something to say first."""

SOURCES = f"""
SELECT source, COUNT(*), COUNT(DISTINCT snapshot_time),
    CAST(SUM(CASE WHEN log_id LIKE '{LOG_PREFIX}%' THEN 1 ELSE 0 END) AS BIGINT)
FROM flight_states WHERE event_date = :day GROUP BY source ORDER BY 2 DESC, 1
"""
"""Of each source: states, snapshots, states of recordings."""

PARTITIONS = """
SELECT log_id, kafka_partition, COUNT(*), MIN(kafka_offset), MAX(kafka_offset)
FROM flight_states WHERE event_date = :day AND kafka_offset IS NOT NULL
GROUP BY 1, 2 ORDER BY 1, 2
"""

REJECTED = "SELECT COUNT(*) FROM rejected_states WHERE event_date = :day"


@dataclass(frozen=True, slots=True)
class Completing:
    """The use case with its ports. `interval`: seconds between two polls of a source."""

    sql: SqlEngine
    store: ObjectStore
    clock: Clock
    interval: Callable[[str | None], float]

    def make(self, day: date) -> Completeness:
        """Ask, judge and keep. Raises NotFound before the first load, or Unavailable."""
        start = datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()
        record = Completeness(day=day, made_at=int(self.clock()))
        self._add_polls(record, start)
        [(record.rejected,)] = self.sql.query(REJECTED, {"day": day})
        self._add_partitions(record, reconcile_report.read(self.store), start + DAY)
        waiting = changed_days.changed(self.sql, changed_days.there(self.sql))
        record.gold_is_fresh, record.days_waiting = day not in waiting, len(waiting)
        record.incidents = self._incidents(start)
        completeness.judge(record, start + DAY)
        completeness.write(self.store, record)
        return record

    def _add_polls(self, record: Completeness, start: float) -> None:
        rows = self.sql.query(SOURCES, {"day": record.day})
        record.sources = {source: count for source, count, _, _ in rows}
        record.states = sum(record.sources.values())
        feeds = [row for row in rows if row[0] in FEED_SOURCES]
        record.polls_received = sum(snapshots for _, _, snapshots, _ in feeds)
        main = feeds[0] if feeds else (None, 0, 0, 0)
        record.is_recording = main[0] == "replay" or main[3] * 2 > main[1]
        if not record.is_recording:
            passed = min(max(self.clock() - start, 0), DAY)
            record.polls_expected = int(passed / self._interval(main[0]))

    def _interval(self, source: str | None) -> float:
        stored = self.store.get(schedule.KEY)
        wanted = schedule.decode(stored.body if stored else None).interval
        return max(self.interval(source), wanted or 0)

    def _add_partitions(
        self, record: Completeness, verdict: Verdict | None, day_end: float
    ) -> None:
        known: dict[tuple[str, int], PartitionReport] = {}
        if verdict:
            report = verdict.report
            record.reconciled_at, record.kafka = int(verdict.at), report.kafka
            known = {(p.log_id, p.partition): p for p in report.listed}
        rows = self.sql.query(PARTITIONS, {"day": record.day})
        partitions = [_partition(row, known, day_end) for row in rows]
        there = {(p.log_id, p.partition) for p in partitions}
        others = (p for place, p in known.items() if place not in there)
        never = sum(p.unlanded for p in others if _is_late(p, day_end))
        record.lost = sum(p.lost for p in partitions)
        record.waiting_files = sum(p.waiting_files for p in partitions)
        record.unlanded = never + sum(p.unlanded for p in partitions)
        record.duplicates = sum(known[place].duplicates for place in there if place in known)
        partitions.sort(key=lambda p: (-p.lost - p.unlanded, -p.waiting_files))
        record.partitions = partitions[:LISTED_PARTITIONS]

    def _incidents(self, start: float) -> list[IncidentOfDay]:
        stored = self.store.get(incidents.KEY)
        known = incidents.decode(stored.body if stored else None).incidents
        return [
            completeness.of_day(i)
            for i in known
            if i.since < start + DAY and (i.until is None or i.until >= start)
        ]


def _partition(
    row: Sequence[Any], known: dict[tuple[str, int], PartitionReport], day_end: float
) -> PartitionOfDay:
    log_id, partition, loaded, first, last = row
    found = PartitionOfDay(
        log_id=log_id, partition=partition, first=first, last=last, loaded=loaded
    )
    if report := known.get((log_id, partition)):
        found.lost = min(report.lost, _size(report.gaps, first, last))
        found.unlanded = report.unlanded if _is_late(report, day_end) else 0
        is_near = report.waiting_first is not None and report.waiting_first <= last + 1
        found.waiting_files = report.waiting_files if is_near else 0
    return found


def _size(gaps: Iterable[tuple[int, int]], first: int, last: int) -> int:
    """Of the gaps between these offsets and beside them: which day those were of is not known."""
    return sum(b - a + 1 for a, b in gaps if b >= first - 1 and a <= last + 1)


def _is_late(report: PartitionReport, day_end: float) -> bool:
    """Whether records were written before the day's end that have not landed."""
    return report.unlanded_since is not None and report.unlanded_since < day_end
