"""The live view: the newest state of each aircraft, one shard a partition.

Pure. A shard is replaced as a whole by compare-and-swap, so whatever happens to a batch (retries,
two consumers, a crash) its records count once: those below `next_offset` are skipped.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flight_tracker.kafka_record import Record
from flight_tracker.state_vector import StateVector

MAX_POSITION_AGE_SECONDS = 300
"""An aircraft whose position is older than this, by the stream's clock, is not current."""

FEED_SOURCES = frozenset({"opensky", "readsb", "replay", "simulation"})
"""The sources that move the stream's clock. A producer that posts states does not."""


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


EXTENSION = ".arrow.zst"
"""Of shards and frames; files of a release that wrote them otherwise have another."""


def key(topic: str, partition: int) -> str:
    """Where the shard lies in the object store."""
    return f"live/{topic}/{partition:05d}{EXTENSION}"


def frame_key(shard: Shard) -> str:
    """Where the immutable copy of this shard lies: by time, then partition and offset."""
    name = f"{shard.partition:05d}-{shard.log_id}-{shard.next_offset:020d}"
    return f"frames/{shard.snapshot_time:010d}/{name}{EXTENSION}"


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

    The later `last_contact` wins, so a late record never moves an aircraft back.
    """
    base = _started(shard, log_id, epoch)
    newest = dict(base.states)
    clock, count_from = base.snapshot_time, base.next_offset
    for record, state in states:
        if record.offset < count_from or record.timestamp < epoch:
            continue
        known = newest.get(state.icao24)
        if known is None or _order(state) >= _order(known):
            newest[state.icao24] = state
        if state.source in FEED_SOURCES and state.snapshot_time > clock:
            clock = state.snapshot_time
    oldest = clock - MAX_POSITION_AGE_SECONDS
    return replace(
        base,
        next_offset=max(count_from, records[-1].offset + 1),
        newest_timestamp=max(base.newest_timestamp, max(record.timestamp for record in records)),
        snapshot_time=clock,
        states={icao24: s for icao24, s in newest.items() if s.last_contact >= oldest},
    )


def missing_before(shard: Shard, log_id: str, first_offset: int) -> int:
    """Records that the log has dropped between this shard and a batch that starts here."""
    if shard.log_id != log_id or shard.next_offset == 0:
        return 0
    return max(0, first_offset - shard.next_offset)


@dataclass(frozen=True, slots=True)
class Sky:
    """The current aircraft of all shards, in the order of their addresses."""

    snapshot_time: int | None
    states: list[StateVector]


def merge(shards: Iterable[Shard], *, epoch: int, not_before: int = 0) -> Sky:
    """One sky out of the shards of this epoch. `not_before`: an empty snapshot at that time."""
    mine = [shard for shard in shards if shard.epoch >= epoch]
    newest: dict[str, StateVector] = {}
    for shard in mine:
        for icao24, state in shard.states.items():
            known = newest.get(icao24)
            if known is None or _order(state) > _order(known):
                newest[icao24] = state
    clock = max([shard.snapshot_time for shard in mine] + [not_before])
    if not clock:
        clock = max((state.snapshot_time for state in newest.values()), default=0)
    states = [newest[icao24] for icao24 in sorted(newest) if is_current(newest[icao24], clock)]
    return Sky(clock or None, states)


def is_current(state: StateVector, clock: int) -> bool:
    """Has a position that is not older than MAX_POSITION_AGE_SECONDS at `clock`."""
    return (
        state.latitude is not None
        and state.time_position is not None
        and clock - state.time_position <= MAX_POSITION_AGE_SECONDS
    )


def _order(state: StateVector) -> tuple[int, int]:
    return state.last_contact, state.snapshot_time


def _started(shard: Shard, log_id: str, epoch: int) -> Shard:
    """The shard ready for a batch: emptied by a new feed, counting anew in a new log."""
    if shard.epoch < epoch:
        shard = replace(shard, epoch=epoch, snapshot_time=0, states={})
    if shard.log_id != log_id:
        shard = replace(shard, log_id=log_id, next_offset=0, newest_timestamp=0)
    return shard
