"""Load landing files into the lakehouse, each record once.

A file counts as loaded when `load_history` says so, which is written after its rows: whatever
stops a load in between, the next one merges the file again and finds its rows there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flight_tracker import lakehouse_status
from flight_tracker.errors import Unavailable
from flight_tracker.lakehouse_status import LakehouseStatus, TableRows
from flight_tracker.ports import Clock, Lakehouse, ObjectStore
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES

CHUNK_BYTES = 8 * 1024 * 1024
"""Landing files of about this size together are one merge: some 200,000 states."""


@dataclass(slots=True)
class LoadReport:
    """What one load did. `damaged` files could not be read; the reason is in `load_history`."""

    files: int = 0
    rows: int = 0
    damaged: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loader:
    """The use case with its ports. `name` says which lakehouse it is, `interval` its cadence."""

    lakehouse: Lakehouse
    store: ObjectStore
    clock: Clock
    name: str
    interval: float

    def load(self) -> LoadReport:
        """Load all that waits. Raises Unavailable, after noting why."""
        started = self.clock()
        try:
            report, loaded_until = self._load()
            tables = self.lakehouse.tables()
        except Unavailable as error:
            status = lakehouse_status.read(self.store) or LakehouseStatus(
                lakehouse=self.name, interval=self.interval
            )
            status.error = str(error)
            lakehouse_status.write(self.store, status)
            raise
        status = LakehouseStatus(
            lakehouse=self.name,
            interval=self.interval,
            tables={name: TableRows(*there_is) for name, there_is in tables.items()},
            last_load_at=started,
            last_load_seconds=round(self.clock() - started, 3),
            last_load_files=report.files,
            last_load_rows=report.rows,
            loaded_until=loaded_until,
        )
        lakehouse_status.write(self.store, status)
        return report

    def _load(self) -> tuple[LoadReport, dict[str, str]]:
        """The report, and by folder the last file before the first that still waits."""
        report = LoadReport()
        loaded_until: dict[str, str] = {}
        self.lakehouse.migrate()
        done = self.lakehouse.loaded()
        for table in (FLIGHT_STATES.name, REJECTED_STATES.name):
            waiting: set[str] = set()
            landed = [key for key, _ in self.store.list(f"landing/{table}")]
            for chunk in self._chunks(key for key in landed if key not in done):
                result = self.lakehouse.load(table, chunk, self.clock())
                report.files += len(chunk)
                report.rows += result.rows
                report.damaged |= result.damaged
                waiting |= set(result.waiting)
            loaded_until |= _loaded_until(landed, waiting)
        return report, loaded_until

    def _chunks(self, keys: Iterator[str]) -> Iterator[list[tuple[str, bytes]]]:
        chunk: list[tuple[str, bytes]] = []
        size = 0
        for key in keys:
            stored = self.store.get(key)
            if stored is None:
                continue  # expired between the listing and now
            chunk.append((key, stored.body))
            size += len(stored.body)
            if size >= CHUNK_BYTES:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk


def _loaded_until(landed: list[str], waiting: set[str]) -> dict[str, str]:
    """`landed` are all files in their order; a folder whose first one waits is behind its name."""
    until: dict[str, str] = {}
    stopped: set[str] = set()
    for key in landed:
        folder = key.rpartition("/")[0]
        if key in waiting:
            stopped.add(folder)
        if folder not in stopped:
            until[folder] = key
        until.setdefault(folder, f"{folder}/")
    return until
