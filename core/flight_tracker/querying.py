"""The live view: who is where now, read from the shards and kept while they do not change."""

import hashlib
import logging
from dataclasses import dataclass, field
from threading import Lock

from flight_tracker import feed, live_view
from flight_tracker.changes import ChangeLog
from flight_tracker.enrichment import Aircraft
from flight_tracker.errors import Unavailable
from flight_tracker.feed import Feed
from flight_tracker.live_view import Shard, Sky
from flight_tracker.ports import Clock, ObjectStore, StreamFormat
from flight_tracker.sky_index import SkyIndex

LOOK_EVERY = 0.5
"""Seconds for which one look into the object store answers all requests of a process."""

UNREADABLE = "a part of the live view cannot be read"
"""For anybody to read; the log names the part."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """The live view at one moment. `version` changes with anything that an answer shows.

    `problem` says, for anybody to read, why this is not the newest sky but the last good one.
    """

    sky: Sky
    feed: Feed
    version: str
    index: SkyIndex = field(default_factory=SkyIndex)
    problem: str | None = None

    def find(self, icao24: str) -> Aircraft | None:
        """Whoever was heard lately, with a current position or without."""
        unplaced = self.sky.unplaced.get(icao24)
        return self.index.by_icao24.get(icao24) or (Aircraft(unplaced) if unplaced else None)

    @property
    def heard(self) -> list[Aircraft]:
        """All of them."""
        return [*self.index.aircraft, *map(Aircraft, self.sky.unplaced.values())]


class LiveView:
    """Reads the shards, and decodes a shard again only when it has changed.

    What cannot be read is replaced by the last good one, and the view says so.
    """

    def __init__(self, store: ObjectStore, streams: StreamFormat, clock: Clock, topic: str) -> None:
        self.changes = ChangeLog()
        self._store = store
        self._streams = streams
        self._clock = clock
        self._folder = f"live/{topic}"
        self._shards: dict[str, tuple[str, Shard]] = {}
        self._view: View | None = None
        self._looked_at = float("-inf")
        self._lock = Lock()

    def view(self) -> View:
        """The newest view. Raises Unavailable if nothing could ever be read."""
        with self._lock:
            if (known := self.fresh()) is not None:
                return known
            self._view = self._look(self._view)
            self._looked_at = self._clock()
            return self._view

    def fresh(self) -> View | None:
        """The view, if it was looked at a moment ago: then asking costs nothing."""
        return self._view if 0 <= self._clock() - self._looked_at < LOOK_EVERY else None

    def forget(self) -> None:
        """Read everything anew at the next question."""
        self._shards, self._view, self._looked_at = {}, None, float("-inf")

    def partition_of(self, icao24: str) -> int | None:
        """Where the log keeps this aircraft; None if it was not heard lately."""
        for _, shard in self._shards.values():
            if icao24 in shard.states:
                return shard.partition
        return None

    def _look(self, previous: View | None) -> View:
        try:
            stored_feed = self._store.get(feed.KEY)
            known = feed.decode(stored_feed.body if stored_feed else None)
            listed = self._listed()
        except Unavailable as error:
            if previous is None:
                raise
            log.warning("the last good view is served: %s", error)
            return _stale(previous, "the object store does not answer, or its notes are damaged")
        empty_at = known.snapshot_time if known.snapshot_time and not known.published else 0
        problem = self._read_shards(listed, known.epoch)
        what = (listed, known.epoch, known.source, empty_at, problem)
        version = hashlib.sha256(repr(what).encode()).hexdigest()[:20]
        if previous and previous.version == version:
            return View(previous.sky, known, version, previous.index, problem)
        shards = [shard for _, shard in self._shards.values()]
        sky = live_view.merge(shards, epoch=known.epoch, not_before=empty_at)
        index = SkyIndex(sky.states, previous.index if previous else None)
        if previous and previous.feed.epoch != known.epoch:
            self.changes.begins_anew()
        self.changes.note(sky.snapshot_time, index)
        return View(sky, known, version, index, problem)

    def _listed(self) -> list[tuple[str, str]]:
        listed = self._store.list(self._folder)
        return [(key, etag) for key, etag in listed if key.endswith(live_view.EXTENSION)]

    def _read_shards(self, listed: list[tuple[str, str]], epoch: int) -> str | None:
        """Bring `_shards` up to date; what is wrong, if a last good one had to stand in."""
        is_whole = True
        for key, etag in listed:
            known = self._shards.get(key)
            if known and known[0] == etag:
                continue
            try:
                stored = self._store.get(key)
                if stored is None:
                    raise Unavailable(f"{key} has gone")
                self._shards[key] = stored.etag, self._streams.decode_shard(stored.body)
            except Unavailable as error:
                if known is None:
                    raise
                log.warning("the last good shard stands in: %s: %s", key, error)
                is_whole = False
        present = {key for key, _ in listed}
        for key in [key for key in self._shards if key not in present]:
            if self._shards[key][1].epoch < epoch:  # of another feed: nobody misses it
                del self._shards[key]
            else:
                log.warning("the last good shard stands in: %s is missing", key)
                is_whole = False
        return None if is_whole else UNREADABLE


def _stale(view: View, problem: str) -> View:
    version = view.version if view.problem == problem else f"{view.version[:20]}-stale"
    return View(view.sky, view.feed, version, view.index, problem)
