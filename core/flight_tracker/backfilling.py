"""Recorded bodies into the lakehouse, past the log.

A recorded snapshot is a log of its own, named by what it holds: repeating it, from another file or
together with others, finds its records there.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from flight_tracker import state_vector
from flight_tracker.errors import ConfigError, Conflict, Unavailable
from flight_tracker.kafka_record import NewRecord, Record, dead_letter
from flight_tracker.ports import Lakehouse, ObjectStore, StateSource, TableFormat
from flight_tracker.recording import LOG_PREFIX
from flight_tracker.snapshot import Snapshot
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES

logger = logging.getLogger(__name__)

FIRST_OFFSETS = 1_000_000
"""Snapshots of two seconds are this far apart, more than one has records: by a file's least and
greatest offset a merge knows that it can pass over the other snapshots of the day."""

PROGRESS = 100
"""Snapshots from one line of the log to the next."""

FETCH_SECONDS = 60.0


@dataclass(slots=True)
class BackfillReport:
    """What a recording held, and how many files of it were landed or were there already."""

    snapshots: int = 0
    states: int = 0
    rejected: int = 0
    landed_files: int = 0
    known_files: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Backfill:
    """The use case with its ports. What it lands is loaded as everything else."""

    source: StateSource
    tables: TableFormat
    lakehouse: Lakehouse
    store: ObjectStore
    topic: str
    rejected_topic: str

    def land(self) -> BackfillReport:
        """Land all that is not known. Raises ConfigError at a bad recording, or Unavailable."""
        self.lakehouse.migrate()
        known = self.lakehouse.loaded() | {key for key, _ in self.store.list("landing")}
        report = BackfillReport()
        for snapshot in self._snapshots():
            for key, body in self._files(snapshot, known, report):
                with suppress(Conflict):  # another backfill was quicker
                    self.store.put(key, body, if_match=None)
                report.landed_files += 1
            report.snapshots += 1
            report.states += len(snapshot.states)
            report.rejected += len(snapshot.rejected)
            if report.snapshots % PROGRESS == 0:
                logger.info("%s snapshots, %s states", report.snapshots, report.states)
        return report

    def _snapshots(self) -> Iterator[Snapshot]:
        after = None
        while True:
            try:
                snapshot = self.source.fetch(after, FETCH_SECONDS)
            except Unavailable as error:  # a recording will not get better by waiting
                raise ConfigError([f"the recording cannot be used: {error}"]) from error
            yield snapshot
            if snapshot.ended:
                return
            after = snapshot.time

    def _files(
        self, snapshot: Snapshot, known: set[str], report: BackfillReport
    ) -> Iterator[tuple[str, bytes]]:
        """The snapshot's landing files that are not known."""
        log_id = _log_id(snapshot)
        first, count = snapshot.time * FIRST_OFFSETS, len(snapshot.states)
        key = _key(FLIGHT_STATES.name, log_id, first, count)
        if key in known:
            report.known_files += 1
        elif snapshot.states:
            yield key, self._encoded_states(snapshot, first, log_id)
        first, count = first + count, len(snapshot.rejected)
        key = _key(REJECTED_STATES.name, log_id, first, count)
        if key in known:
            report.known_files += 1
        elif snapshot.rejected:
            yield key, self._encoded_rejected(snapshot, first, log_id)

    def _encoded_states(self, snapshot: Snapshot, first: int, log_id: str) -> bytes:
        nothing = NewRecord(None, None)
        records = (
            _record(self.topic, first + index, snapshot.time, nothing)
            for index in range(len(snapshot.states))
        )
        return self.tables.encode_states(list(zip(records, snapshot.states, strict=True)), log_id)

    def _encoded_rejected(self, snapshot: Snapshot, first: int, log_id: str) -> bytes:
        letters = []
        for offset, bad in enumerate(snapshot.rejected, start=first):
            origin = _record(self.topic, offset, snapshot.time, NewRecord(None, bad.value))
            letter = dead_letter(None, bad.value, bad.reason, snapshot.source, origin)
            letters.append(_record(self.rejected_topic, offset, snapshot.time, letter))
        return self.tables.encode_rejected(letters, log_id)


def _record(topic: str, offset: int, time: int, new: NewRecord) -> Record:
    return Record(topic, 0, offset, time * 1000, new.key, new.value, new.headers)


def _log_id(snapshot: Snapshot) -> str:
    content = hashlib.sha256(str(snapshot.time).encode())
    for state in snapshot.states:
        content.update(state_vector.encode(state))
    for bad in snapshot.rejected:
        content.update(bad.value)
    return f"{LOG_PREFIX}{content.hexdigest()[:24]}"


def _key(table: str, log_id: str, first: int, count: int) -> str:
    return f"landing/{table}/{log_id}/00000/{first:020d}-{first + count - 1:020d}.parquet"
