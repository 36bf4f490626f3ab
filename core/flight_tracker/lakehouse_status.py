"""What the last load and refresh noted, so that asking about them wakes no warehouse."""

from typing import TypeVar

import msgspec

from flight_tracker.errors import Unavailable
from flight_tracker.ports import ObjectStore

T = TypeVar("T")

KEY = "state/lakehouse.json"
REFRESH_KEY = "state/refresh.json"

NONE = "none"
"""The lakehouse of a tracker that keeps no history."""


class TableRows(msgspec.Struct):
    """What there is of one table; null where it was not asked."""

    rows: int
    files: int | None
    version: int | None


class LakehouseStatus(msgspec.Struct, kw_only=True):
    """The tables after the last load. Times are Unix seconds; `error` is of the last attempt.

    `loaded_until` is the last landing file of each folder, which is a log's partition, that has
    been loaded: those behind it wait.
    """

    lakehouse: str
    interval: float
    tables: dict[str, TableRows] = {}
    last_load_at: float | None = None
    last_load_seconds: float | None = None
    last_load_files: int = 0
    last_load_rows: int = 0
    loaded_until: dict[str, str] = {}
    error: str | None = None


class RefreshStatus(msgspec.Struct, kw_only=True):
    """The gold tables after the last refresh. Times are Unix seconds."""

    last_refresh_at: float
    last_refresh_seconds: float
    days_waiting: int = 0


def read(store: ObjectStore, lakehouse: str = "") -> LakehouseStatus | None:
    """The last load's note; None before the first load. Unavailable where it is damaged.

    `lakehouse` is what the settings say: of "none" there is no note.
    """
    if lakehouse == NONE:
        return LakehouseStatus(lakehouse=NONE, interval=0)
    return _read(store, KEY, LakehouseStatus)


def write(store: ObjectStore, status: LakehouseStatus) -> None:
    store.put(KEY, msgspec.json.encode(status))


def waiting_files(store: ObjectStore, status: LakehouseStatus) -> int:
    """Landing files that came after the last load; a log that is new since then does not count."""
    return sum(len(store.list(folder, last)) for folder, last in status.loaded_until.items())


def read_refresh(store: ObjectStore) -> RefreshStatus | None:
    """The last refresh's note; None before the first one. Unavailable where it is damaged."""
    return _read(store, REFRESH_KEY, RefreshStatus)


def write_refresh(store: ObjectStore, status: RefreshStatus) -> None:
    store.put(REFRESH_KEY, msgspec.json.encode(status))


def _read(store: ObjectStore, key: str, kind: type[T]) -> T | None:
    stored = store.get(key)
    try:
        return msgspec.json.decode(stored.body, type=kind) if stored else None
    except ValueError as error:
        message = f"{key} in the object store is damaged ({error}); the next load replaces it"
        raise Unavailable(message) from error
