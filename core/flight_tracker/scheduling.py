"""Pause, resume or slow down the polls, and see whether the poller has taken it."""

from dataclasses import dataclass

from flight_tracker import feed, schedule
from flight_tracker.ports import Clock, ObjectStore
from flight_tracker.schedule import Schedule


@dataclass(frozen=True, slots=True)
class ScheduleReport:
    """What is wanted, and what the poller did last. Times are Unix seconds."""

    is_paused: bool
    interval: float | None
    reason: str
    changed_at: int
    last_poll_at: float | None
    is_taken: bool
    """Whether the poller does as wanted: has stopped, has polled since, or has said that it polls
    as often as that."""


@dataclass(frozen=True, slots=True)
class Scheduling:
    """The use case with its ports. All may raise Unavailable."""

    store: ObjectStore
    clock: Clock

    def pause(self, reason: str) -> ScheduleReport:
        """From the next call on nothing is polled."""
        known = self._wanted()
        return self._write(Schedule(is_paused=True, interval=known.interval, reason=reason))

    def resume(self) -> ScheduleReport:
        """Polls go on, as often as was wanted before."""
        return self._write(Schedule(interval=self._wanted().interval))

    def cadence(self, interval: float | None) -> ScheduleReport:
        """One poll in `interval` seconds at most; None is as deployed."""
        known = self._wanted()
        wanted = Schedule(is_paused=known.is_paused, interval=interval, reason=known.reason)
        return self._write(wanted)

    def report(self) -> ScheduleReport:
        wanted = self._wanted()
        stored = self.store.get(feed.KEY)
        known = feed.decode(stored.body if stored else None)
        has_polled = (known.last_poll_at or 0) >= wanted.since
        has_stopped = (known.late_reason or "").startswith(schedule.PAUSED)
        goes_on = has_polled or (known.interval == wanted.interval and not has_stopped)
        return ScheduleReport(
            is_paused=wanted.is_paused,
            interval=wanted.interval,
            reason=wanted.reason,
            changed_at=wanted.since,
            last_poll_at=known.last_poll_at,
            is_taken=has_stopped if wanted.is_paused else goes_on,
        )

    def _wanted(self) -> Schedule:
        stored = self.store.get(schedule.KEY)
        return schedule.decode(stored.body if stored else None)

    def _write(self, wanted: Schedule) -> ScheduleReport:
        wanted.since = int(self.clock())
        self.store.put(schedule.KEY, schedule.encode(wanted))
        return self.report()
