"""The live view: what is read again, and what stands in for what cannot be read."""

from typing import Any

import pytest

from flight_tracker import feed
from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Unavailable
from flight_tracker.feed import Feed
from flight_tracker.live_view import Shard, Sky, key
from flight_tracker.querying import UNREADABLE, LiveView, View
from flight_tracker.state_vector import StateVector
from tests.shards import newer_version
from tests.skies import TIME, Clock, state

TOPIC = "flights.states"
A, B, C = "00000a", "00000b", "00000c"


class CountingStreams(ArrowStreamFormat):
    """Counts the shards that it decodes."""

    decoded = 0

    def decode_shard(self, body: bytes) -> Shard:
        self.decoded += 1
        return super().decode_shard(body)


class Watch:
    """A live view over a store in memory, with a clock that a test moves."""

    def __init__(self) -> None:
        self.store = ObstoreObjectStore("memory://")
        self.streams = CountingStreams()
        self.clock = Clock()
        self.live = LiveView(self.store, self.streams, self.clock, TOPIC)

    def shard(self, partition: int, *states: StateVector, **changes: Any) -> None:
        fields = {"snapshot_time": TIME, "states": {s.icao24: s for s in states}} | changes
        body = self.streams.encode_shard(Shard("log", partition, **fields))
        self.store.put(key(TOPIC, partition), body)

    def note(self, **changes: Any) -> None:
        self.store.put(feed.KEY, feed.encode(Feed(**changes)))

    def look(self) -> View:
        self.clock.now += 1
        return self.live.view()

    def seen(self) -> list[str]:
        return [s.icao24 for s in self.look().sky.states]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_view_is_all_shards_together(watch: Watch) -> None:
    watch.shard(0, state(B))
    watch.shard(1, state(A))
    assert (watch.seen(), watch.look().sky.snapshot_time) == ([A, B], TIME)


def test_an_empty_store_is_an_empty_sky(watch: Watch) -> None:
    assert (watch.look().sky, watch.look().feed) == (Sky(None, []), Feed())


def test_only_a_shard_that_changed_is_decoded_again(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.shard(1, state(B))
    watch.look()
    watch.look()
    assert watch.streams.decoded == 2
    watch.shard(1, state(C))
    assert (watch.seen(), watch.streams.decoded) == ([A, C], 3)


def test_one_look_answers_for_half_a_second(watch: Watch) -> None:
    watch.shard(0, state(A))
    first = watch.look()
    watch.shard(0, state(B))
    assert watch.live.view() is first
    watch.clock.now += 0.25
    assert watch.live.view() is first
    watch.clock.now += 0.25
    assert watch.live.view().sky.states == [state(B)]


def test_a_clock_that_goes_back_does_not_stop_the_view(watch: Watch) -> None:
    watch.look()
    watch.shard(0, state(A))
    watch.clock.now -= 3_600
    assert watch.seen() == [A]


def test_the_version_stays_while_nothing_changes(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.note(source="opensky", last_poll_at=1.0)
    first = watch.look()
    watch.note(source="opensky", last_poll_at=2.0)
    second = watch.look()
    assert (first.version, first.sky) == (second.version, second.sky)
    assert second.feed.last_poll_at == 2.0


@pytest.mark.parametrize(
    "change",
    [
        lambda watch: watch.shard(0, state(B)),
        lambda watch: watch.shard(1, state(B)),
        lambda watch: watch.note(epoch=5),
        lambda watch: watch.note(source="opensky"),
        lambda watch: watch.note(snapshot_time=TIME + 99, published=0),
        lambda watch: watch.store.delete(key(TOPIC, 0)),
    ],
)
def test_the_version_changes_with_what_is_shown(watch: Watch, change: Any) -> None:
    watch.shard(0, state(A))
    before = watch.look().version
    change(watch)
    assert watch.look().version != before


def test_shards_of_an_older_epoch_are_not_shown(watch: Watch) -> None:
    watch.shard(0, state(A), epoch=1_000)
    watch.shard(1, state(B), epoch=2_000)
    watch.note(epoch=2_000)
    assert watch.seen() == [B]


def test_an_empty_snapshot_empties_the_sky_in_time(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.note(snapshot_time=TIME + 300, published=0)
    assert (watch.seen(), watch.look().sky.snapshot_time) == ([], TIME + 300)


def test_the_last_good_shard_stands_in_for_one_that_is_missing(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.look()
    watch.store.delete(key(TOPIC, 0))
    assert (watch.seen(), watch.look().problem) == ([A], UNREADABLE)


def test_a_shard_of_another_feed_is_not_missed(watch: Watch) -> None:
    watch.shard(0, state(A), epoch=1)
    watch.look()
    watch.store.delete(key(TOPIC, 0))
    watch.note(epoch=2)
    assert (watch.seen(), watch.look().problem) == ([], None)


@pytest.mark.parametrize(
    "body", [b"", b"no shard", newer_version(state(B))], ids=["empty", "bad", "newer"]
)
def test_the_last_good_shard_stands_in_until_the_bad_one_is_replaced(
    watch: Watch, body: bytes
) -> None:
    watch.shard(0, state(A))
    before = watch.look()
    watch.store.put(key(TOPIC, 0), body)
    during = watch.look()
    assert during.sky == before.sky and during.version != before.version
    assert during.problem == UNREADABLE
    watch.shard(0, state(C))
    assert (watch.seen(), watch.look().problem) == ([C], None)


def test_the_last_good_view_is_shown_while_the_notes_are_damaged(watch: Watch) -> None:
    watch.shard(0, state(A))
    before = watch.look()
    watch.store.put(feed.KEY, b"{")
    during = watch.look()
    assert (during.sky, during.problem is None) == (before.sky, False)
    assert watch.look().version == during.version != before.version
    watch.note(source="opensky")
    assert watch.look().problem is None


def test_the_feeds_clock_may_go_back_with_another_feed(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.look()
    early = state(B, snapshot_time=9, last_contact=9, time_position=9)
    watch.shard(0, early, epoch=7, snapshot_time=9)
    watch.note(epoch=7)
    assert (watch.seen(), watch.look().sky.snapshot_time) == ([B], 9)
    assert watch.live.changes.since(TIME) is None


def test_what_was_worked_out_is_kept_while_the_state_is_the_same(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.shard(1, state(B))
    before = watch.look().index.by_icao24
    watch.shard(1, state(B, velocity=1.0))
    after = watch.look().index.by_icao24
    assert after[A] is before[A] and after[B] is not before[B]


def test_an_aircraft_is_in_the_partition_that_its_shard_is_of(watch: Watch) -> None:
    watch.shard(3, state(A))
    watch.look()
    assert (watch.live.partition_of(A), watch.live.partition_of(B)) == (3, None)


def test_another_topic_is_not_shown(watch: Watch) -> None:
    body = watch.streams.encode_shard(Shard("log", 0, states={A: state(A)}))
    watch.store.put(key("flights.states-2", 0), body)
    assert watch.seen() == []


def test_a_forgetful_view_reads_everything_anew(watch: Watch) -> None:
    watch.shard(0, state(A))
    watch.look()
    watch.live.forget()
    assert (watch.seen(), watch.streams.decoded) == ([A], 2)


def test_a_damaged_shard_is_said_to_be_damaged_until_it_is_replaced(watch: Watch) -> None:
    watch.store.put(key(TOPIC, 0), b"")
    with pytest.raises(Unavailable, match="damaged"):
        watch.look()
    watch.shard(0, state(A))
    assert watch.seen() == [A]
