"""Consume a batch of the log: land it, dead-letter what is bad, replace the live shard.

Each step may be repeated any number of times, by any number of consumers: landing files are named
by the offsets that they hold and only ever created, dead letters carry their origin, the shard
skips what it has seen and is replaced by compare-and-swap only.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from flight_tracker import feed, live_view, state_vector
from flight_tracker.errors import BadRecord, Conflict, Unavailable
from flight_tracker.kafka_record import NewRecord, Record, dead_letter
from flight_tracker.live_view import Shard
from flight_tracker.ports import ObjectStore, StateLog, StreamFormat, TableFormat
from flight_tracker.state_vector import StateVector

SWAP_ATTEMPTS = 20
"""Lost swaps before giving up; each means that another consumer made progress."""

MAX_DEAD_LETTER_BYTES = 1_000_000
"""A larger value would not fit the dead-letter topic together with its headers."""

MAX_REASONS = 20
"""Different reasons that a report counts; the dead letters carry them all."""


@dataclass(slots=True)
class ConsumeReport:
    """What became of a batch. `missing` counts records that the log dropped before us."""

    records: int = 0
    landed: int = 0
    rejected: int = 0
    missing: int = 0
    lost_swaps: int = 0
    reasons: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Consumer:
    """The use case with its ports. `log_id` gives the name of the topic's life when needed."""

    store: ObjectStore
    log: StateLog
    streams: StreamFormat
    tables: TableFormat
    rejected_topic: str
    log_id: Callable[[], str]

    def consume(
        self, batches: Mapping[tuple[str, int], list[Record]], timeout: float
    ) -> ConsumeReport:
        """All partitions of one event. Raises Unavailable if any step could not be done."""
        report = ConsumeReport()
        log_id = self.log_id() if batches else ""
        for (topic, partition), records in batches.items():
            report.records += len(records)
            if topic == self.rejected_topic:
                body = self.tables.encode_rejected(records, log_id)
                self._land("rejected_states", log_id, records, body)
                report.landed += len(records)
            else:
                self._consume_states(Shard(log_id, partition), records, timeout, report)
        return report

    def _consume_states(
        self, new: Shard, records: list[Record], timeout: float, report: ConsumeReport
    ) -> None:
        self._refuse_a_new_life(new, records)
        good, bad = _sort_out(records)
        if good:
            body = self.tables.encode_states(good, new.log_id)
            self._land("flight_states", new.log_id, records, body)
        report.landed += len(good)
        self._dead_letter(bad, new.log_id, timeout, report)
        self._replace_shard(new, records, good, report)

    def _refuse_a_new_life(self, new: Shard, records: list[Record]) -> None:
        """Stop before anything is written under a name that means an older topic."""
        stored = self.store.get(live_view.key(records[0].topic, new.partition))
        shard = self.streams.decode_shard(stored.body) if stored else new
        if live_view.went_back(shard, new.log_id, records):
            raise Unavailable(_went_back(shard, records))

    def _land(self, table: str, log_id: str, records: list[Record], body: bytes) -> None:
        first, last = records[0], records[-1]
        name = f"{first.partition:05d}/{first.offset:020d}-{last.offset:020d}"
        with suppress(Conflict):  # the same records, landed by an earlier attempt
            self.store.put(f"landing/{table}/{log_id}/{name}.parquet", body, if_match=None)

    def _dead_letter(
        self,
        bad: list[tuple[Record, str]],
        log_id: str,
        timeout: float,
        report: ConsumeReport,
    ) -> None:
        letters = []
        for record, reason in bad:
            if reason in report.reasons or len(report.reasons) < MAX_REASONS:
                report.reasons[reason] = report.reasons.get(reason, 0) + 1
            letters.append(self._letter(record, reason, log_id))
        if letters:
            self.log.publish(self.rejected_topic, letters, timeout)
        report.rejected += len(letters)

    def _letter(self, record: Record, reason: str, log_id: str) -> NewRecord:
        source = record.header("source") or ""
        letter = dead_letter(record.key, record.value, reason, source, record)
        if len(record.value or b"") <= MAX_DEAD_LETTER_BYTES:
            return letter
        kept = f"rejected/{log_id}/{record.topic}/{record.partition:05d}-{record.offset:020d}"
        self.store.put(kept, record.value or b"")
        return NewRecord(record.key, None, (*letter.headers, ("object", kept.encode())))

    def _replace_shard(
        self,
        new: Shard,
        records: list[Record],
        good: list[tuple[Record, StateVector]],
        report: ConsumeReport,
    ) -> None:
        """Apply the batch to the shard as it is now, until nobody has changed it meanwhile."""
        log_id, key = new.log_id, live_view.key(records[0].topic, new.partition)
        stored_feed = self.store.get(feed.KEY)
        epoch = feed.decode(stored_feed.body if stored_feed else None).epoch
        for _ in range(SWAP_ATTEMPTS):
            stored = self.store.get(key)
            shard = self.streams.decode_shard(stored.body) if stored else new
            after = live_view.apply(shard, log_id, epoch, records, good)
            if after.next_offset == shard.next_offset and shard.log_id == log_id:
                return  # an earlier attempt has done it
            body = self.streams.encode_shard(after)
            self.store.put(live_view.frame_key(after), body)
            try:
                self.store.put(key, body, if_match=stored.etag if stored else None)
            except Conflict:
                report.lost_swaps += 1
                continue
            report.missing += live_view.missing_before(shard, log_id, records[0].offset)
            return
        raise Unavailable(f"{key}: {SWAP_ATTEMPTS} swaps lost in a row to other consumers")


def decode_record(record: Record) -> StateVector:
    """The record's state. BadRecord says what is wrong with it."""
    if record.value is None:
        raise BadRecord("a tombstone: the record has no value")
    if not record.value:
        raise BadRecord("the value is empty")
    schema = record.header("schema")
    if schema not in (None, state_vector.SCHEMA):
        raise BadRecord(f"schema {schema[:64]!r} is not {state_vector.SCHEMA!r}")
    return state_vector.decode(record.value)


def _sort_out(
    records: list[Record],
) -> tuple[list[tuple[Record, StateVector]], list[tuple[Record, str]]]:
    good, bad = [], []
    for record in records:
        try:
            good.append((record, decode_record(record)))
        except BadRecord as error:
            bad.append((record, error.reason))
    return good, bad


def _went_back(shard: Shard, records: list[Record]) -> str:
    first, last = records[0], records[-1]
    return (
        f"{first.topic}-{first.partition} went back from offset {shard.next_offset} to "
        f"{last.offset} with newer records: the topic was made anew. Nothing was consumed; set "
        f"KAFKA_LOG_ID to a new name (now {shard.log_id!r}) and the batch will be taken"
    )
