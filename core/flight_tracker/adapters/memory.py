"""The ports in memory, for tests and for trying things out."""

import time
from collections.abc import Iterable, Sequence

from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.log_offsets import LogEnds
from flight_tracker.ports import Clock, LoadResult, TableStatus
from flight_tracker.snapshot import Snapshot


class MemorySource:
    """Answers with one prepared snapshot after the other; an exception is raised instead."""

    def __init__(self, *answers: Snapshot | Exception, name: str = "opensky") -> None:
        self.name = name
        self.feed = f"{name}:memory"
        self.answers = list(answers)
        self.asked_after: list[int | None] = []

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        self.asked_after.append(after)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


class MemoryStateLog:
    """Keeps what is written by topic, in one partition. `is_away` makes it refuse; `dropped` are
    the first records of a topic, as many as it does not hold any more."""

    def __init__(self, clock: Clock = time.time) -> None:
        self.topics: dict[str, list[NewRecord]] = {}
        self.dropped: dict[str, int] = {}
        self.is_away = False
        self._clock = clock
        self._times: dict[str, list[float]] = {}

    def publish(self, topic: str, records: Iterable[NewRecord], timeout: float) -> int:
        written = list(records)
        if self.is_away:
            raise Unavailable(f"Kafka topic {topic}: {len(written)} records not confirmed")
        self.topics.setdefault(topic, []).extend(written)
        self._times.setdefault(topic, []).extend(self._clock() for _ in written)
        return len(written)

    def cluster_id(self, timeout: float) -> str:
        self._check()
        return "memory"

    def ends(self, topic: str, timeout: float) -> dict[int, LogEnds]:
        self._check()
        if topic not in self.topics:
            return {}
        return {0: LogEnds(self.dropped.get(topic, 0), len(self.topics[topic]))}

    def written_at(self, topic: str, partition: int, offset: int, timeout: float) -> float | None:
        self._check()
        times = self._times.get(topic, [])[max(offset, self.dropped.get(topic, 0)) :]
        return times[0] if times and partition == 0 else None

    def _check(self) -> None:
        if self.is_away:
            raise Unavailable("Kafka: away")


class MemoryLakehouse:
    """Counts the files that it is given."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}

    def migrate(self) -> None:
        pass

    def loaded(self) -> set[str]:
        return set(self.files)

    def load(self, table: str, files: Sequence[tuple[str, bytes]], loaded_at: float) -> LoadResult:
        self.files |= {key: table for key, _ in files}
        return LoadResult(len(files), {})

    def tables(self) -> dict[str, TableStatus]:
        names = set(self.files.values())
        return {name: TableStatus(list(self.files.values()).count(name), 1, 1) for name in names}
