"""Consuming a batch: landed, dead-lettered, shown; once, whatever happens."""

import io
from typing import Any

import pytest
from arro3.io import read_parquet

from flight_tracker import feed
from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat
from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.consuming import SWAP_ATTEMPTS, Consumer, ConsumeReport
from flight_tracker.errors import Conflict, Unavailable
from flight_tracker.feed import Feed
from flight_tracker.kafka_record import Record
from flight_tracker.live_view import Shard
from flight_tracker.ports import ObjectStore, StoredObject
from flight_tracker.state_vector import encode
from tests.skies import TIME, record, records, state

LOG, STATES, REJECTED = "log-1", "flights.states", "flights.rejected"
LIVE = f"live/{STATES}/00000.arrow.zst"
SECONDS = 5.0
A, B, C = "00000a", "00000b", "00000c"
STREAMS, TABLES = ArrowStreamFormat(), ParquetTableFormat()


@pytest.fixture
def store() -> ObjectStore:
    return ObstoreObjectStore("memory://")


@pytest.fixture
def log() -> MemoryStateLog:
    return MemoryStateLog()


def consumer(store: ObjectStore, log: MemoryStateLog, log_id: str = LOG) -> Consumer:
    return Consumer(store, log, STREAMS, TABLES, REJECTED, lambda: log_id)


@pytest.fixture
def consume(store: ObjectStore, log: MemoryStateLog) -> Any:
    def consumed(batch: list[Record], log_id: str = LOG) -> ConsumeReport:
        place = (batch[0].topic, batch[0].partition)
        return consumer(store, log, log_id).consume({place: batch}, SECONDS)

    return consumed


def keys(store: ObjectStore, folder: str) -> list[str]:
    return [key for key, _ in store.list(folder)]


def body(store: ObjectStore, key: str) -> bytes:
    stored = store.get(key)
    assert stored is not None
    return stored.body


def live(store: ObjectStore) -> Shard:
    return STREAMS.decode_shard(body(store, LIVE))


def landed_offsets(store: ObjectStore) -> list[int]:
    files = [body(store, key) for key in keys(store, "landing/flight_states")]
    tables = [read_parquet(io.BytesIO(file)).read_all() for file in files]
    return [offset for table in tables for offset in table["kafka_offset"].to_pylist()]


class Interrupted:
    """A store where, before each of the first `times` swaps, something else happens."""

    def __init__(self, store: ObjectStore, times: int, before_swap: Any) -> None:
        self._store, self._times, self._before_swap = store, times, before_swap
        self.get, self.list, self.delete = store.get, store.list, store.delete

    def put(self, key: str, body: bytes, *, if_match: str | None = "*") -> None:
        if key == LIVE and self._times:
            self._times -= 1
            self._before_swap()
        self._store.put(key, body, if_match=if_match)


def test_a_batch_is_landed_under_its_offsets(store: ObjectStore, consume: Any) -> None:
    report = consume(records(state(A), state(B), first=41, partition=3))
    name = f"{41:020d}-{42:020d}"
    assert keys(store, "landing") == [f"landing/flight_states/{LOG}/00003/{name}.parquet"]
    assert report == ConsumeReport(records=2, landed=2)


def test_a_batch_is_shown_and_its_frame_is_kept(store: ObjectStore, consume: Any) -> None:
    consume(records(state(A), state(B)))
    assert (set(live(store).states), live(store).next_offset) == ({A, B}, 2)
    assert keys(store, "frames") == [f"frames/{TIME:010d}/00000-{LOG}-{2:020d}.arrow.zst"]
    assert body(store, keys(store, "frames")[0]) == body(store, LIVE)


def test_every_partition_has_a_shard_of_its_own(store: ObjectStore, log: MemoryStateLog) -> None:
    places = {(STATES, n): records(state(f"{n:06x}"), partition=n) for n in range(3)}
    assert consumer(store, log).consume(places, SECONDS).landed == 3
    assert keys(store, "live") == [f"live/{STATES}/{n:05d}.arrow.zst" for n in range(3)]


def test_an_event_without_records_needs_no_broker(store: ObjectStore, log: MemoryStateLog) -> None:
    away = Consumer(store, log, STREAMS, TABLES, REJECTED, lambda: 1 / 0)  # type: ignore[arg-type, return-value]
    assert away.consume({}, SECONDS) == ConsumeReport()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (record(b"<html>", 1), "not JSON"),
        (record(b'{"icao24": "4b1816"}', 1), "last_contact: missing; snapshot_time: missing"),
        (record(encode(state(A)), 1, headers=(("schema", b"v/2"),)), "schema 'v/2' is not"),
        (record(b"", 1), "the value is empty"),
        (record(None, 1), "a tombstone"),
        pytest.param(record(b"x" * 1_000_000, 1), "not JSON", id="1 MB"),
    ],
)
def test_a_bad_record_is_dead_lettered_with_reason_and_origin(
    store: ObjectStore, log: MemoryStateLog, consume: Any, bad: Record, reason: str
) -> None:
    report = consume([*records(state(A)), bad, *records(state(B), first=2)])
    (letter,) = log.topics[REJECTED]
    headers = dict(letter.headers)
    assert (letter.key, letter.value) == (bad.key, bad.value)
    assert headers["reason"].startswith(reason.encode())
    assert (headers["topic"], headers["partition"], headers["offset"]) == (
        STATES.encode(),
        b"0",
        b"1",
    )
    assert (report.landed, report.rejected, sum(report.reasons.values())) == (2, 1, 1)
    assert set(live(store).states) == {A, B}


def test_a_value_too_large_for_a_letter_is_parked(
    store: ObjectStore, log: MemoryStateLog, consume: Any
) -> None:
    consume([record(b"x" * 1_100_000, 7)])
    (letter,) = log.topics[REJECTED]
    kept = dict(letter.headers)["object"].decode()
    assert kept == f"rejected/{LOG}/{STATES}/00000-{7:020d}"
    assert (letter.value, body(store, kept)) == (None, b"x" * 1_100_000)


def test_a_batch_of_bad_records_only_moves_the_shard_on(store: ObjectStore, consume: Any) -> None:
    report = consume([record(b"x", 4), record(b"y", 5)])
    assert (report.landed, report.rejected, live(store).next_offset) == (0, 2, 6)
    assert keys(store, "landing") == []


def test_a_schema_need_not_be_named(store: ObjectStore, consume: Any) -> None:
    assert consume([record(encode(state(A)), headers=())]).landed == 1


def test_a_report_counts_twenty_different_reasons(consume: Any) -> None:
    bad = [record(b"{}", n, headers=(("schema", b"%d" % n),)) for n in range(25)]
    report = consume([*bad, record(b"{}", 25, headers=(("schema", b"0"),))])
    assert (len(report.reasons), report.rejected) == (20, 26)
    assert report.reasons["schema '0' is not 'state-vector/1'"] == 2


def test_a_repeated_batch_changes_nothing(store: ObjectStore, consume: Any) -> None:
    batch = records(state(A), state(B))
    consume(batch)
    before = store.list("")
    again = consume(batch)
    assert store.list("") == before
    assert (again.lost_swaps, again.missing) == (0, 0)


def test_overlapping_batches_count_each_record_once(store: ObjectStore, consume: Any) -> None:
    whole = records(state(A), state(B), state(C))
    consume(whole[:2])
    report = consume(whole[1:])
    assert (set(live(store).states), live(store).next_offset) == ({A, B, C}, 3)
    assert (sorted(set(landed_offsets(store))), report.missing) == ([0, 1, 2], 0)


def test_records_that_the_log_dropped_are_reported(consume: Any) -> None:
    consume(records(state(A)))
    assert consume(records(state(B), first=10)).missing == 9


def test_of_two_consumers_at_once_one_loses_the_swap_and_tries_again(
    store: ObjectStore, log: MemoryStateLog
) -> None:
    first, second = records(state(A)), records(state(A), state(B))
    other = consumer(store, log)
    busy = Interrupted(store, 1, lambda: other.consume({(STATES, 0): first}, SECONDS))
    report = consumer(busy, log).consume({(STATES, 0): second}, SECONDS)
    assert (report.lost_swaps, report.missing) == (1, 0)
    assert (set(live(store).states), live(store).next_offset) == ({A, B}, 2)


def test_the_loser_has_nothing_to_do_where_the_winner_had_its_records(
    store: ObjectStore, log: MemoryStateLog
) -> None:
    batch = {(STATES, 0): records(state(A))}
    busy = Interrupted(store, 1, lambda: consumer(store, log).consume(batch, SECONDS))
    assert consumer(busy, log).consume(batch, SECONDS).lost_swaps == 1
    assert live(store).next_offset == 1


def test_a_swap_that_is_lost_for_ever_is_given_up(store: ObjectStore, log: MemoryStateLog) -> None:
    def lose() -> None:
        raise Conflict("changed")

    busy = Interrupted(store, 99, lose)
    with pytest.raises(Unavailable, match=f"{SWAP_ATTEMPTS} swaps lost in a row"):
        consumer(busy, log).consume({(STATES, 0): records(state(A))}, SECONDS)


def test_nothing_is_lost_where_the_log_is_away(
    store: ObjectStore, log: MemoryStateLog, consume: Any
) -> None:
    batch = [*records(state(A)), record(b"bad", 1)]
    log.is_away = True
    with pytest.raises(Unavailable, match="1 records not confirmed"):
        consume(batch)
    assert store.get(LIVE) is None  # so the batch still counts as new
    log.is_away = False
    report = consume(batch)
    assert (report.landed, report.rejected, landed_offsets(store)) == (1, 1, [0])
    assert len(log.topics[REJECTED]) == 1
    assert (set(live(store).states), live(store).next_offset) == ({A}, 2)


def test_offsets_that_start_again_are_refused_before_anything_is_landed(
    store: ObjectStore, log: MemoryStateLog, consume: Any
) -> None:
    consume(records(state(A), first=500))
    before = store.list("")
    later = [*records(state(B), timestamp=TIME * 1000 + 1), record(b"x", 1, timestamp=TIME * 1001)]
    with pytest.raises(Unavailable, match=r"went back from offset 501 to 1 .*KAFKA_LOG_ID"):
        consume(later)
    assert (store.list(""), log.topics) == (before, {})


def test_a_new_log_id_takes_the_topic_made_anew(store: ObjectStore, consume: Any) -> None:
    consume(records(state(A), first=500))
    assert consume(records(state(B), timestamp=TIME * 1000 + 1), "log-2").missing == 0
    assert (live(store).log_id, live(store).next_offset) == ("log-2", 1)
    assert set(live(store).states) == {A, B}


def test_a_new_epoch_empties_the_live_view(store: ObjectStore, consume: Any) -> None:
    consume(records(state(A)))
    store.put(feed.KEY, feed.encode(Feed(epoch=TIME * 1000 + 5)))
    consume(records(state(B), first=1, timestamp=TIME * 1000 + 5))
    assert (set(live(store).states), live(store).epoch) == ({B}, TIME * 1000 + 5)


def test_records_of_the_rejected_topic_are_landed(store: ObjectStore, consume: Any) -> None:
    letters = [record(b"bad", n, topic=REJECTED, headers=(("reason", b"why"),)) for n in (8, 9)]
    report = consume(letters)
    (key,) = keys(store, "landing")
    assert key == f"landing/rejected_states/{LOG}/00000/{8:020d}-{9:020d}.parquet"
    table = read_parquet(io.BytesIO(body(store, key))).read_all()
    assert (table["reason"].to_pylist(), report.landed) == (["why"] * 2, 2)
    assert keys(store, "live") == []


def test_a_store_that_is_away_fails_the_batch(store: ObjectStore, log: MemoryStateLog) -> None:
    class Away(Interrupted):
        def put(self, key: str, body: bytes, *, if_match: str | None = "*") -> None:
            raise Unavailable("object store: away")

    with pytest.raises(Unavailable, match="away"):
        consumer(Away(store, 0, None), log).consume({(STATES, 0): records(state(A))}, SECONDS)


def test_a_damaged_shard_fails_the_batch(store: ObjectStore, consume: Any) -> None:
    store.put(LIVE, b"")
    with pytest.raises(Unavailable, match="damaged"):
        consume(records(state(A)))
    assert store.get(LIVE) == StoredObject(b"", store.list("live")[0][1])
