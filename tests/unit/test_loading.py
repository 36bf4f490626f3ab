"""Loading landing files: each once, and what went wrong is noted."""

from collections.abc import Sequence

import pytest

from flight_tracker import lakehouse_status
from flight_tracker.adapters.memory import MemoryLakehouse
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Unavailable
from flight_tracker.lakehouse_status import LakehouseStatus, TableRows
from flight_tracker.loading import CHUNK_BYTES, Loader, LoadReport
from flight_tracker.ports import LoadResult, TableStatus
from tests.skies import TIME, Clock

A, B = "landing/flight_states/log/00000/1.parquet", "landing/flight_states/log/00000/2.parquet"
BAD = "landing/rejected_states/log/00000/1.parquet"


class ScriptedLakehouse(MemoryLakehouse):
    """Remembers its calls; can be away, slow, or find a file damaged."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.clock = clock
        self.calls: list[tuple[str, list[str]]] = []
        self.damaged: dict[str, str] = {}
        self.newer: set[str] = set()
        self.away_at: str | None = None

    def migrate(self) -> None:
        self._answer("migrate")

    def tables(self) -> dict[str, TableStatus]:
        self._answer("tables")
        return super().tables()

    def load(self, table: str, files: Sequence[tuple[str, bytes]], loaded_at: float) -> LoadResult:
        self._answer("load")
        self.clock.now += 1.5
        self.calls.append((table, [key for key, _ in files]))
        super().load(table, files, loaded_at)
        found = {key: self.damaged[key] for key, _ in files if key in self.damaged}
        return LoadResult(10 * len(files), found, [key for key, _ in files if key in self.newer])

    def _answer(self, name: str) -> None:
        if self.away_at == name:
            raise Unavailable("the warehouse is away")


class Ramp:
    """A store with landing files, a lakehouse and a loader between them."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.store = ObstoreObjectStore("memory://")
        self.lakehouse = ScriptedLakehouse(self.clock)
        self.loader = Loader(self.lakehouse, self.store, self.clock, "embedded", 60)

    def land(self, *keys: str, size: int = 1) -> None:
        for key in keys:
            self.store.put(key, b"x" * size)

    @property
    def status(self) -> LakehouseStatus | None:
        return lakehouse_status.read(self.store)


@pytest.fixture
def ramp() -> Ramp:
    return Ramp()


def test_every_file_goes_into_its_table(ramp: Ramp) -> None:
    ramp.land(A, B, BAD)
    assert ramp.loader.load() == LoadReport(files=3, rows=30)
    assert ramp.lakehouse.calls == [("flight_states", [A, B]), ("rejected_states", [BAD])]


def test_a_file_is_loaded_once(ramp: Ramp) -> None:
    ramp.land(A)
    ramp.loader.load()
    ramp.land(B)
    assert ramp.loader.load().files == 1
    assert ramp.lakehouse.calls[1:] == [("flight_states", [B])]


def test_files_of_about_eight_megabytes_are_one_merge(ramp: Ramp) -> None:
    keys = [f"landing/flight_states/{n}" for n in range(5)]
    ramp.land(*keys, size=CHUNK_BYTES // 2)
    assert ramp.loader.load().files == 5
    assert [len(files) for _, files in ramp.lakehouse.calls] == [2, 2, 1]


def test_a_file_that_expired_after_the_listing_is_passed_over(ramp: Ramp) -> None:
    ramp.land(A, B)
    listed = ramp.store.list
    ramp.store.list = lambda prefix: [*listed(prefix), ("landing/gone", "1")]  # type: ignore[method-assign]
    assert ramp.loader.load().files == 2


def test_a_load_is_noted(ramp: Ramp) -> None:
    ramp.land(A, B)
    ramp.loader.load()
    assert ramp.status == LakehouseStatus(
        lakehouse="embedded",
        interval=60,
        tables={"flight_states": TableRows(2, 1, 1)},
        last_load_at=TIME,
        last_load_seconds=1.5,
        last_load_files=2,
        last_load_rows=20,
        loaded_until={B.rpartition("/")[0]: B},
    )


@pytest.mark.parametrize(("newer", "count"), [({A}, 2), ({B}, 1), (set(), 0)])
def test_files_from_the_first_of_a_newer_release_on_wait(
    ramp: Ramp, newer: set[str], count: int
) -> None:
    ramp.lakehouse.newer = newer
    ramp.land(A, B)
    ramp.loader.load()
    assert ramp.status is not None
    assert lakehouse_status.waiting_files(ramp.store, ramp.status) == count


def test_before_the_first_load_nothing_is_noted(ramp: Ramp) -> None:
    assert ramp.status is None


def test_a_load_of_nothing_is_noted_too(ramp: Ramp) -> None:
    assert ramp.loader.load() == LoadReport()
    assert ramp.status is not None and ramp.status.last_load_at == TIME


def test_damaged_files_are_reported_and_not_tried_again(ramp: Ramp) -> None:
    ramp.land(A, B)
    ramp.lakehouse.damaged = {A: "not Parquet"}
    assert ramp.loader.load().damaged == {A: "not Parquet"}
    assert ramp.loader.load() == LoadReport()


@pytest.mark.parametrize("step", ["migrate", "load", "tables"])
def test_a_failure_is_noted_and_raised(ramp: Ramp, step: str) -> None:
    ramp.land(A)
    ramp.lakehouse.away_at = step
    with pytest.raises(Unavailable, match="the warehouse is away"):
        ramp.loader.load()
    assert ramp.status is not None
    assert (ramp.status.error, ramp.status.last_load_at) == ("the warehouse is away", None)


def test_a_failure_keeps_what_was_noted_before_and_a_success_clears_it(ramp: Ramp) -> None:
    ramp.land(A)
    ramp.loader.load()
    ramp.lakehouse.away_at = "migrate"
    with pytest.raises(Unavailable):
        ramp.loader.load()
    assert ramp.status is not None
    assert (ramp.status.last_load_at, ramp.status.last_load_files) == (TIME, 1)
    assert ramp.status.tables == {"flight_states": TableRows(1, 1, 1)}
    ramp.lakehouse.away_at = None
    ramp.loader.load()
    assert ramp.status.error is None


def test_the_next_load_takes_what_the_failed_one_left(ramp: Ramp) -> None:
    ramp.land(A, BAD)
    ramp.lakehouse.away_at = "load"
    with pytest.raises(Unavailable):
        ramp.loader.load()
    ramp.lakehouse.away_at = None
    assert ramp.loader.load().files == 2
