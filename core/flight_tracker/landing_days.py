"""Which landing files hold rows of a day: each file is read once, and then known.

A landing file never changes, so what was read is kept for those who ask for other days; a file that
was restored has another etag, and is read again.
"""

import logging
import re
import zlib
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date

import msgspec

from flight_tracker.errors import BadRecord, Conflict, Unavailable
from flight_tracker.ports import ObjectStore, TableFormat
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES, TABLES

logger = logging.getLogger(__name__)

INDEX = "state/landing_days.json.z"

KEY = re.compile(r"landing/(\w+)/[\w.~=+:-]+/\d+/[\w.-]+\.parquet")
"""What may stand in SQL as it is."""

KEPT_EVERY = 1_000
"""Files that are read between two writes of the index."""

ATTEMPTS = 5
"""Of writing it, against others who read files."""


class Known(msgspec.Struct, array_like=True):
    """A file that was read."""

    etag: str
    days: list[date]


Index = dict[str, Known]


@dataclass(frozen=True, slots=True)
class LandingDays:
    """The search with its ports."""

    store: ObjectStore
    format: TableFormat

    def files(self, day: date) -> list[str]:
        """Keys of all that can be read and have rows of the day (UTC). Raises Unavailable."""
        index, new = self._read()[0], Index()
        found = []
        there: set[str] = set()
        for key, etag in self._listed():
            known = index.get(key)
            if known is None or known.etag != etag:
                known = self._look(key, etag)
                if known is None:
                    continue
                new[key] = known
                if len(new) % KEPT_EVERY == 0:
                    logger.info("%s landing files read", len(new))
                    self._keep(new)
            there.add(key)
            if day in known.days:
                found.append(key)
        if new or index.keys() - there:
            self._keep(new, index.keys() - there)
        return found

    def _listed(self) -> Iterator[tuple[str, str]]:
        for table in (FLIGHT_STATES.name, REJECTED_STATES.name):
            for key, etag in self.store.list(f"landing/{table}"):
                if KEY.fullmatch(key):
                    yield key, etag

    def _look(self, key: str, etag: str) -> Known | None:
        stored = self.store.get(key)
        if stored is None:  # expired between the listing and now
            return None
        try:
            table = TABLES[key.split("/")[1]]
            return Known(etag, sorted(self.format.days(table, stored.body)))
        except BadRecord as error:
            logger.warning("%s is passed over: %s", key, error.reason)
            return None

    def _read(self) -> tuple[Index, str | None]:
        """What is known, and its etag; nothing where it is not there or damaged."""
        stored = self.store.get(INDEX)
        if stored is None:
            return {}, None
        try:
            return msgspec.json.decode(zlib.decompress(stored.body), type=Index), stored.etag
        except (ValueError, zlib.error) as error:
            logger.warning("%s is damaged (%s) and made anew", INDEX, error)
            return {}, stored.etag

    def _keep(self, new: Index, gone: Set[str] = frozenset()) -> None:
        """Beside what others have noted meanwhile, without the files that are gone."""
        for _ in range(ATTEMPTS):
            index, etag = self._read()
            merged = {key: known for key, known in (index | new).items() if key not in gone}
            try:
                self.store.put(INDEX, zlib.compress(msgspec.json.encode(merged)), if_match=etag)
                return
            except Conflict:
                continue
        raise Unavailable(f"{INDEX} is written by too many at once")
