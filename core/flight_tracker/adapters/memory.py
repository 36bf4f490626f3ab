"""The ports in memory, for tests and for trying things out."""

from collections.abc import Iterable, Sequence

from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.ports import LoadResult, TableStatus
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
    """Keeps what is written by topic. `is_away` makes it refuse."""

    def __init__(self) -> None:
        self.topics: dict[str, list[NewRecord]] = {}
        self.is_away = False

    def publish(self, topic: str, records: Iterable[NewRecord], timeout: float) -> int:
        written = list(records)
        if self.is_away:
            raise Unavailable(f"Kafka topic {topic}: {len(written)} records not confirmed")
        self.topics.setdefault(topic, []).extend(written)
        return len(written)

    def cluster_id(self, timeout: float) -> str:
        if self.is_away:
            raise Unavailable("Kafka: away")
        return "memory"


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
