"""The live view: which state wins, what begins anew, and what counts once."""

from dataclasses import replace
from itertools import permutations
from typing import Any

import pytest

from flight_tracker.kafka_record import Record
from flight_tracker.live_view import (
    Shard,
    Time,
    apply,
    frame_key,
    heard_at,
    is_current,
    key,
    merge,
    missing_before,
    went_back,
)
from flight_tracker.state_vector import StateVector, decode
from tests.skies import TIME, records, state

LOG = "log-1"
EMPTY = Shard(LOG, 0)
A, B = "00000a", "00000b"


def applied(
    shard: Shard, batch: list[Record], *, log_id: str = LOG, epoch: int | None = None
) -> Shard:
    good = [(record, decode(record.value or b"")) for record in batch]
    return apply(shard, log_id, shard.epoch if epoch is None else epoch, batch, good)


def shown(*states: StateVector, **changes: Any) -> Shard:
    """A shard with these states, as one batch brought them."""
    return applied(EMPTY, records(*states, **changes))


def test_a_batch_brings_its_states_and_where_it_ended() -> None:
    shard = shown(state(A), state(B), first=7, timestamp=5_000)
    assert set(shard.states) == {A, B}
    assert (shard.next_offset, shard.newest_timestamp, shard.snapshot_time) == (9, 5_000, TIME)


def test_the_later_contact_wins() -> None:
    later = state(A, last_contact=TIME + 1, velocity=99.0)
    assert shown(state(A), later).states[A] == later


def test_a_late_record_never_moves_an_aircraft_back() -> None:
    shard = applied(shown(state(A)), records(state(A, last_contact=TIME - 1), first=1))
    assert shard.states[A] == state(A)
    assert shard.next_offset == 2


def test_the_order_of_arrival_does_not_matter() -> None:
    states = [state(A, last_contact=TIME - n, velocity=float(n)) for n in range(4)]
    assert {shown(*order).states[A] for order in permutations(states)} == {states[0]}


def test_of_equal_contacts_the_later_snapshot_wins() -> None:
    first, second = state(A), state(A, snapshot_time=TIME + 10, squawk="7700")
    assert shown(first, second).states[A] == second
    assert shown(second, first).states[A] == second


def test_a_repeated_batch_changes_nothing() -> None:
    batch = records(state(A), state(B))
    shard = applied(EMPTY, batch)
    assert applied(shard, batch) == shard


def test_an_overlapping_batch_counts_its_new_records_only() -> None:
    shard = shown(state(A), state(A, last_contact=TIME + 5))
    overlap = records(state(B), state(A, last_contact=TIME + 9), first=1)
    after = applied(shard, overlap)
    assert (set(after.states), after.next_offset) == ({A}, 3)


def test_a_bad_record_is_passed_over_and_counted() -> None:
    batch = [*records(state(A)), *records(state(B), first=1)]
    after = apply(EMPTY, LOG, 0, batch, [(batch[0], state(A))])
    assert (set(after.states), after.next_offset) == ({A}, 2)


def test_a_new_epoch_empties_the_shard() -> None:
    old = shown(state(A), timestamp=1_000)
    new = applied(old, records(state(B), first=1, timestamp=2_000), epoch=2_000)
    assert (set(new.states), new.epoch, new.next_offset) == ({B}, 2_000, 2)


def test_the_clock_of_a_new_epoch_may_be_earlier() -> None:
    past = state(B, snapshot_time=1_000, last_contact=1_000, time_position=None)
    batch = records(past, first=1, timestamp=2_000)
    assert applied(shown(state(A), timestamp=1_000), batch, epoch=2_000).snapshot_time == 1_000


def test_an_older_epoch_does_not_empty_the_shard() -> None:
    shard = applied(EMPTY, records(state(A), timestamp=3_000), epoch=2_000)
    after = applied(shard, records(state(B), first=1, timestamp=3_000), epoch=1_000)
    assert (set(after.states), after.epoch) == ({A, B}, 2_000)


def test_records_older_than_the_epoch_are_counted_and_ignored() -> None:
    late = records(state(A), timestamp=1_999) + records(state(B), first=1, timestamp=2_000)
    after = applied(EMPTY, late, epoch=2_000)
    assert (set(after.states), after.next_offset) == ({B}, 2)


def test_a_new_log_counts_anew_and_keeps_the_states() -> None:
    old = shown(state(A), first=500)
    new = applied(old, records(state(B)), log_id="log-2")
    assert (set(new.states), new.log_id, new.next_offset) == ({A, B}, "log-2", 1)


def test_the_newest_timestamp_of_a_new_log_is_its_own() -> None:
    old = shown(state(A), timestamp=9_000)
    assert applied(old, records(state(B), timestamp=8_000), log_id="2").newest_timestamp == 8_000


def test_an_aircraft_not_heard_for_five_minutes_leaves_the_shard() -> None:
    shard = shown(state(A), state(B, last_contact=TIME + 1))
    now = {"snapshot_time": TIME + 301, "last_contact": TIME + 301}
    after = applied(shard, records(state("00000c", **now), first=2))
    assert set(after.states) == {B, "00000c"}


def test_a_state_from_another_producer_does_not_move_the_clock() -> None:
    ahead = state(B, source="my-radar", snapshot_time=TIME + 9_999, last_contact=TIME)
    shard = shown(state(A), ahead)
    assert shard.snapshot_time == TIME
    assert shard.states[B] == ahead


@pytest.mark.parametrize("source", ["opensky", "readsb", "replay", "simulation"])
def test_a_feed_moves_the_clock_and_never_back(source: str) -> None:
    shard = shown(state(A, source=source), state(B, source=source, snapshot_time=TIME - 50))
    assert shard.snapshot_time == TIME


def posted(icao24: str, at: int, **changes: Any) -> StateVector:
    """What the API writes: its time is the wall's."""
    own = {"source": "ingest:field", "snapshot_time": at, "last_contact": at, "time_position": at}
    return state(icao24, **own | changes)


NOW = TIME + 100_000_000
"""The present, while a recording of TIME is played."""


def test_what_is_posted_now_does_not_replace_what_a_recording_shows() -> None:
    for order in permutations([state(A), posted(A, NOW)]):
        assert shown(*order).states[A] == state(A)
        assert merge([shown(one) for one in order], epoch=0).states == [state(A)]


def test_a_posted_state_of_the_feeds_time_replaces_an_older_one() -> None:
    newer = posted(A, TIME + 300, time_position=TIME)
    assert shown(state(A), newer).states[A] == newer


def test_a_recording_takes_its_aircraft_back_from_a_post() -> None:
    shard = applied(shown(state(B), posted(A, NOW)), records(state(A), first=2))
    assert shard.states[A] == state(A)


@pytest.mark.parametrize(("age", "shown_then"), [(300, {A, B}), (301, {A})])
def test_a_posted_aircraft_ages_while_a_recording_plays(age: int, shown_then: set[str]) -> None:
    shard = shown(state(A), posted(B, NOW), timestamp=NOW * 1000)
    assert [s.icao24 for s in merge([shard], epoch=0).states] == [A, B]
    later = records(state(A), first=2, timestamp=(NOW + age) * 1000)
    assert set(applied(shard, later).states) == shown_then
    other = applied(Shard(LOG, 1), records(state("00000c"), timestamp=(NOW + age) * 1000))
    sky = {s.icao24 for s in merge([shard, other], epoch=0).states}
    assert sky == shown_then | {"00000c"}


@pytest.mark.parametrize("moment", [TIME + 1, TIME + 200, TIME + 1_000])
def test_a_posted_aircraft_ages_while_a_feed_stands_still(moment: int) -> None:
    shard = shown(state(A), posted(B, moment), timestamp=moment * 1000)
    later = moment + 301
    after = applied(shard, records(posted("00000c", later), first=2, timestamp=later * 1000))
    assert set(after.states) == {A, "00000c"}
    assert [s.icao24 for s in merge([after], epoch=0).states] == [A, "00000c"]


def test_an_old_position_that_is_posted_is_not_current() -> None:
    old = posted(B, NOW, time_position=NOW - 301)
    assert merge([shown(state(A), old, timestamp=NOW * 1000)], epoch=0).states == [state(A)]


def test_a_recording_may_be_posted_to_in_its_own_time() -> None:
    mine = posted(B, NOW, last_contact=TIME, time_position=TIME)
    assert merge([shown(state(A), mine, timestamp=NOW * 1000)], epoch=0).states == [state(A), mine]


def test_a_state_of_another_time_is_heard_when_the_stream_says() -> None:
    assert heard_at(posted(A, NOW), TIME) == TIME
    assert heard_at(posted(A, TIME + 300), TIME) == TIME + 300
    assert heard_at(state(A, last_contact=TIME - 7), TIME) == TIME - 7


@pytest.mark.parametrize(
    ("log_id", "offset", "timestamp", "answer"),
    [
        pytest.param(LOG, 4, 6_000, True, id="offsets again, later records"),
        pytest.param(LOG, 4, 5_000, False, id="a repeated batch"),
        pytest.param(LOG, 10, 6_000, False, id="the next batch"),
        pytest.param("log-2", 4, 6_000, False, id="a log of another name"),
    ],
)
def test_a_topic_made_anew_is_known_by_its_timestamps(
    log_id: str, offset: int, timestamp: int, answer: bool
) -> None:
    shard = Shard(LOG, 0, next_offset=10, newest_timestamp=5_000)
    assert went_back(shard, log_id, records(state(), first=offset, timestamp=timestamp)) is answer


def test_an_empty_batch_has_not_gone_back() -> None:
    assert not went_back(replace(EMPTY, next_offset=10), LOG, [])


@pytest.mark.parametrize(
    ("shard", "log_id", "first", "missing"),
    [
        (replace(EMPTY, next_offset=10), LOG, 15, 5),
        (replace(EMPTY, next_offset=10), LOG, 10, 0),
        (replace(EMPTY, next_offset=10), LOG, 3, 0),
        (replace(EMPTY, next_offset=10), "log-2", 15, 0),
        (EMPTY, LOG, 15, 0),
    ],
)
def test_records_that_the_log_has_dropped_are_counted(
    shard: Shard, log_id: str, first: int, missing: int
) -> None:
    assert missing_before(shard, log_id, first) == missing


@pytest.mark.parametrize(("age", "answer"), [(0, True), (300, True), (301, False)])
def test_an_aircraft_is_current_for_300_seconds(age: int, answer: bool) -> None:
    assert is_current(state(time_position=TIME - age), Time(TIME)) is answer


def test_an_aircraft_without_a_position_is_not_current() -> None:
    assert not is_current(state(latitude=None, longitude=None), Time(TIME))
    assert not is_current(state(time_position=None), Time(TIME))


def test_a_sky_is_all_shards_in_the_order_of_the_addresses() -> None:
    sky = merge([shown(state(B)), shown(state(A), partition=1)], epoch=0)
    assert ([s.icao24 for s in sky.states], sky.snapshot_time) == ([A, B], TIME)


def test_who_is_heard_without_a_current_position_is_not_in_the_sky_but_known() -> None:
    dumb, old = state(A, latitude=None, longitude=None), state(B, time_position=TIME - 301)
    gone = state("00000c", latitude=None, longitude=None, last_contact=TIME - 300)
    later = state("00000d", snapshot_time=TIME + 1)
    sky = merge([shown(dumb, old, gone), shown(later)], epoch=0)
    assert (sky.states, sky.unplaced) == ([later], {A: dumb, B: old})


def test_an_aircraft_in_two_shards_is_shown_once_and_newest() -> None:
    newer = state(A, last_contact=TIME + 5)
    for shards in permutations([shown(state(A)), shown(newer)]):
        assert merge(shards, epoch=0).states == [newer]


def test_the_newest_shard_tells_the_time_for_all() -> None:
    later = state(B, snapshot_time=TIME + 400, time_position=TIME + 400, last_contact=TIME + 400)
    sky = merge([shown(state(A)), shown(later)], epoch=0)
    assert (sky.states, sky.snapshot_time) == ([later], TIME + 400)


def test_shards_of_an_older_epoch_are_not_shown() -> None:
    new = applied(EMPTY, records(state(B), timestamp=2_000), epoch=2_000)
    assert [s.icao24 for s in merge([shown(state(A)), new], epoch=2_000).states] == [B]


def test_an_empty_snapshot_lets_the_sky_grow_old() -> None:
    sky = merge([shown(state(A))], epoch=0, not_before=TIME + 300)
    assert (sky.states, sky.snapshot_time) == ([], TIME + 300)


def test_without_a_feed_the_newest_state_tells_the_time() -> None:
    mine = state(A, source="my-radar")
    assert merge([shown(mine)], epoch=0).snapshot_time == TIME


def test_nothing_known_is_an_empty_sky_without_a_time() -> None:
    sky = merge([], epoch=0)
    assert (sky.snapshot_time, sky.states) == (None, [])


def test_keys_sort_as_their_numbers_do() -> None:
    assert key("flights.states", 7) == "live/flights.states/00007.arrow.zst"
    shard = Shard(LOG, 7, next_offset=12, snapshot_time=999)
    assert frame_key(shard) == "frames/0000000999/00007-log-1-00000000000000000012.arrow.zst"


def test_a_frame_of_posts_alone_has_the_time_at_which_they_were_written() -> None:
    shard = shown(posted(A, NOW), timestamp=NOW * 1000 + 7)
    assert frame_key(shard).startswith(f"frames/{NOW:010d}/")
