"""How often somebody may ask, counted in fixed windows of one process."""

from collections import OrderedDict
from typing import NamedTuple

WINDOW = 60
"""Seconds, from the first request of a client on."""

MOST_CLIENTS = 20_000
"""Counted at the same time; where more come, who began first is forgotten."""


class Taken(NamedTuple):
    """What is left after a request: of the quota, and of the window in whole seconds."""

    is_allowed: bool
    remaining: int
    reset: int


class RateLimits:
    """Counts of one process."""

    def __init__(self, most: int = MOST_CLIENTS) -> None:
        self._most = most
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, client: str, quota: int, now: float) -> Taken:
        """Count a request of this client. `now` in seconds, of a clock that may go back."""
        began, count = self._windows.get(client, (now, 0))
        if not 0 <= now - began < WINDOW:
            began, count = now, 0
            self._windows.pop(client, None)
        is_allowed = count < quota
        self._windows[client] = began, count + is_allowed
        while len(self._windows) > self._most:
            self._windows.popitem(last=False)
        reset = max(1, round(began + WINDOW - now))
        return Taken(is_allowed, quota - count - is_allowed, reset)
