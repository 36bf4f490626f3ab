"""The credit governor, against OpenSky's own figures."""

from pathlib import Path

import pytest

from flight_tracker.credits import (
    ANONYMOUS_DAILY,
    LICENSED_DAILY,
    STANDARD_DAILY,
    budget,
    cost,
    explain,
    interval,
    seconds_to_refill,
)
from flight_tracker.geo import BoundingBox
from flight_tracker.settings import Settings
from flight_tracker.snapshot import Credits
from flight_tracker.wiring import jobs as wiring_jobs

MIDNIGHT = 1_700_006_400
FEEDER_DAILY = 8_000


@pytest.mark.parametrize(
    ("degrees", "credits"),
    [(0.01, 1), (25, 1), (25.1, 2), (100, 2), (100.1, 3), (400, 3), (400.1, 4)],
)
def test_a_poll_costs_by_the_area_of_its_box(degrees: float, credits: int) -> None:
    assert cost(BoundingBox(0, 0, 10, degrees / 10)) == credits


def test_the_world_costs_the_most() -> None:
    assert cost(None) == cost(BoundingBox(-90, -180, 90, 180)) == 4


@pytest.mark.parametrize(
    ("daily", "seconds"),
    [
        (ANONYMOUS_DAILY, [216, 432, 648, 864]),
        (STANDARD_DAILY, [21.6, 43.2, 64.8, 86.4]),
        (FEEDER_DAILY, [10.8, 21.6, 32.4, 43.2]),
        (LICENSED_DAILY, [5, 5, 5, 5]),
    ],
)
def test_the_budget_of_a_day_lasts_a_day(daily: int, seconds: list[float]) -> None:
    spread = [interval(Credits(c, daily), wanted=5, now=MIDNIGHT) for c in (1, 2, 3, 4)]
    assert spread == pytest.approx(seconds)


def test_polls_are_never_closer_than_wanted() -> None:
    assert interval(Credits(1, STANDARD_DAILY), wanted=30, now=MIDNIGHT) == 30
    assert interval(Credits(1, STANDARD_DAILY, 4_000), wanted=30, now=MIDNIGHT + 86_000) == 30


@pytest.mark.parametrize(
    ("remaining", "left", "seconds"),
    [(4_000, 86_400, 86.4), (2_000, 43_200, 86.4), (100, 3600, 144)],
)
def test_what_is_left_is_spread_to_midnight(remaining: int, left: int, seconds: float) -> None:
    now = MIDNIGHT + 86_400 - left
    spread = interval(Credits(4, STANDARD_DAILY, remaining), wanted=5, now=now)
    assert spread == pytest.approx(seconds)


@pytest.mark.parametrize("remaining", [0, 3])
def test_a_poll_that_cannot_be_paid_waits_for_midnight(remaining: int) -> None:
    credits = Credits(4, STANDARD_DAILY, remaining)
    assert interval(credits, wanted=30, now=MIDNIGHT - 7_200) == 7_200
    assert interval(credits, wanted=30, now=MIDNIGHT - 5) == 30


def test_the_licensed_tier_waits_for_the_next_hour_only() -> None:
    assert interval(Credits(4, LICENSED_DAILY, 0), wanted=5, now=MIDNIGHT + 3_000) == 600


@pytest.mark.parametrize(
    ("daily", "now", "seconds"),
    [
        (STANDARD_DAILY, MIDNIGHT, 86_400),
        (STANDARD_DAILY, MIDNIGHT - 1.5, 1.5),
        (LICENSED_DAILY, MIDNIGHT + 3_599, 1),
        (LICENSED_DAILY - 1, MIDNIGHT + 3_599, 82_801),
    ],
)
def test_credits_are_refilled_by_the_tier(daily: int, now: float, seconds: float) -> None:
    assert seconds_to_refill(now, daily) == seconds


def test_a_stretched_cadence_is_explained() -> None:
    assert explain(Credits(4, 400), wanted=30, actual=864) == (
        "polled every 864 s instead of 30 s to stay within OpenSky's credits (4 a poll, 400 a day)"
    )
    assert "(1 a poll, 400 a day, 7 left)" in (
        explain(Credits(1, 400, 7), wanted=30, actual=99) or ""
    )


def test_a_cadence_as_wanted_needs_no_words() -> None:
    assert explain(Credits(4, 400), wanted=900, actual=900) is None


@pytest.mark.parametrize(
    ("daily", "has_account", "expected"),
    [(None, False, ANONYMOUS_DAILY), (None, True, STANDARD_DAILY), (8_000, True, 8_000)],
)
def test_a_day_has_the_credits_of_the_tier_unless_it_is_told(
    daily: int | None, has_account: bool, expected: int
) -> None:
    assert budget(None, daily, has_account=has_account) == Credits(4, expected)


def test_the_polls_of_a_day_are_expected_as_opensky_allows_them(tmp_path: Path) -> None:
    settings = Settings.from_env({"DATA_DIR": str(tmp_path), "POLL_INTERVAL_SECONDS": "30"})
    interval = wiring_jobs.reporting(settings).completing.interval
    assert (interval("simulation"), interval(None), interval("opensky")) == (30, 30, 864)
