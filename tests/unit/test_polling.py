"""Polling: what is published, and what is not."""

from typing import Any

import pytest

from flight_tracker import feed
from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.feed import Feed
from flight_tracker.kafka_record import NewRecord
from flight_tracker.polling import PollReport, rewind
from flight_tracker.snapshot import RejectedState
from flight_tracker.state_vector import encode
from tests.skies import REJECTED, STATES, TIME, Stage, snapshot, state


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_a_snapshot_is_published_by_address_and_with_headers(stage: Stage) -> None:
    report = stage.poller(snapshot(state("00000a"), state("00000b"))).poll(10)
    headers = (("schema", b"state-vector/1"), ("source", b"opensky"))
    assert stage.log.topics == {
        STATES: [
            NewRecord(name.encode(), encode(state(name)), headers) for name in ("00000a", "00000b")
        ]
    }
    assert report == PollReport("opensky", TIME, 2, 0, None, stage.clock.now + 30, False)


def test_the_feed_remembers_what_was_published(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    known = stage.feed
    assert (known.feed, known.source, known.snapshot_time) == ("opensky:memory", "opensky", TIME)
    assert (known.published, known.rejected, known.error) == (1, 0, None)
    assert (known.last_poll_at, known.next_poll_at) == (TIME, TIME + 30)
    assert known.reason == "chosen by FLIGHT_SOURCE"


def test_a_rejected_row_goes_to_the_rejected_topic(stage: Stage) -> None:
    bad = RejectedState(b"[1,2]", "a row of 2 items")
    report = stage.poller(snapshot(state(), rejected=[bad])).poll(10)
    (letter,) = stage.log.topics[REJECTED]
    headers = dict(letter.headers)
    assert (letter.key, letter.value) == (None, b"[1,2]")
    assert (headers["reason"], headers["source"]) == (b"a row of 2 items", b"opensky")
    assert (report.published, report.rejected, stage.feed.rejected) == (1, 1, 1)


def test_an_empty_sky_is_published_as_such(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    assert stage.poller(snapshot(time=TIME + 10)).poll(10).skipped is None
    assert (stage.feed.snapshot_time, stage.feed.published) == (TIME + 10, 0)


def test_the_same_snapshot_is_not_published_twice(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    report = stage.poller(snapshot(state())).poll(10)
    assert report.skipped == f"the snapshot of {TIME} is already published"
    assert (report.published, len(stage.log.topics[STATES])) == (0, 1)


def test_a_time_that_went_back_is_skipped(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    report = stage.poller(snapshot(state(), time=TIME - 5)).poll(10)
    assert report.skipped == f"time went back from {TIME} to {TIME - 5}"
    assert (len(stage.log.topics[STATES]), stage.feed.snapshot_time) == (1, TIME)


def test_a_source_is_asked_for_what_follows_the_last_snapshot(stage: Stage) -> None:
    first, second = stage.source(snapshot(state())), stage.source(snapshot(time=TIME + 5))
    stage.poller(source=first).poll(10)
    stage.poller(source=second).poll(10)
    assert (first.asked_after, second.asked_after) == ([None], [TIME])


def test_another_feed_is_asked_from_its_beginning(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    replay = stage.source(snapshot(state(), time=TIME - 9_000), name="replay")
    report = stage.poller(source=replay).poll(10)
    assert (replay.asked_after, report.snapshot_time) == ([None], TIME - 9_000)
    assert report.skipped is None


def test_a_new_feed_begins_a_new_epoch_before_its_first_record(stage: Stage) -> None:
    seen: list[tuple[int, int | None]] = []
    stage.log.before_publish = lambda: seen.append((stage.feed.epoch, stage.feed.snapshot_time))
    stage.poller(snapshot(state())).poll(10)
    stage.clock.now += 30
    stage.poller(source=stage.source(snapshot(state()), name="readsb")).poll(10)
    assert seen == [(TIME * 1000, None), ((TIME + 30) * 1000, None)]


def test_the_same_feed_keeps_its_epoch(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    stage.clock.now += 30
    stage.poller(snapshot(state(), time=TIME + 30)).poll(10)
    assert stage.feed.epoch == TIME * 1000


def test_a_failed_delivery_is_raised_and_not_taken_for_published(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    stage.log.is_away = True
    with pytest.raises(Unavailable, match="1 records not confirmed"):
        stage.poller(snapshot(state(), time=TIME + 30)).poll(10)
    assert stage.feed.snapshot_time == TIME
    assert "not confirmed" in (stage.feed.error or "")
    stage.log.is_away = False
    assert stage.poller(snapshot(state(), time=TIME + 30)).poll(10).published == 1
    assert (stage.feed.snapshot_time, stage.feed.error) == (TIME + 30, None)


def test_the_epoch_of_a_new_feed_outlives_a_failed_delivery(stage: Stage) -> None:
    """Some of its records may be in the log."""
    stage.log.is_away = True
    with pytest.raises(Unavailable):
        stage.poller(snapshot(state())).poll(10)
    assert (stage.feed.feed, stage.feed.epoch) == ("opensky:memory", TIME * 1000)


def test_a_failed_letter_is_raised_and_not_taken_for_published(stage: Stage) -> None:
    stage.log.away_topics = {REJECTED}
    bad = RejectedState(b"x", "why")
    with pytest.raises(Unavailable):
        stage.poller(snapshot(state(), rejected=[bad])).poll(10)
    assert stage.feed.snapshot_time is None
    stage.log.away_topics = set()
    assert stage.poller(snapshot(state(), rejected=[bad])).poll(10).rejected == 1


@pytest.mark.parametrize("error", [Unavailable("no answer"), ConfigError(["REPLAY_PATH: gone"])])
def test_a_failed_poll_is_noted_and_raised(stage: Stage, error: Exception) -> None:
    with pytest.raises(type(error)):
        stage.poller(error).poll(10)
    known = stage.feed
    assert (known.error, known.source) == (str(error), "opensky")
    assert (known.last_poll_at, known.next_poll_at) == (TIME, TIME + 30)
    assert stage.log.topics == {}


def test_an_answer_clears_the_error(stage: Stage) -> None:
    with pytest.raises(Unavailable):
        stage.poller(Unavailable("no answer")).poll(10)
    stage.poller(snapshot(state())).poll(10)
    assert stage.feed.error is None


@pytest.mark.parametrize("source", ["opensky", "readsb"])
def test_an_answer_from_the_future_is_none(stage: Stage, source: str) -> None:
    ahead = stage.source(snapshot(state(), time=TIME + 301), name=source)
    with pytest.raises(Unavailable, match=f"{source} answered a time 301 s in the future"):
        stage.poller(source=ahead).poll(10)
    assert (stage.feed.snapshot_time, stage.log.topics) == (None, {})


def test_a_clock_may_be_five_minutes_off_and_a_replay_any_time(stage: Stage) -> None:
    assert stage.poller(snapshot(state(), time=TIME + 300)).poll(10).published == 1
    replay = stage.source(snapshot(state(), time=TIME + 9_000), name="replay")
    assert stage.poller(source=replay).poll(10).published == 1


@pytest.mark.parametrize(("next_in", "due"), [(7.5, 7.5), (None, 30)])
def test_a_source_may_say_when_it_has_more(stage: Stage, next_in: Any, due: float) -> None:
    report = stage.poller(snapshot(state(), next_in=next_in)).poll(10)
    assert report.next_poll_at == stage.feed.next_poll_at == TIME + due


def test_after_the_end_no_poll_is_due(stage: Stage) -> None:
    report = stage.poller(snapshot(state(), ended=True)).poll(10)
    assert (report.ended, report.next_poll_at) == (True, None)
    assert (stage.feed.ended, stage.feed.next_poll_at) == (True, None)


@pytest.mark.parametrize(
    ("published", "seen", "left"), [(1, None, None), (1, 5, 5), (1, TIME, TIME), (0, 5, TIME)]
)
def test_a_snapshot_that_nobody_saw_is_forgotten(
    stage: Stage, published: int, seen: int | None, left: int | None
) -> None:
    stage.store.put(feed.KEY, feed.encode(Feed(snapshot_time=TIME, published=published)))
    rewind(stage.store, seen)
    assert stage.feed.snapshot_time == left


def test_without_a_feed_there_is_nothing_to_forget(stage: Stage) -> None:
    rewind(stage.store, None)
    assert stage.store.get(feed.KEY) is None
