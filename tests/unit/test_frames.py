"""Frames: the recent past, from the object store alone."""

from typing import Any

import pytest

from flight_tracker import frames, live_view
from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.frames import FrameKey, Frames
from flight_tracker.live_view import Shard
from flight_tracker.state_vector import StateVector
from tests.skies import TIME, state

A, B = "00000a", "00000b"


class CountingStore(ObstoreObjectStore):
    """Remembers what was read."""

    def __init__(self) -> None:
        super().__init__("memory://")
        self.read: list[str] = []

    def get(self, key: str) -> Any:
        self.read.append(key)
        return super().get(key)


class Archive:
    def __init__(self) -> None:
        self.store, self.streams = CountingStore(), ArrowStreamFormat()
        self.frames = Frames(self.store, self.streams, self.streams.open_frame)

    def keep(self, partition: int, time: int, *states: StateVector, offset: int = 1) -> None:
        held = {s.icao24: s for s in states}
        shard = Shard("a-log", partition, offset, snapshot_time=time, states=held)
        self.store.put(live_view.frame_key(shard), self.streams.encode_shard(shard))

    def track(self, icao24: str, partition: int | None = 0, **span: int) -> list[int]:
        since, until = span.get("since", TIME), span.get("until", TIME + 3_600)
        states, _ = self.frames.track(icao24, since, until, partition)
        return [s.last_contact - TIME for s in states]


@pytest.fixture
def archive() -> Archive:
    return Archive()


def seen(icao24: str, at: int) -> StateVector:
    return state(icao24, last_contact=TIME + at, time_position=TIME + at, snapshot_time=TIME + at)


def test_a_key_is_read_as_it_is_written() -> None:
    shard = Shard("log-with-hyphens", 7, 42, snapshot_time=TIME)
    key = live_view.frame_key(shard)
    assert FrameKey.parse(key) == (TIME, 7, "log-with-hyphens", 42, key)
    assert FrameKey.parse("frames/x/y") is None and FrameKey.parse("frames/1") is None


def test_a_track_is_each_report_once_in_the_order_of_time(archive: Archive) -> None:
    archive.keep(0, TIME, seen(A, 0), seen(B, 0))
    archive.keep(0, TIME + 30, seen(A, 0), seen(B, 30))
    archive.keep(0, TIME + 60, seen(A, 55), seen(B, 60))
    assert archive.track(A) == [0, 55]


def test_a_track_reads_the_aircrafts_own_partition_only(archive: Archive) -> None:
    archive.keep(0, TIME, seen(A, 0))
    archive.keep(1, TIME, seen(B, 0))
    archive.track(A)
    assert [key.rsplit("/")[-1][:5] for key in archive.store.read] == ["00000"]


def test_a_frame_is_read_once(archive: Archive) -> None:
    archive.keep(0, TIME, seen(A, 0))
    archive.track(A)
    archive.track(A)
    assert len(archive.store.read) == 1


def test_of_several_frames_of_one_time_the_last_is_the_whole(archive: Archive) -> None:
    archive.keep(0, TIME, seen(B, 0), offset=1)
    archive.keep(0, TIME, seen(A, 0), seen(B, 0), offset=2)
    assert archive.track(A) == [0] and len(archive.store.read) == 1


def test_a_track_ends_where_it_was_asked_to(archive: Archive) -> None:
    for at in (0, 30, 60):
        archive.keep(0, TIME + at, seen(A, at))
    assert archive.track(A, since=TIME + 1, until=TIME + 59) == [30]


def test_a_long_track_keeps_its_newest_part_and_says_so(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "MOST_FRAMES", 2)
    for at in (0, 30, 60):
        archive.keep(0, TIME + at, seen(A, at))
    states, is_cut = archive.frames.track(A, TIME, TIME + 60, 0)
    assert ([s.last_contact - TIME for s in states], is_cut) == ([30, 60], True)


def test_the_partition_of_an_aircraft_that_has_gone_is_found(archive: Archive) -> None:
    archive.keep(0, TIME, seen(B, 0))
    archive.keep(1, TIME, seen(A, 0))
    archive.keep(1, TIME + 600, seen(B, 600))
    assert archive.track(A, partition=None) == [0]
    assert archive.track("ffffff", partition=None) == []


def test_the_memory_of_frames_is_bounded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "KEPT_BYTES", 1)
    archive.keep(0, TIME, seen(A, 0))
    assert archive.track(A) == archive.track(A) == [0]
    assert len(archive.store.read) == 2


def test_a_sky_is_all_partitions_of_its_time(archive: Archive) -> None:
    archive.keep(0, TIME, seen(A, 0))
    archive.keep(1, TIME, seen(B, -10))
    sky = archive.frames.sky(TIME)
    assert ([s.icao24 for s in sky.states], sky.snapshot_time) == ([A, B], TIME)


def test_a_time_without_frames_is_not_found(archive: Archive) -> None:
    with pytest.raises(NotFound):
        archive.frames.sky(TIME)


def test_times_are_listed_once_each_with_both_ends(archive: Archive) -> None:
    for at in (0, 30, 60):
        for partition in (0, 1):
            archive.keep(partition, TIME + at)
    assert archive.frames.times(TIME + 30, TIME + 60) == [TIME + 30, TIME + 60]


def test_a_damaged_frame_is_said_to_be_damaged(archive: Archive) -> None:
    archive.store.put(f"frames/{TIME:010d}/00000-a-log-{1:020d}.arrow.zst", b"no frame")
    with pytest.raises(Unavailable, match="a frame is damaged"):
        archive.track(A)
