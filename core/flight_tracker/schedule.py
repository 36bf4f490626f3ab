"""What an operator wants of the polls, over what the platform's schedule does. Pure.

The platform calls as often as it was deployed to; here it is told to pause, or to be slower. One
small object in the store, so it holds wherever the poller runs.
"""

from datetime import UTC, datetime

import msgspec

from flight_tracker.errors import Unavailable

KEY = "state/schedule.json"
PAUSED = "polling is paused"


class Schedule(msgspec.Struct, kw_only=True):
    """`interval`: seconds between two polls, None as deployed. `since`: of this wish, Unix time."""

    is_paused: bool = False
    interval: float | None = None
    since: int = 0
    reason: str = ""

    def hold(self, last_poll_at: float | None, now: float, early: float) -> str | None:
        """Why this call must not poll, in a sentence; None if it may. `early`: seconds that one
        may come before its time."""
        if self.is_paused:
            started = f"{datetime.fromtimestamp(self.since, UTC):%Y-%m-%d %H:%M} UTC"
            return f"{PAUSED} since {started}" + (f": {self.reason}" if self.reason else "")
        if self.interval is None or last_poll_at is None:
            return None
        is_soon = now + early < last_poll_at + self.interval
        return f"polled every {self.interval:g} s, as asked" if is_soon else None


def decode(body: bytes | None) -> Schedule:
    """The stored wish; none where nothing is stored. Unavailable where it is damaged."""
    if body is None:
        return Schedule()
    try:
        return msgspec.json.decode(body, type=Schedule)
    except ValueError as error:
        message = f"{KEY} in the object store is damaged ({error}); delete it to poll as deployed"
        raise Unavailable(message) from error


def encode(schedule: Schedule) -> bytes:
    return msgspec.json.encode(schedule)
