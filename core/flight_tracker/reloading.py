"""Load landing files again that were loaded, or refused, before.

A file without its note in `load_history` is one that waits: the next load takes it, and adds the
rows that are not there.
"""

from dataclasses import dataclass
from datetime import date

from flight_tracker.errors import ConfigError
from flight_tracker.landing_days import KEY, LandingDays
from flight_tracker.ports import ObjectStore, TableFormat, TableUpkeep
from flight_tracker.tables import LOAD_HISTORY

AT_ONCE = 500
"""Notes that one statement removes."""


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
        return self._release(LandingDays(self.store, self.format).files(day), dry_run)

    def _release(self, keys: list[str], dry_run: bool) -> ReloadReport:
        notes = 0
        for start in range(0, len(keys), AT_ONCE):
            files = ", ".join(f"'{key}'" for key in keys[start : start + AT_ONCE])
            condition = f"file IN ({files})"
            notes += self.tables.remove(LOAD_HISTORY.name, condition, dry_run=dry_run)
        return ReloadReport(dry_run, len(keys), notes)
