"""A snapshot: what a source answered to one question."""

from dataclasses import dataclass, field

from flight_tracker.state_vector import StateVector


@dataclass(frozen=True, slots=True)
class RejectedState:
    """A row that is not a state vector, as it came, and why."""

    value: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Credits:
    """A source that is metered: what a poll costs and what is left (None: not said)."""

    cost: int
    daily: int
    remaining: int | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The sky at `time` (Unix s), as one source saw it.

    `next_in` is when the source itself has more, in seconds; None leaves the cadence to the
    settings. `ended` says that nothing will follow.
    """

    time: int
    source: str
    states: list[StateVector]
    rejected: list[RejectedState] = field(default_factory=list)
    credits: Credits | None = None
    next_in: float | None = None
    ended: bool = False
