"""Load landing files again that were loaded, or refused, before.

A file without its note in `load_history` is one that waits: the next load takes it, and adds the
rows that are not there.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flight_tracker.errors import BadRecord, ConfigError
from flight_tracker.ports import ObjectStore, TableFormat, TableUpkeep
from flight_tracker.tables import FLIGHT_STATES, LOAD_HISTORY, REJECTED_STATES, TABLES

logger = logging.getLogger(__name__)

KEY = re.compile(r"landing/(\w+)/[\w.~=+:-]+/\d+/[\w.-]+\.parquet")
"""What may stand in SQL as it is."""

AT_ONCE = 500
"""Notes that one statement removes."""

PROGRESS = 100
"""Files from one line of the log to the next."""


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """Landing files that the next load takes again, or would, and how many were noted as done."""

    dry_run: bool
    files: int
    notes: int


@dataclass(frozen=True, slots=True)
class Reload:
    """The use case with its ports."""

    tables: TableUpkeep
    store: ObjectStore
    format: TableFormat

    def file(self, key: str, *, dry_run: bool) -> ReloadReport:
        """One landing file. Raises ConfigError where it is not there, or Unavailable."""
        if not KEY.fullmatch(key) or self.store.get(key) is None:
            raise ConfigError([f"{key!r} is no landing file of this object store"])
        return self._release([key], dry_run)

    def day(self, day: date, *, dry_run: bool) -> ReloadReport:
        """All landing files with rows of the day (UTC) that can be read. Raises Unavailable."""
        return self._release(list(self._files(day)), dry_run)

    def _files(self, day: date) -> Iterator[str]:
        for table in (FLIGHT_STATES.name, REJECTED_STATES.name):
            for number, (key, _) in enumerate(self.store.list(f"landing/{table}"), start=1):
                if self._holds(table, key, day):
                    yield key
                if number % PROGRESS == 0:
                    logger.info("%s landing files of %s looked at", number, table)

    def _holds(self, table: str, key: str, day: date) -> bool:
        stored = self.store.get(key) if KEY.fullmatch(key) else None
        if stored is None:  # expired between the listing and now
            return False
        try:
            return day in self.format.days(TABLES[table], stored.body)
        except BadRecord as error:
            logger.warning("%s is passed over: %s", key, error.reason)
            return False

    def _release(self, keys: list[str], dry_run: bool) -> ReloadReport:
        notes = 0
        for start in range(0, len(keys), AT_ONCE):
            files = ", ".join(f"'{key}'" for key in keys[start : start + AT_ONCE])
            condition = f"file IN ({files})"
            notes += self.tables.remove(LOAD_HISTORY.name, condition, dry_run=dry_run)
        return ReloadReport(dry_run, len(keys), notes)
