"""What the last load noted about the lakehouse, so that asking about it wakes no warehouse."""

import msgspec

from flight_tracker.errors import Unavailable
from flight_tracker.ports import ObjectStore

KEY = "state/lakehouse.json"


class TableRows(msgspec.Struct):
    """What there is of one table."""

    rows: int
    files: int
    version: int


class LakehouseStatus(msgspec.Struct, kw_only=True):
    """The tables after the last load. Times are Unix seconds; `error` is of the last attempt."""

    lakehouse: str
    interval: float
    tables: dict[str, TableRows] = {}
    last_load_at: float | None = None
    last_load_seconds: float | None = None
    last_load_files: int = 0
    last_load_rows: int = 0
    error: str | None = None


def read(store: ObjectStore) -> LakehouseStatus | None:
    """The last note; None before the first load. Unavailable where it is damaged."""
    stored = store.get(KEY)
    try:
        return msgspec.json.decode(stored.body, type=LakehouseStatus) if stored else None
    except ValueError as error:
        message = f"{KEY} in the object store is damaged ({error}); the next load replaces it"
        raise Unavailable(message) from error


def write(store: ObjectStore, status: LakehouseStatus) -> None:
    store.put(KEY, msgspec.json.encode(status))
