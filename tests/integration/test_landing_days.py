"""Landing files are found by the day of their rows, and each is read once."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Conflict, Unavailable
from flight_tracker.landing_days import INDEX, LandingDays
from flight_tracker.ports import StoredObject
from tests.skies import TIME, records, state

DAY = datetime.fromtimestamp(TIME, UTC).date()


class Counting(ObstoreObjectStore):
    """Counts what is read."""

    def __init__(self) -> None:
        super().__init__("memory://")
        self.read: Counter[str] = Counter()

    def get(self, key: str) -> StoredObject | None:
        self.read[key] += 1
        return super().get(key)


class Stage:
    """A store with landing files, and who searches it."""

    def __init__(self) -> None:
        self.store = Counting()

    def land(self, number: int, *days: int) -> str:
        """A file with rows of these days after DAY."""
        states = [state(snapshot_time=TIME + 86_400 * day) for day in days]
        pairs = list(zip(records(*states, first=number), states, strict=True))
        key = f"landing/flight_states/log/00000/{number:020d}-{number + len(days) - 1:020d}.parquet"
        self.store.put(key, ParquetTableFormat().encode_states(pairs, "log"))
        return key

    def files(self, day: int) -> list[str]:
        """As a process of its own finds them."""
        found: date = DAY + timedelta(days=day)
        return LandingDays(self.store, ParquetTableFormat()).files(found)

    def reads(self) -> list[int]:
        return [count for key, count in self.store.read.items() if key.startswith("landing/")]


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_many_days_read_every_file_once(stage: Stage) -> None:
    keys = [stage.land(10 * day, day) for day in range(5)]
    assert [stage.files(day) for day in range(5)] == [[key] for key in keys]
    assert stage.reads() == [1] * 5


def test_a_file_over_midnight_is_of_both_days(stage: Stage) -> None:
    key = stage.land(0, 0, 1)
    assert (stage.files(0), stage.files(1), stage.files(2)) == ([key], [key], [])


def test_files_that_come_later_are_found(stage: Stage) -> None:
    first = stage.land(0, 0)
    stage.files(0)
    second = stage.land(5, 0)
    assert stage.files(0) == [first, second]
    assert stage.reads() == [1, 1]


def test_a_file_that_was_restored_is_read_again(stage: Stage) -> None:
    key = stage.land(0, 0)
    whole = stage.store.get(key)
    assert whole is not None
    stage.store.put(key, b"x")
    assert stage.files(0) == []
    stage.store.put(key, whole.body)
    assert stage.files(0) == [key]


def test_files_that_have_expired_are_forgotten(stage: Stage) -> None:
    gone, kept = stage.land(0, 0), stage.land(5, 0)
    stage.files(0)
    stage.store.delete(gone)
    assert stage.files(0) == [kept]
    assert list(LandingDays(stage.store, ParquetTableFormat())._read()[0]) == [kept]


def test_an_index_that_is_damaged_is_made_anew(stage: Stage) -> None:
    key = stage.land(0, 0)
    stage.store.put(INDEX, b"x")
    assert stage.files(0) == [key]
    assert stage.files(0) == [key]
    assert stage.reads() == [1]


def test_two_that_search_at_once_keep_what_both_have_read(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.land(0, 0)
    put = stage.store.put

    def late(key: str, body: bytes, *, if_match: str | None = "*") -> None:
        monkeypatch.setattr(stage.store, "put", put)
        stage.land(5, 0)
        stage.files(0)
        put(key, body, if_match=if_match)

    monkeypatch.setattr(stage.store, "put", late)
    stage.files(0)
    assert len(stage.files(0)) == 2
    assert stage.reads() == [2, 1]  # both have read the first, one the second


def test_an_index_that_others_always_change_is_unavailable(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.land(0, 0)

    def refused(*_: object, **__: object) -> None:
        raise Conflict("changed")

    monkeypatch.setattr(stage.store, "put", refused)
    with pytest.raises(Unavailable, match="too many at once"):
        stage.files(0)
