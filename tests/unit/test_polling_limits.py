"""Polling within limits: what a server asks of us binds every later invocation."""

import pytest

from flight_tracker.errors import RateLimited, Unavailable
from flight_tracker.snapshot import Credits
from tests.skies import STATES, TIME, Stage, snapshot, state

MIDNIGHT = 1_700_006_400


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.mark.parametrize(("retry_after", "seconds"), [(120.0, 120), (22_688.0, 22_688), (None, 60)])
def test_a_429_is_remembered_by_a_new_poller(
    stage: Stage, retry_after: float | None, seconds: int
) -> None:
    with pytest.raises(RateLimited):
        stage.poller(RateLimited("429", retry_after)).poll(10)
    stage.clock.now += seconds - 0.5
    unasked = stage.source()
    report = stage.poller(source=unasked).poll(10)
    assert unasked.asked_after == []
    assert (report.skipped or "").startswith("opensky asked us to wait until 2023-11-1")
    assert report.next_poll_at == TIME + seconds
    stage.clock.now += 0.5
    assert stage.poller(snapshot(state())).poll(10).published == 1


def test_a_429_is_told_to_those_who_ask(stage: Stage) -> None:
    with pytest.raises(RateLimited):
        stage.poller(RateLimited("OpenSky answered 429", 120)).poll(10)
    known = stage.feed
    assert known.blocked_until == {"opensky": TIME + 120}
    assert (known.error, known.late_reason) == ("OpenSky answered 429", "OpenSky answered 429")
    assert known.next_poll_at == TIME + 120


def test_a_429_of_one_source_does_not_bind_another(stage: Stage) -> None:
    with pytest.raises(RateLimited):
        stage.poller(RateLimited("429", 9_000)).poll(10)
    readsb = stage.source(snapshot(state()), name="readsb")
    assert stage.poller(source=readsb).poll(10).published == 1
    assert stage.feed.blocked_until == {"opensky": TIME + 9_000}


def test_credits_stretch_the_cadence_for_a_new_poller_too(stage: Stage) -> None:
    stage.clock.now = MIDNIGHT
    first = snapshot(state(), time=MIDNIGHT, credits=Credits(4, 4_000, 400))
    report = stage.poller(first).poll(10)
    assert report.next_poll_at == MIDNIGHT + 864
    stage.clock.now += 861
    unasked = stage.source()
    skipped = stage.poller(source=unasked).poll(10)
    assert unasked.asked_after == []
    assert skipped.skipped == (
        "polled every 864 s instead of 30 s to stay within OpenSky's credits "
        "(4 a poll, 4000 a day, 400 left)"
    )
    assert skipped.next_poll_at == MIDNIGHT + 864


def test_a_poll_may_come_two_seconds_early(stage: Stage) -> None:
    stage.clock.now = MIDNIGHT
    stage.poller(snapshot(state(), time=MIDNIGHT, credits=Credits(4, 4_000, 400))).poll(10)
    stage.clock.now += 862
    assert stage.poller(snapshot(state(), time=MIDNIGHT + 860)).poll(10).published == 1


def test_the_credits_left_are_told_to_those_who_ask(stage: Stage) -> None:
    stage.poller(snapshot(state(), credits=Credits(1, 4_000, 3_999))).poll(10)
    assert (stage.feed.credits_remaining, stage.feed.late_reason) == (3_999, None)


def test_a_cadence_of_our_own_binds_nobody(stage: Stage) -> None:
    stage.poller(snapshot(state())).poll(10)
    stage.clock.now += 1
    assert stage.poller(snapshot(state(), time=TIME + 1)).poll(10).published == 1


def test_auto_shows_opensky_where_it_answers(stage: Stage) -> None:
    opensky = stage.source(snapshot(state()), snapshot(state(), time=TIME + 30))
    auto = stage.poller(source=opensky, fallback=stage.source(name="simulation"))
    auto.poll(10)
    assert (stage.feed.source, stage.feed.reason) == ("opensky", "OpenSky answered")
    assert opensky.asked_after == [None]  # what the try brought is what was published
    stage.clock.now += 30
    assert auto.poll(10).source == "opensky"


def test_auto_falls_back_says_why_and_keeps_its_choice(stage: Stage) -> None:
    opensky = stage.source(Unavailable("no answer from opensky-network.org"))
    simulated = [snapshot(state(), time=TIME + n, source="simulation") for n in (0, 30)]
    auto = stage.poller(source=opensky, fallback=stage.source(*simulated, name="simulation"))
    for _ in simulated:
        assert auto.poll(10).source == "simulation"
        stage.clock.now += 30
    assert len(opensky.asked_after) == 1
    assert stage.feed.reason == (
        "simulated, because OpenSky cannot be shown: no answer from opensky-network.org"
    )
    assert (stage.feed.source, len(stage.log.topics[STATES])) == ("simulation", 2)


def test_auto_does_not_ask_opensky_while_it_is_blocked(stage: Stage) -> None:
    with pytest.raises(RateLimited):
        stage.poller(RateLimited("429", 9_000)).poll(10)
    opensky = stage.source()
    simulation = stage.source(snapshot(state(), source="simulation"), name="simulation")
    assert stage.poller(source=opensky, fallback=simulation).poll(10).source == "simulation"
    assert opensky.asked_after == []
    assert "OpenSky asked us to wait until 2023-11-15 00:43:20 UTC" in stage.feed.reason


def test_auto_remembers_a_429_for_the_next_process(stage: Stage) -> None:
    opensky = stage.source(RateLimited("429", 9_000))
    simulation = stage.source(snapshot(state(), source="simulation"), name="simulation")
    stage.poller(source=opensky, fallback=simulation).poll(10)
    assert stage.feed.blocked_until == {"opensky": TIME + 9_000}
    assert stage.feed.source == "simulation"


def test_auto_does_not_spend_credits_before_they_are_due(stage: Stage) -> None:
    stage.clock.now = MIDNIGHT
    first = snapshot(state(), time=MIDNIGHT, credits=Credits(4, 400))
    stage.poller(first, fallback=stage.source(name="simulation")).poll(10)
    stage.clock.now += 60
    unasked, simulation = stage.source(), stage.source(name="simulation")
    report = stage.poller(source=unasked, fallback=simulation).poll(10)
    assert (unasked.asked_after, simulation.asked_after) == ([], [])
    assert (report.source, report.next_poll_at) == ("opensky", MIDNIGHT + 864)
    assert (report.skipped or "").startswith("polled every 864 s instead of 30 s")


def test_a_new_process_of_auto_goes_back_to_opensky(stage: Stage) -> None:
    simulation = stage.source(snapshot(state(), source="simulation"), name="simulation")
    stage.poller(Unavailable("no answer"), fallback=simulation).poll(10)
    stage.clock.now += 30
    again = stage.poller(snapshot(state()), fallback=stage.source(name="simulation"))
    assert again.poll(10).source == "opensky"
    assert (stage.feed.reason, stage.feed.epoch) == ("OpenSky answered", (TIME + 30) * 1000)


def test_auto_gives_opensky_a_short_while_only(stage: Stage) -> None:
    opensky = stage.source(snapshot(state()))
    stage.poller(source=opensky, fallback=stage.source(name="simulation")).poll(60)
    alone = stage.source(snapshot(state(), time=TIME + 1))
    stage.poller(source=alone).poll(60)
    assert (opensky.timeouts, alone.timeouts) == ([4.0], [59.5])
