"""The recent past without a warehouse: frames, the immutable copies of the live shards.

`frames/<snapshot_time>/<partition>-<log>-<offset>.arrow.zst`. A partition may have several frames
of one time, each with all that was known by then; the last of a log is the whole.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import NamedTuple, Protocol, TypeVar

from flight_tracker import live_view
from flight_tracker.errors import NotFound
from flight_tracker.live_view import Sky
from flight_tracker.ports import ObjectStore, StreamFormat
from flight_tracker.state_vector import StateVector

T = TypeVar("T")

FOLDER = "frames"
RECENT = 3_600
"""Seconds of a track that frames alone answer: 120 of them at the usual cadence."""

MOST_FRAMES = 240
"""Frames that one track may need."""

KEPT_BYTES = 32_000_000
READERS = 8
"""Requests to the store at once: a bucket takes 15 ms for each."""


class Frame(Protocol):
    """One frame, opened. Only what is asked for is decoded."""

    nbytes: int

    def find(self, icao24: str) -> StateVector | None:
        """The state of one aircraft."""


OpenFrame = Callable[[bytes], Frame]
"""Raises Unavailable for what is damaged."""


class FrameKey(NamedTuple):
    time: int
    partition: int
    log_id: str
    offset: int
    key: str

    @classmethod
    def parse(cls, key: str) -> "FrameKey | None":
        """None for an object that is no frame."""
        parts = key.removesuffix(live_view.EXTENSION).split("/")
        partition, _, rest = parts[-1].partition("-")
        log_id, _, offset = rest.rpartition("-")
        numbers = (parts[1] if len(parts) == 3 else "", partition, offset)
        if not all(text.isascii() and text.isdecimal() for text in numbers):
            return None
        return cls(int(numbers[0]), int(partition), log_id, int(offset), key)


class Frames:
    """Reads frames, and keeps those that were read lately."""

    def __init__(self, store: ObjectStore, streams: StreamFormat, open_frame: OpenFrame) -> None:
        self._store = store
        self._streams = streams
        self._open = open_frame
        self._kept: OrderedDict[str, Frame] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def times(self, since: int, until: int) -> list[int]:
        """Times that can be played back, both ends included."""
        return sorted({frame.time for frame in self._listed(since, until)})

    def sky(self, time: int) -> Sky:
        """All partitions of this very time. Raises NotFound where there is no frame of it."""
        listed = self._store.list(f"{FOLDER}/{time:010d}")
        found = _last_of_each([f for key, _ in listed if (f := FrameKey.parse(key))])
        if not found:
            raise NotFound(f"there is no frame of {time}; /history/frames lists them")
        bodies = self._together(lambda frame: self._store.get(frame.key), found)
        shards = [self._streams.decode_shard(stored.body) for stored in bodies if stored]
        epoch = max((shard.epoch for shard in shards), default=0)
        return live_view.merge(shards, epoch=epoch)

    def track(
        self, icao24: str, since: int, until: int, partition: int | None
    ) -> tuple[list[StateVector], bool]:
        """States of one aircraft in the order of time, each reported once, and whether older ones
        were left out. Without a partition the newest frame that has the aircraft tells it."""
        listed = self._listed(since, until + live_view.MAX_POSITION_AGE_SECONDS)
        if partition is None:
            partition = self._partition_of(icao24, listed)
        mine = _last_of_each([frame for frame in listed if frame.partition == partition])
        is_cut = len(mine) > MOST_FRAMES
        recent = mine[-MOST_FRAMES:]
        frames = zip(recent, self._together(self._frame, recent), strict=True)
        states = {
            state.last_contact: state
            for key, frame in frames
            if frame
            and (state := frame.find(icao24))
            and since <= live_view.heard_at(state, key.time) <= until
        }
        return [states[time] for time in sorted(states)], is_cut

    def _listed(self, since: int, until: int) -> list[FrameKey]:
        listed = self._store.list(FOLDER, f"{FOLDER}/{since:010d}")
        found = (frame for key, _ in listed if (frame := FrameKey.parse(key)))
        return [frame for frame in found if since <= frame.time <= until]

    def _partition_of(self, icao24: str, listed: list[FrameKey]) -> int | None:
        """An aircraft stays in its shard for a while, so one frame of each while is enough."""
        whiles: dict[tuple[int, int], FrameKey] = {}
        for frame in listed:
            whiles[frame.time // live_view.MAX_POSITION_AGE_SECONDS, frame.partition] = frame
        for frame in list(whiles.values())[: -MOST_FRAMES - 1 : -1]:
            opened = self._frame(frame)
            if opened and opened.find(icao24):
                return frame.partition
        return None

    def _frame(self, frame: FrameKey) -> Frame | None:
        with self._lock:
            if known := self._kept.get(frame.key):
                self._kept.move_to_end(frame.key)
                return known
        stored = self._store.get(frame.key)
        if stored is None:  # expired meanwhile
            return None
        opened = self._open(stored.body)
        with self._lock:
            if frame.key not in self._kept:
                self._kept[frame.key] = opened
                self._bytes += opened.nbytes
            while self._bytes > KEPT_BYTES:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
        return opened

    def _together(self, action: Callable[[FrameKey], T], frames: Iterable[FrameKey]) -> list[T]:
        with ThreadPoolExecutor(READERS) as pool:
            return list(pool.map(action, frames))


def _last_of_each(frames: list[FrameKey]) -> list[FrameKey]:
    """The whole of each time, partition and log, in the order of time."""
    last = {(frame.time, frame.partition, frame.log_id): frame for frame in frames}
    return list(last.values())
