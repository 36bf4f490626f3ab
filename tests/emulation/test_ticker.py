"""Which schedules are delivered, and when."""

from typing import Any

import pytest

from emulation.ticker import SEND_BATCH, Ticker, seconds

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:load"


def schedule(target: str = SEND_BATCH, state: str = "ENABLED") -> dict[str, Any]:
    return {
        "Name": "poll",
        "State": state,
        "ScheduleExpression": "rate(1 minute)",
        "Target": {"Arn": target, "Input": "{}"},
    }


def delivered(ticker: Ticker, now: float, **options: str) -> bool:
    return bool(list(ticker.due([schedule(**options)], now)))


def test_the_first_comes_at_once_and_the_next_after_the_interval() -> None:
    ticker = Ticker(everything=False)
    assert [delivered(ticker, now) for now in (0, 1, 59, 60, 61)] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_paused_schedule_owes_nothing_when_it_goes_on() -> None:
    ticker = Ticker(everything=False)
    delivered(ticker, 0)
    assert not delivered(ticker, 600, state="DISABLED")
    assert [delivered(ticker, now) for now in (601, 602)] == [True, False]


def test_a_function_is_called_only_where_the_emulator_does_not() -> None:
    assert not delivered(Ticker(everything=False), 0, target=FUNCTION)
    assert delivered(Ticker(everything=True), 0, target=FUNCTION)


@pytest.mark.parametrize("expression", ["rate(30 seconds)", "cron(* * * * ? *)", "rate(1 hour)"])
def test_what_the_modules_do_not_make_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match="not a rate"):
        seconds(expression)
