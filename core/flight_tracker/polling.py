"""Poll a source and write what it says to the log.

What must outlive an invocation (the snapshot published last, how long OpenSky asked us to wait,
when the next poll is due) is kept in the object store, so that any number of cold starts behave as
one long-running poller would.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from flight_tracker import credits, feed, schedule
from flight_tracker.errors import ConfigError, FlightTrackerError, RateLimited, Unavailable
from flight_tracker.feed import Feed
from flight_tracker.kafka_record import dead_letter, state_record
from flight_tracker.ports import Clock, ObjectStore, StateLog, StateSource
from flight_tracker.snapshot import Snapshot
from flight_tracker.state_vector import CLOCK_TOLERANCE

EARLY = 2.0
"""Seconds that a poll may come before it is due: schedules are not exact."""

BACK_OFF = 60.0
"""Seconds to wait after a 429 that does not say how long."""

FIRST_TRY = 4.0
"""Seconds that `auto` waits for OpenSky before it shows the simulation instead."""

RESERVE = 0.5
"""Seconds of the time given that are kept to note what happened."""


@dataclass(frozen=True, slots=True)
class PollReport:
    """What one invocation did. `skipped` says why nothing was published; None if it was."""

    source: str | None = None
    snapshot_time: int | None = None
    published: int = 0
    rejected: int = 0
    skipped: str | None = None
    next_poll_at: float | None = None
    ended: bool = False


@dataclass(slots=True)
class Poller:
    """The use case with its ports.

    `fallback` is shown where `source` does not answer the first time (`FLIGHT_SOURCE=auto`); what
    was chosen then holds for the life of this object.
    """

    source: StateSource
    log: StateLog
    store: ObjectStore
    clock: Clock
    topic: str
    rejected_topic: str
    interval: float
    fallback: StateSource | None = None
    reason: str = "chosen by FLIGHT_SOURCE"
    _first: Snapshot | None = field(default=None, init=False)

    def poll(self, timeout: float) -> PollReport:
        """One poll within `timeout` seconds.

        Raises Unavailable, or ConfigError for a recording that is none, after noting why.
        """
        started = self.clock()
        deadline = started + timeout - RESERVE
        stored = self.store.get(feed.KEY)
        known = feed.decode(stored.body if stored else None)
        if why := self._held(known, started):
            return PollReport(known.source, skipped=why, next_poll_at=known.next_poll_at)
        known.last_poll_at = started
        if self.fallback is not None:
            self._choose(known, self.fallback, deadline)
        if why := self._not_yet(known):
            return PollReport(known.source, skipped=why, next_poll_at=known.next_poll_at)
        try:
            snapshot = self._first or self._fetch(known, deadline)
            self._first = None
            return self._publish(known, snapshot, deadline)
        except (Unavailable, ConfigError) as error:
            self._note(known, error)
            raise

    def _held(self, known: Feed, now: float) -> str | None:
        """Why an operator wants no poll now; what is new about it is noted for those who ask."""
        stored = self.store.get(schedule.KEY)
        wanted = schedule.decode(stored.body if stored else None)
        noted = known.interval, known.late_reason
        known.interval = max(self.interval, wanted.interval or 0)
        why = wanted.hold(known.last_poll_at, now, EARLY)
        if why is None:
            return None
        if wanted.is_paused:
            known.late_reason, known.next_poll_at = why, None
        else:
            if (known.late_reason or "").startswith(schedule.PAUSED):
                known.late_reason = None
            due = (known.last_poll_at or now) + known.interval
            known.next_poll_at = max(due, known.next_poll_at or 0)
        if noted != (known.interval, known.late_reason):
            self.store.put(feed.KEY, feed.encode(known))
        return why

    def _choose(self, known: Feed, fallback: StateSource, deadline: float) -> None:
        """Try the source once; where it does not answer, show the fallback and say why."""
        self.fallback = None
        if self._not_yet(known) and not self._blocked(known):
            self.reason = known.reason
            return  # it answered an earlier process, and its next poll is not due yet
        try:
            if until := self._blocked(known):
                raise RateLimited(f"OpenSky asked us to wait until {_clock_time(until)}", None)
            self._first = self._fetch(known, min(deadline, self.clock() + FIRST_TRY))
            self.reason = "OpenSky answered"
        except Unavailable as error:
            self.reason = f"simulated, because OpenSky cannot be shown: {error}"
            self.source = fallback

    def _not_yet(self, known: Feed) -> str | None:
        """Why the source must not be asked now; None if it may be.

        Only what a server asks of us binds across invocations; a cadence of our own is the
        schedule's affair.
        """
        if until := self._blocked(known):
            return f"{self.source.name} asked us to wait until {_clock_time(until)}"
        due = known.next_poll_at or 0
        is_stretched = known.source == self.source.name and known.late_reason is not None
        return known.late_reason if is_stretched and self.clock() + EARLY < due else None

    def _blocked(self, known: Feed) -> float | None:
        until = known.blocked_until.get(self.source.name, 0)
        return until if self.clock() < until else None

    def _fetch(self, known: Feed, deadline: float) -> Snapshot:
        after = known.snapshot_time if known.feed == self.source.feed else None
        try:
            snapshot = self.source.fetch(after, max(0.1, deadline - self.clock()))
        except RateLimited as error:
            wait = BACK_OFF if error.retry_after is None else error.retry_after
            known.blocked_until[self.source.name] = self.clock() + wait
            raise
        ahead = snapshot.time - self.clock()
        if self.source.name in ("opensky", "readsb") and ahead > CLOCK_TOLERANCE:
            raise Unavailable(f"{self.source.name} answered a time {ahead:.0f} s in the future")
        return snapshot

    def _publish(self, known: Feed, snapshot: Snapshot, deadline: float) -> PollReport:
        if self.source.feed != known.feed:
            # Before the first record, so that the consumer knows where the new feed begins.
            _begin(known, self.source, self.clock())
            self.store.put(feed.KEY, feed.encode(known))
        skipped = _skip(known, snapshot)
        if skipped is None:
            states = (state_record(state) for state in snapshot.states)
            self.log.publish(self.topic, states, deadline - self.clock())
            letters = [
                dead_letter(None, r.value, r.reason, snapshot.source) for r in snapshot.rejected
            ]
            if letters:
                self.log.publish(self.rejected_topic, letters, deadline - self.clock())
            known.snapshot_time = snapshot.time
            known.published, known.rejected = len(snapshot.states), len(letters)
        self._plan(known, snapshot)
        self.store.put(feed.KEY, feed.encode(known))
        return PollReport(
            source=snapshot.source,
            snapshot_time=snapshot.time,
            published=0 if skipped else known.published,
            rejected=0 if skipped else known.rejected,
            skipped=skipped,
            next_poll_at=known.next_poll_at,
            ended=known.ended,
        )

    def _plan(self, known: Feed, snapshot: Snapshot) -> None:
        """Note when the next poll is due and, where that is later than wanted, why."""
        pause, late = known.interval, None
        if snapshot.credits is not None:
            pause = credits.interval(snapshot.credits, wanted=known.interval, now=self.clock())
            late = credits.explain(snapshot.credits, wanted=known.interval, actual=pause)
            known.credits_remaining = snapshot.credits.remaining
        elif snapshot.next_in is not None:
            pause = snapshot.next_in
        started = known.last_poll_at or self.clock()
        known.next_poll_at = None if snapshot.ended else started + pause
        known.source, known.reason, known.ended = snapshot.source, self.reason, snapshot.ended
        known.late_reason, known.error = late, None

    def _note(self, known: Feed, error: FlightTrackerError) -> None:
        """Keep what went wrong for the next invocation and for those who ask why."""
        until = self._blocked(known)
        known.next_poll_at = until or (known.last_poll_at or self.clock()) + known.interval
        known.late_reason = f"{error}" if until else None
        known.error = str(error)
        if known.source is None:
            known.source, known.reason = self.source.name, self.reason
        self.store.put(feed.KEY, feed.encode(known))


def _begin(known: Feed, source: StateSource, now: float) -> None:
    """Another feed: nothing of it has been published, and its records are the ones from now on."""
    known.feed, known.source, known.epoch = source.feed, source.name, int(now * 1000)
    known.snapshot_time, known.credits_remaining = None, None
    known.published = known.rejected = 0


def _skip(known: Feed, snapshot: Snapshot) -> str | None:
    if known.snapshot_time is None or snapshot.time > known.snapshot_time:
        return None
    if snapshot.time == known.snapshot_time:
        return f"the snapshot of {snapshot.time} is already published"
    return f"time went back from {known.snapshot_time} to {snapshot.time}"


def _clock_time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"


def rewind(store: ObjectStore, seen: int | None) -> None:
    """Forget a snapshot that was published and never consumed: its log is gone.

    `seen` is the newest snapshot in the live view. For a broker that keeps nothing over a restart.
    """
    stored = store.get(feed.KEY)
    if stored is None:
        return
    known = feed.decode(stored.body)
    if known.published and known.snapshot_time is not None and (seen or 0) < known.snapshot_time:
        known.snapshot_time = seen
        store.put(feed.KEY, feed.encode(known))
