"""Is a day's data complete? One small record for each day: `state/completeness/<day>.json`."""

from datetime import date
from typing import Literal

import msgspec

from flight_tracker.errors import Unavailable
from flight_tracker.incidents import Incident
from flight_tracker.ports import ObjectStore

FOLDER = "state/completeness"

MAY_MISS = 0.01
"""Of the polls: a schedule is not exact, and a source may answer the same snapshot twice."""


NOT_RECONCILED = "the offsets were not compared since the day ended: run reconcile"


class PartitionOfDay(msgspec.Struct, kw_only=True):
    """States of one log's partition. `lost` may be of this day, or of the one beside it."""

    log_id: str
    partition: int
    first: int
    last: int
    loaded: int
    lost: int = 0
    unlanded: int = 0
    waiting_files: int = 0


class IncidentOfDay(msgspec.Struct, kw_only=True):
    """An incident that lasted on the day. Times are Unix seconds; `until` is null if it lasts."""

    name: str
    detail: str
    since: int
    until: int | None


class Completeness(msgspec.Struct, kw_only=True):
    """What came of a day, as known at `made_at` (Unix s).

    `unknown`: nothing is known to be missing, and the offsets were not compared since the day
    ended (`reconciled_at`). `reasons` say why it is not `complete`. `polls_expected` is null where
    the day's states are of a recording; `polls_missing` is 0 while no more than one in a hundred is
    missing. `lost` counts offsets, rejected records among them.
    """

    day: date
    made_at: int
    status: Literal["complete", "incomplete", "unknown"] = "unknown"
    reasons: list[str] = []
    polls_expected: int | None = None
    polls_received: int = 0
    polls_missing: int = 0
    states: int = 0
    rejected: int = 0
    sources: dict[str, int] = {}
    is_recording: bool = False
    lost: int = 0
    duplicates: int = 0
    unlanded: int = 0
    waiting_files: int = 0
    partitions: list[PartitionOfDay] = []
    gold_is_fresh: bool = False
    days_waiting: int = 0
    reconciled_at: int | None = None
    kafka: str = ""
    incidents: list[IncidentOfDay] = []


def judge(record: Completeness, day_end: float) -> None:
    """Set `status`, `reasons` and the missing polls by the numbers. `day_end`: Unix time."""
    expected = record.polls_expected or 0
    missing = expected - record.polls_received
    record.polls_missing = missing if missing > expected * MAY_MISS else 0
    found = {
        f"{missing:,} of {expected:,} polls are missing": record.polls_missing,
        f"{record.lost:,} records are lost": record.lost,
        f"{record.duplicates:,} rows are double": record.duplicates,
        f"{record.unlanded:,} records of Kafka have not landed": record.unlanded,
        f"{record.waiting_files:,} landing files wait for the load": record.waiting_files,
        "the gold tables wait for a refresh": not record.gold_is_fresh,
    }
    record.reasons = [sentence for sentence, count in found.items() if count]
    is_reconciled = record.reconciled_at is not None and record.reconciled_at >= day_end
    if record.reasons:
        record.status = "incomplete"
    elif is_reconciled:
        record.status = "complete"
    else:
        record.status = "unknown"
        has_ended = record.made_at >= day_end
        record.reasons = [NOT_RECONCILED if has_ended else "the day has not ended"]


def of_day(i: Incident) -> IncidentOfDay:
    """As others are told of it."""
    return IncidentOfDay(name=i.name, detail=i.detail, since=i.since, until=i.until)


def key(day: date) -> str:
    return f"{FOLDER}/{day.isoformat()}.json"


def read(store: ObjectStore, day: date) -> Completeness | None:
    """None where nobody has looked yet. Raises Unavailable, also where it is damaged."""
    stored = store.get(key(day))
    try:
        return msgspec.json.decode(stored.body, type=Completeness) if stored else None
    except ValueError as error:
        message = f"{key(day)} in the object store is damaged ({error}); `report` makes it anew"
        raise Unavailable(message) from error


def write(store: ObjectStore, record: Completeness) -> None:
    store.put(key(record.day), msgspec.json.encode(record))
