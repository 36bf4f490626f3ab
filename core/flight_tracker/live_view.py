"""The live view: the newest state of each aircraft, one shard a partition.

Pure. A shard is replaced as a whole by compare-and-swap, so whatever happens to a batch (retries,
two consumers, a crash) its records count once: those below `next_offset` are skipped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from flight_tracker.kafka_record import Record
from flight_tracker.state_vector import CLOCK_TOLERANCE, StateVector

MAX_POSITION_AGE_SECONDS = 300
"""An aircraft whose position is older than this, by the stream's clock, is not current."""

FEED_SOURCES = frozenset({"opensky", "readsb", "replay", "simulation"})
"""The sources that move the stream's clock. A producer that posts states does not."""


class Time(NamedTuple):
    """The stream's clock, and when its newest record was written, both in Unix seconds. In a
    recording they are years apart; while a feed stands still its clock does, too."""

    clock: int
    written: int = 0


@dataclass(frozen=True, slots=True)
class Shard:
    """What the live view knows of one partition.

    `log_id` names the life of the topic that `next_offset` counts in. `newest_timestamp` is of the
    newest record applied, `epoch` the feed's beginning, both in milliseconds. `snapshot_time` is
    the stream's clock in Unix seconds.
    """

    log_id: str
    partition: int
    next_offset: int = 0
    newest_timestamp: int = 0
    epoch: int = 0
    snapshot_time: int = 0
    states: Mapping[str, StateVector] = field(default_factory=dict)

    @property
    def time(self) -> "Time":
        return Time(self.snapshot_time, self.newest_timestamp // 1000)


EXTENSION = ".arrow.zst"
"""Of shards and frames; files of a release that wrote them otherwise have another."""


def key(topic: str, partition: int) -> str:
    """Where the shard lies in the object store."""
    return f"live/{topic}/{partition:05d}{EXTENSION}"


def frame_key(shard: Shard) -> str:
    """Where the immutable copy of this shard lies: by time, then partition and offset.

    Where no feed tells the time it is the one at which the newest record was written.
    """
    name = f"{shard.partition:05d}-{shard.log_id}-{shard.next_offset:020d}"
    return f"frames/{shard.snapshot_time or shard.time.written:010d}/{name}{EXTENSION}"


def went_back(shard: Shard, log_id: str, records: list[Record]) -> bool:
    """Whether offsets have started again although the log's name is the same.

    A repeated batch carries the timestamps that it had; a topic made anew carries later ones.
    """
    if shard.log_id != log_id or not records:
        return False
    last = records[-1]
    return last.offset < shard.next_offset and last.timestamp > shard.newest_timestamp


def apply(
    shard: Shard,
    log_id: str,
    epoch: int,
    records: list[Record],
    states: Iterable[tuple[Record, StateVector]],
) -> Shard:
    """The shard after a batch: `records` are all of it, `states` the good ones.

    The later `last_contact` wins, so a late record never moves an aircraft back. What is posted
    ahead of the stream's clock never wins against the feed.
    """
    base = _started(shard, log_id, epoch)
    first = base.next_offset
    fresh = [s for record, s in states if record.offset >= first and record.timestamp >= epoch]
    feeds = [state.snapshot_time for state in fresh if state.source in FEED_SOURCES]
    clock = max([base.snapshot_time, *feeds])
    newest = dict(base.states)
    for state in fresh:
        known = newest.get(state.icao24)
        if known is None or _order(state, clock) >= _order(known, clock):
            newest[state.icao24] = state
    after = replace(
        base,
        next_offset=max(first, records[-1].offset + 1),
        newest_timestamp=max(base.newest_timestamp, max(record.timestamp for record in records)),
        snapshot_time=clock,
    )
    now = after.time
    return replace(after, states={k: s for k, s in newest.items() if _is_heard(s, now)})


def missing_before(shard: Shard, log_id: str, first_offset: int) -> int:
    """Records that the log has dropped between this shard and a batch that starts here."""
    if shard.log_id != log_id or shard.next_offset == 0:
        return 0
    return max(0, first_offset - shard.next_offset)


@dataclass(frozen=True, slots=True)
class Sky:
    """The current aircraft of all shards, in the order of their addresses.

    `unplaced` are by address those that were heard lately, but without a current position.
    """

    snapshot_time: int | None
    states: list[StateVector]
    unplaced: Mapping[str, StateVector] = field(default_factory=dict)


def merge(shards: Iterable[Shard], *, epoch: int, not_before: int = 0) -> Sky:
    """One sky out of the shards of this epoch. `not_before`: an empty snapshot at that time."""
    mine = [shard for shard in shards if shard.epoch >= epoch]
    clock = max([shard.snapshot_time for shard in mine] + [not_before])
    if not clock:
        times = (state.snapshot_time for shard in mine for state in shard.states.values())
        clock = max(times, default=0)
    newest: dict[str, StateVector] = {}
    for shard in mine:
        for icao24, state in shard.states.items():
            known = newest.get(icao24)
            if known is None or _order(state, clock) > _order(known, clock):
                newest[icao24] = state
    now = Time(clock, max((shard.time.written for shard in mine), default=0))
    states, unplaced = [], {}
    for icao24 in sorted(newest):
        if is_current(state := newest[icao24], now):
            states.append(state)
        elif _is_heard(state, now):
            unplaced[icao24] = state
    return Sky(clock or None, states, unplaced)


def is_current(state: StateVector, now: Time) -> bool:
    """Has a position that is not older than MAX_POSITION_AGE_SECONDS."""
    return (
        state.latitude is not None
        and state.time_position is not None
        and _age(state, state.time_position, now) <= MAX_POSITION_AGE_SECONDS
    )


def heard_at(state: StateVector, clock: int) -> int:
    """When it was heard, as the stream tells the time: what is ahead of it is heard now."""
    return clock if _is_ahead(state, clock) else state.last_contact


def _is_heard(state: StateVector, now: Time) -> bool:
    return _age(state, state.last_contact, now) <= MAX_POSITION_AGE_SECONDS


def _age(state: StateVector, moment: int, now: Time) -> int:
    """Seconds since then by the stream's clock. What was posted after the feed's last snapshot also
    ages by what is written since: the feed may stand still, or be a recording."""
    if state.source in FEED_SOURCES or state.snapshot_time <= now.clock:
        return now.clock - moment
    reached = now.written if _is_ahead(state, now.clock) else now.clock
    return max(reached - moment, now.written - state.snapshot_time)


def _is_ahead(state: StateVector, clock: int) -> bool:
    """Posted, and further ahead of the stream's clock than clocks differ: of another time."""
    return state.source not in FEED_SOURCES and state.last_contact > clock + CLOCK_TOLERANCE


def _order(state: StateVector, clock: int) -> tuple[bool, int, int]:
    """The greater wins."""
    return not _is_ahead(state, clock), state.last_contact, state.snapshot_time


def _started(shard: Shard, log_id: str, epoch: int) -> Shard:
    """The shard ready for a batch: emptied by a new feed, counting anew in a new log."""
    if shard.epoch < epoch:
        shard = replace(shard, epoch=epoch, snapshot_time=0, states={})
    if shard.log_id != log_id:
        shard = replace(shard, log_id=log_id, next_offset=0, newest_timestamp=0)
    return shard
