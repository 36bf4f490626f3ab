"""The credit governor: how often OpenSky may be asked.

Source of the figures: OpenSky REST API, "Limitations"; credits are counted per account, or per
address for anonymous use. Pure.
"""

from typing import Final

from flight_tracker.geo import BoundingBox
from flight_tracker.snapshot import Credits

ANONYMOUS_DAILY: Final = 400
STANDARD_DAILY: Final = 4_000
LICENSED_DAILY: Final = 24 * 14_400
"""The licensed tier refills 14,400 each hour; as `OPENSKY_DAILY_CREDITS` it is this."""

DAY: Final = 86_400
HOUR: Final = 3_600


def cost(box: BoundingBox | None) -> int:
    """Credits that one `/states/all` takes, by the box's area in square degrees."""
    if box is None or box.area > 400:
        return 4
    if box.area > 100:
        return 3
    return 2 if box.area > 25 else 1


def budget(box: BoundingBox | None, daily: int | None, *, has_account: bool) -> Credits:
    """What a poll costs, and what a day has: `daily`, or that of the tier."""
    tier = STANDARD_DAILY if has_account else ANONYMOUS_DAILY
    return Credits(cost(box), daily or tier)


def seconds_to_refill(now: float, daily: int) -> float:
    """Until the next midnight UTC, or the next hour for the licensed tier."""
    period = HOUR if daily >= LICENSED_DAILY else DAY
    return period - now % period


def interval(credits: Credits, *, wanted: float, now: float) -> float:
    """Seconds between polls such that the credits last until they are refilled.

    Without a count from the server, the tier's budget is spread evenly.
    """
    if credits.remaining is None:
        return max(wanted, credits.cost * DAY / credits.daily)
    left = seconds_to_refill(now, credits.daily)
    if credits.remaining < credits.cost:
        return max(wanted, left)
    return max(wanted, credits.cost * left / credits.remaining)


def explain(credits: Credits, *, wanted: float, actual: float) -> str | None:
    """Why polls are further apart than wanted; None where they are not."""
    if actual <= wanted:
        return None
    left = "" if credits.remaining is None else f", {credits.remaining} left"
    return (
        f"polled every {actual:.0f} s instead of {wanted:g} s to stay within OpenSky's credits "
        f"({credits.cost} a poll, {credits.daily} a day{left})"
    )
