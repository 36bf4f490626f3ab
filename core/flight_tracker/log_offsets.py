"""What is asked of a Kafka cluster by those who only count."""

from typing import NamedTuple, Protocol


class LogEnds(NamedTuple):
    """What a topic's partition holds: its first offset, and that of the record to come."""

    first: int
    next: int


class LogOffsets(Protocol):
    """A Kafka cluster, for counting what is in it."""

    def cluster_id(self, timeout: float) -> str:
        """As that of StateLog."""

    def ends(self, topic: str, timeout: float) -> dict[int, LogEnds]:
        """Of each partition; of a topic that is not there none. Raises Unavailable."""

    def written_at(self, topic: str, partition: int, offset: int, timeout: float) -> float | None:
        """When the first record from this offset on was written, Unix time; None where none is.

        Raises Unavailable.
        """
