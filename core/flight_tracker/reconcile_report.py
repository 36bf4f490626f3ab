"""What reconciling found, and the note of the last time that it was done."""

from dataclasses import dataclass, field

import msgspec

from flight_tracker.errors import Unavailable
from flight_tracker.ports import ObjectStore

KEY = "state/reconcile.json"

NOT_ASKED = "not asked: KAFKA_BOOTSTRAP_SERVERS is not set"

Place = tuple[str, int]
"""A log and its partition."""


@dataclass(slots=True)
class PartitionReport:
    """One partition of one log; see `docs/operations.md`. A gap is its first and last offset.

    `kafka_first` and `kafka_last` are None where Kafka was not asked, or holds another log.
    """

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
    kafka_first: int | None = None
    kafka_last: int | None = None
    landed_first: int | None = None
    landed_last: int | None = None
    unlanded: int = 0
    unlanded_since: float | None = None


@dataclass(slots=True)
class ReconcileReport:
    """Sums over all partitions, and the partitions themselves, as far as they are listed."""

    kafka: str = NOT_ASKED
    rows: int = 0
    duplicates: int = 0
    missing: int = 0
    removed: int = 0
    lost: int = 0
    waiting_files: int = 0
    waiting_rejected_files: int = 0
    unlanded: int = 0
    unlanded_rejected: int = 0
    overdue: int = 0
    oldest_unlanded_seconds: int = 0
    partitions: int = 0
    listed: list[PartitionReport] = field(default_factory=list)

    @property
    def trouble(self) -> str | None:
        """What is wrong, in a sentence; None where nothing is."""
        troubles = []
        if self.lost or self.duplicates:
            troubles.append(
                f"{self.lost} records are lost and {self.duplicates} are double in the tables"
            )
        if self.overdue:
            troubles.append(
                f"{self.overdue} records of Kafka have not landed, "
                f"the oldest for {self.oldest_unlanded_seconds} s"
            )
        return "; ".join(troubles) or None


class Verdict(msgspec.Struct, kw_only=True):
    """The last report, and when it was made."""

    at: float
    report: ReconcileReport


def read(store: ObjectStore) -> Verdict | None:
    """None before the first time. Raises Unavailable, also where it is damaged."""
    stored = store.get(KEY)
    try:
        return msgspec.json.decode(stored.body, type=Verdict) if stored else None
    except ValueError as error:
        message = f"{KEY} in the object store is damaged ({error}); the next reconcile replaces it"
        raise Unavailable(message) from error


def write(store: ObjectStore, verdict: Verdict) -> None:
    store.put(KEY, msgspec.json.encode(verdict))
