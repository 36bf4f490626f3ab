"""The polls as an operator wants them."""

import pytest

from flight_tracker import feed, schedule
from flight_tracker.errors import Unavailable
from flight_tracker.polling import PollReport
from flight_tracker.scheduling import Scheduling
from tests.skies import Stage, snapshot, state


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def polls(stage: Stage) -> Scheduling:
    return Scheduling(stage.store, stage.clock)


def poll(stage: Stage) -> PollReport:
    """By a new process; the source has something new each time."""
    return stage.poller(snapshot(state("00000a"), time=int(stage.clock.now))).poll(10)


def test_a_paused_poller_asks_nobody_and_says_why(stage: Stage, polls: Scheduling) -> None:
    polls.pause("the broker moves")
    source = stage.source()
    report = stage.poller(source=source).poll(10)
    assert report.skipped is not None and report.skipped.endswith("UTC: the broker moves")
    assert source.asked_after == []
    assert stage.feed.late_reason == report.skipped


def test_a_pause_is_taken_when_the_poller_has_been_called(stage: Stage, polls: Scheduling) -> None:
    assert not polls.pause("").is_taken
    poll(stage)
    assert polls.report().is_taken


def test_a_resumed_poller_polls_at_once(stage: Stage, polls: Scheduling) -> None:
    polls.pause("")
    poll(stage)
    assert not polls.resume().is_taken
    assert poll(stage).skipped is None
    assert polls.report().is_taken
    assert stage.feed.late_reason is None


def test_a_slower_cadence_skips_the_calls_between(stage: Stage, polls: Scheduling) -> None:
    polls.cadence(60)
    assert poll(stage).skipped is None
    stage.clock.now += 30
    assert poll(stage).skipped == "polled every 60 s, as asked"
    stage.clock.now += 30
    assert poll(stage).skipped is None
    assert stage.feed.interval == 60


def test_a_slower_cadence_is_taken_long_before_the_next_poll(
    stage: Stage, polls: Scheduling
) -> None:
    poll(stage)
    stage.clock.now += 10
    assert not polls.cadence(300).is_taken
    stage.clock.now += 20
    assert poll(stage).skipped == "polled every 300 s, as asked"
    assert polls.report().is_taken
    assert stage.feed.next_poll_at == stage.clock.now + 270


def test_a_resume_to_a_slow_cadence_is_taken_when_the_poller_has_been_called(
    stage: Stage, polls: Scheduling
) -> None:
    poll(stage)
    polls.cadence(300)
    polls.pause("")
    stage.clock.now += 30
    poll(stage)
    assert not polls.resume().is_taken
    assert poll(stage).skipped == "polled every 300 s, as asked"
    assert stage.feed.late_reason is None
    assert polls.report().is_taken


def test_a_cadence_does_not_set_aside_what_the_credits_allow(
    stage: Stage, polls: Scheduling
) -> None:
    poll(stage)
    why, due = "polled every 900 s to stay within OpenSky's credits", stage.clock.now + 900
    known = stage.feed
    known.late_reason, known.next_poll_at = why, due
    stage.store.put(feed.KEY, feed.encode(known))
    polls.cadence(300)
    stage.clock.now += 30
    assert poll(stage).skipped == "polled every 300 s, as asked"
    assert (stage.feed.late_reason, stage.feed.next_poll_at) == (why, due)


def test_a_pause_keeps_the_cadence(polls: Scheduling) -> None:
    polls.cadence(60)
    polls.pause("")
    assert polls.resume().interval == 60
    assert polls.cadence(None).interval is None


def test_a_damaged_wish_says_what_to_do(stage: Stage) -> None:
    stage.store.put(schedule.KEY, b"{")
    with pytest.raises(Unavailable, match="delete it to poll as deployed"):
        poll(stage)
