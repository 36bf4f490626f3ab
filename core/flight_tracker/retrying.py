"""Rejected records back into their topic, after what rejected them was corrected.

A record goes back as it came, with its key, and is judged anew by the consumer: what is still bad
becomes a dead letter again, at another offset. What was sent is remembered by the offset that it
had, so that a second run sends nothing twice; a run that was killed may repeat what it had just
sent, which the live view does not notice and the tables keep as another record.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from flight_tracker import state_vector
from flight_tracker.errors import Conflict, Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.ports import ObjectStore, SqlEngine, StateLog

logger = logging.getLogger(__name__)

KEY = "state/retried.json"
MOST = 100_000
"""Records that one run sends."""

PAGE = 10_000
"""Records that one question reads."""

AT_ONCE = 500
SECONDS = 60.0
"""For the delivery of AT_ONCE."""

QUERY = """
SELECT log_id, origin_partition, origin_offset, key, value, object, source
FROM rejected_states
WHERE origin_topic = :topic AND origin_partition IS NOT NULL AND INSTR(reason, :reason) > 0
    AND (
        log_id > :log OR (log_id = :log AND origin_partition > :partition)
        OR (log_id = :log AND origin_partition = :partition AND origin_offset > :offset)
    )
ORDER BY 1, 2, 3
LIMIT {}
"""
"""The page behind one record. What never was in the topic, as a bad row of a source, has no origin
and does not go there."""

Retried = dict[str, list[int]]
"""Offsets that were sent again, by `<log>/<partition>`."""


class Rejected(NamedTuple):
    """A row of QUERY."""

    log_id: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    object: str | None
    source: str

    @property
    def place(self) -> str:
        return f"{self.log_id}/{self.partition}"


@dataclass(slots=True)
class RetryReport:
    """Records with the reason; those that were sent before, now, or are not kept any more.

    `more`: there are others, which the next run sends.
    """

    dry_run: bool
    found: int = 0
    known: int = 0
    sent: int = 0
    gone: int = 0
    more: bool = False


@dataclass(frozen=True, slots=True)
class Retry:
    """The use case with its ports."""

    sql: SqlEngine
    store: ObjectStore
    log: StateLog
    topic: str
    most: int = MOST
    page: int = PAGE

    def retry(self, reason: str, *, dry_run: bool) -> RetryReport:
        """Send again what was rejected for a reason that holds this text. Raises Unavailable."""
        report = RetryReport(dry_run)
        known = {place: set(offsets) for place, offsets in self._retried()[0].items()}
        batch: list[tuple[Rejected, NewRecord]] = []
        for rejected in self._rejected(reason):
            if rejected.offset in known.get(rejected.place, ()):
                report.found, report.known = report.found + 1, report.known + 1
                continue
            if report.sent + len(batch) >= self.most:
                report.more = True
                break
            report.found += 1
            if (record := self._record(rejected)) is None:
                report.gone += 1
                continue
            batch.append((rejected, record))
            if len(batch) == AT_ONCE:
                self._pass(batch, report)
        self._pass(batch, report)
        return report

    def _pass(self, batch: list[tuple[Rejected, NewRecord]], report: RetryReport) -> None:
        """Send the batch, or only count it, and empty it."""
        if batch and not report.dry_run:
            self._send(batch)
        report.sent += len(batch)
        batch.clear()
        logger.info("%s of %s records", report.sent, report.found)

    def _rejected(self, reason: str) -> Iterator[Rejected]:
        """All with the reason, a page at a time: what is known must not hide what is behind it."""
        asked: dict[str, Any] = {"topic": self.topic, "reason": reason}
        behind: dict[str, Any] = {"log": "", "partition": -1, "offset": -1}
        while True:
            rows = self.sql.query(QUERY.format(self.page), asked | behind)
            yield from (last := Rejected(*row) for row in rows)
            if len(rows) < self.page:
                return
            behind = {"log": last.log_id, "partition": last.partition, "offset": last.offset}

    def _record(self, rejected: Rejected) -> NewRecord | None:
        value = rejected.value
        if rejected.object is not None:
            stored = self.store.get(rejected.object)
            value = stored.body if stored else None
        if value is None:
            return None
        headers = (
            ("schema", state_vector.SCHEMA.encode()),
            ("source", rejected.source.encode()),
        )
        return NewRecord(rejected.key, bytes(value), headers)

    def _send(self, batch: list[tuple[Rejected, NewRecord]]) -> None:
        self.log.publish(self.topic, [record for _, record in batch], SECONDS)
        for _ in range(5):
            retried, etag = self._retried()
            for rejected, _record in batch:
                retried.setdefault(rejected.place, []).append(rejected.offset)
            try:
                self.store.put(KEY, msgspec.json.encode(retried), if_match=etag)
                return
            except Conflict:
                continue
        raise Unavailable(f"{KEY} is written by too many at once")

    def _retried(self) -> tuple[Retried, str | None]:
        stored = self.store.get(KEY)
        if stored is None:
            return {}, None
        try:
            return msgspec.json.decode(stored.body, type=Retried), stored.etag
        except ValueError as error:
            raise Unavailable(f"{KEY} in the object store is damaged ({error})") from error
