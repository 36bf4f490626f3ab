"""What Kafka holds, or held, that has never landed. Pure but for the questions to Kafka."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from flight_tracker.log_offsets import LogEnds, LogOffsets
from flight_tracker.reconcile_report import Place

SECONDS = 15.0
"""For each question to Kafka."""

Range = tuple[int, int]
"""First and last offset."""


class Unlanded(NamedTuple):
    """Of one partition: what Kafka still has, what it has dropped, and when the oldest that it
    has was written, Unix time."""

    kept: int = 0
    dropped: Range | None = None
    since: float | None = None


class AskedLog(NamedTuple):
    """Where the offsets are told. `log_id` gives the name of the topics' life."""

    offsets: LogOffsets
    topic: str
    rejected_topic: str
    log_id: Callable[[], str]

    def places(self, topic: str) -> dict[Place, LogEnds]:
        """The ends of each partition, by the name that its landing files have."""
        ends = self.offsets.ends(topic, SECONDS)
        log_id = self.log_id()
        return {(log_id, partition): end for partition, end in ends.items()}

    def unlanded(
        self, topic: str, ends: Mapping[Place, LogEnds], landed: Mapping[Place, Range]
    ) -> dict[Place, Unlanded]:
        """Of each partition by what is known to have landed of it."""
        return {
            place: self._of(topic, place[1], end, landed.get(place)) for place, end in ends.items()
        }

    def _of(self, topic: str, partition: int, end: LogEnds, landed: Range | None) -> Unlanded:
        kept = list(_kept(end, landed))
        times = [self.offsets.written_at(topic, partition, first, SECONDS) for first, _ in kept]
        known = [time for time in times if time is not None]
        return Unlanded(
            sum(last - first + 1 for first, last in kept),
            _dropped(end, landed),
            min(known, default=None),
        )


def _kept(end: LogEnds, landed: Range | None) -> Iterator[Range]:
    """Before what has landed, and after it."""
    first, last = landed or (end.next, end.next - 1)
    if end.first < min(first, end.next):
        yield end.first, min(first, end.next) - 1
    if landed and max(last + 1, end.first) < end.next:
        yield max(last + 1, end.first), end.next - 1


def _dropped(end: LogEnds, landed: Range | None) -> Range | None:
    """After the last that has landed. What came before the first may be older than the tracker."""
    if landed is None or end.first <= landed[1] + 1:
        return None
    return landed[1] + 1, end.first - 1
