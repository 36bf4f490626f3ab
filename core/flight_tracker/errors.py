"""What went wrong, named by what the edge should do about it.

FlightTrackerError
├── ConfigError      stop at cold start; lists every wrong setting
├── BadRecord        dead-letter the record with its reason and go on
├── Unavailable      fail the invocation; the platform tries again
│   ├── RateLimited  the same, but not before `retry_after` seconds
│   └── Asleep       the warehouse stands still to save its price; the live view does not need it
├── Conflict         somebody else wrote first: read again and retry
└── NotFound         404
"""

from collections.abc import Sequence


class FlightTrackerError(Exception):
    """The root: whatever this project raises on purpose."""


class ConfigError(FlightTrackerError):
    """Settings that cannot work. `errors` holds one sentence for each of them."""

    def __init__(self, errors: Sequence[str]) -> None:
        super().__init__("\n".join(errors))
        self.errors = list(errors)


class BadRecord(FlightTrackerError):
    """A record that is not a state vector. `reason` names every field at fault."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Unavailable(FlightTrackerError):
    """Something outside did not do its part; trying again later may help."""


class RateLimited(Unavailable):
    """OpenSky answered 429. `retry_after` is in seconds, None where it did not say."""

    def __init__(self, message: str, retry_after: float | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Asleep(Unavailable):
    """The SQL warehouse is stopped, and a question is no reason to start it."""


class Conflict(FlightTrackerError):
    """A conditional write lost: the object has changed, or exists already."""


class NotFound(FlightTrackerError):
    """Asked for something that is not there."""
