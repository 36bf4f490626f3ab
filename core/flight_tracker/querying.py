"""Ask the live view: who is where now, and how much of everything there is."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from statistics import median

import msgspec

from flight_tracker import feed, live_view
from flight_tracker.feed import Feed
from flight_tracker.geo import BoundingBox
from flight_tracker.live_view import Shard, Sky
from flight_tracker.ports import Clock, ObjectStore, TableFormat
from flight_tracker.state_vector import StateVector

LOOK_EVERY = 0.5
"""Seconds for which one look into the object store answers all requests of a process."""

BAND = 3_000
"""Metres of one altitude band in the statistics."""

EMERGENCY_SQUAWKS = {"7500": "unlawful interference", "7600": "radio failure", "7700": "emergency"}


@dataclass(frozen=True, slots=True)
class View:
    """The live view at one moment. `version` changes with anything that an answer shows."""

    sky: Sky
    feed: Feed
    version: str


class LiveView:
    """Reads the shards, and decodes a shard again only when it has changed."""

    def __init__(self, store: ObjectStore, tables: TableFormat, clock: Clock, topic: str) -> None:
        self._store = store
        self._tables = tables
        self._clock = clock
        self._folder = f"live/{topic}"
        self._shards: dict[str, tuple[str, Shard]] = {}
        self._view: View | None = None
        self._looked_at = float("-inf")

    def view(self) -> View:
        """The newest view. Raises Unavailable if the store does not answer."""
        now = self._clock()
        if self._view is None or not 0 <= now - self._looked_at < LOOK_EVERY:
            self._view = self._look(self._view)
            self._looked_at = now
        return self._view

    def forget(self) -> None:
        """Read everything anew at the next question."""
        self._shards, self._view = {}, None

    def _look(self, previous: View | None) -> View:
        stored_feed = self._store.get(feed.KEY)
        known = feed.decode(stored_feed.body if stored_feed else None)
        listed = self._store.list(self._folder)
        empty_at = known.snapshot_time if known.snapshot_time and not known.published else 0
        what = (listed, known.epoch, known.source, empty_at)
        version = hashlib.sha256(repr(what).encode()).hexdigest()[:20]
        if previous and previous.version == version:
            return View(previous.sky, known, version)
        self._shards = {key: self._shard(key, etag) for key, etag in listed}
        shards = [shard for _, shard in self._shards.values()]
        return View(live_view.merge(shards, epoch=known.epoch, not_before=empty_at), known, version)

    def _shard(self, key: str, etag: str) -> tuple[str, Shard]:
        known = self._shards.get(key)
        if known and known[0] == etag:
            return known
        stored = self._store.get(key)
        if stored is None:
            return etag, Shard("", 0, epoch=-1)
        return stored.etag, self._tables.decode_shard(stored.body)


def current(
    sky: Sky,
    *,
    box: BoundingBox | None = None,
    icao24: Collection[str] = (),
    limit: int | None = None,
) -> list[StateVector]:
    """The current aircraft that fit, in the order of their addresses."""
    states = sky.states
    if icao24:
        wanted = {address.lower() for address in icao24}
        states = [state for state in states if state.icao24 in wanted]
    if box is not None:
        states = [s for s in states if box.contains(s.latitude or 0.0, s.longitude or 0.0)]
    return states if limit is None else states[:limit]


class AltitudeBand(msgspec.Struct):
    """Airborne aircraft between two heights in metres; the last band has no upper end."""

    min_altitude: int
    max_altitude: int | None
    count: int


class Emergency(msgspec.Struct):
    """An aircraft that squawks 7500, 7600 or 7700."""

    meaning: str
    state: StateVector


class Stats(msgspec.Struct):
    """Totals over the current aircraft. `unknown` is neither known airborne nor on the ground."""

    snapshot_time: int | None
    source: str | None
    total: int
    airborne: int
    on_ground: int
    unknown: int
    by_country: dict[str, int]
    by_source: dict[str, int]
    altitude_bands: list[AltitudeBand]
    without_altitude: int
    fastest: list[StateVector]
    highest: list[StateVector]
    emergencies: list[Emergency]
    median_position_age: float | None


def stats(view: View, top: int = 5) -> Stats:
    """Statistics of the whole sky."""
    states = view.sky.states
    airborne = [state for state in states if state.on_ground is False]
    on_ground = sum(state.on_ground is True for state in states)
    heights = [h for state in airborne if (h := altitude(state)) is not None]
    fast = [s for s in states if s.velocity is not None]
    high = [s for s in states if altitude(s) is not None]
    return Stats(
        snapshot_time=view.sky.snapshot_time,
        source=view.feed.source,
        total=len(states),
        airborne=len(airborne),
        on_ground=on_ground,
        unknown=len(states) - len(airborne) - on_ground,
        by_country=dict(Counter(s.origin_country or "unknown" for s in states).most_common()),
        by_source=dict(Counter(state.source for state in states).most_common()),
        altitude_bands=_bands(heights),
        without_altitude=len(airborne) - len(heights),
        fastest=sorted(fast, key=lambda s: s.velocity or 0, reverse=True)[:top],
        highest=sorted(high, key=lambda s: altitude(s) or 0, reverse=True)[:top],
        emergencies=[
            Emergency(EMERGENCY_SQUAWKS[s.squawk], s)
            for s in states
            if s.squawk in EMERGENCY_SQUAWKS
        ],
        median_position_age=_median_age(view.sky),
    )


def altitude(state: StateVector) -> float | None:
    """The barometric altitude, or else the geometric one, in metres."""
    return state.geo_altitude if state.baro_altitude is None else state.baro_altitude


def _bands(heights: list[float]) -> list[AltitudeBand]:
    lower_ends = range(0, 15_000, BAND)
    counts = Counter(max(0, min(int(h // BAND) * BAND, lower_ends[-1])) for h in heights)
    return [
        AltitudeBand(low, None if low == lower_ends[-1] else low + BAND, counts[low])
        for low in lower_ends
    ]


def _median_age(sky: Sky) -> float | None:
    if not sky.states or sky.snapshot_time is None:
        return None
    return float(median(sky.snapshot_time - (state.time_position or 0) for state in sky.states))
