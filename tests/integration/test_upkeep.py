"""What of upkeep is the embedded lakehouse's alone, on Delta tables in a folder; the contract is in
`test_upkeep_contract.py`."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from arro3.io import read_parquet
from deltalake import DeltaTable, Field, QueryBuilder, write_deltalake
from deltalake.schema import PrimitiveType
from filelock import FileLock

from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.memory import MemorySource
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.replay import ReplaySource
from flight_tracker.adapters.sql_embedded import EmbeddedSql
from flight_tracker.adapters.upkeep_embedded import EmbeddedUpkeep, clustering
from flight_tracker.backfilling import Backfill
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record, dead_letter
from flight_tracker.loading import Loader
from flight_tracker.maintaining import Upkeep
from flight_tracker.ports import StateSource, TableUpkeep
from flight_tracker.reconciling import Reconcile
from flight_tracker.reloading import Reload
from flight_tracker.snapshot import RejectedState
from flight_tracker.tables import TABLES
from tests.integration.lakes import Place
from tests.skies import REJECTED, STATES, TIME, Clock, body, record, records, row, snapshot, state

DAY = 86_400
LOG = "log-1"


class Stage:
    """A lakehouse with its store, its loader and its upkeep, wherever it is."""

    def __init__(self, place: Place, tables: TableUpkeep) -> None:
        self.sql, self.lakehouse = place.sql, place.lakehouse
        self.lakehouse.migrate()
        self.store = ObstoreObjectStore("memory://")
        self.clock = Clock(TIME + 10 * DAY)
        self.upkeep = Upkeep(tables, self.clock)
        self.reconcile = Reconcile(tables, self.lakehouse, self.store, self.clock)
        self.reload = Reload(tables, self.store, ParquetTableFormat())

    def land(self, first: int, last: int, log: str = LOG, part: int = 0, **changes: Any) -> str:
        """States at these offsets; by their offsets' addresses if the changes do not say."""
        addresses = [
            changes.pop("icao24", None) or f"{o % 16**6:06x}" for o in range(first, last + 1)
        ]
        self._land(first, [state(a, **changes) for a in addresses], log, part)
        return f"landing/flight_states/{log}/{part:05d}/{first:020d}-{last:020d}.parquet"

    def land_aircraft(self, first: int, *addresses: str) -> None:
        self._land(first, [state(address) for address in addresses], LOG, 0)

    def _land(self, first: int, states: list[Any], log: str, part: int) -> None:
        pairs = list(zip(records(*states, first=first, partition=part), states, strict=True))
        key = f"{part:05d}/{first:020d}-{first + len(states) - 1:020d}"
        encoded = ParquetTableFormat().encode_states(pairs, log)
        self.store.put(f"landing/flight_states/{log}/{key}.parquet", encoded)

    def land_rejected(self, *origins: int, topic: str = STATES, key: bytes = b"k") -> None:
        letters = [self._letter(origin, topic, key) for origin in origins]
        encoded = ParquetTableFormat().encode_rejected(letters, LOG)
        self.store.put(f"landing/rejected_states/{LOG}/00000/{origins[0]}.parquet", encoded)

    @staticmethod
    def _letter(origin: int, topic: str, key: bytes) -> Record:
        new = dead_letter(key, b"bad", "no state", "opensky", record(b"bad", origin, topic=topic))
        return record(new.value, origin, topic=REJECTED, key=new.key, headers=new.headers)

    def load(self) -> int:
        return Loader(self.lakehouse, self.store, self.clock, "embedded", 60).load().rows

    def numbers(self, column: str, table: str = "flight_states") -> list[int]:
        return [n for (n,) in self.sql.query(f"SELECT {column} FROM {table} ORDER BY 1", {})]

    def rejected(self) -> list[int]:
        """Where the rejected records were."""
        return self.numbers("origin_offset", "rejected_states")

    def count(self, table: str) -> int:
        [(rows,)] = self.sql.query(f"SELECT count(*) FROM {table}", {})
        return int(rows)

    def aircraft(self, table: str) -> set[str]:
        return {name for (name,) in self.sql.query(f"SELECT icao24 FROM {table}", {})}

    def examples(self) -> set[str]:
        """Those of the data's quality."""
        statement = "SELECT example FROM data_quality WHERE example IS NOT NULL"
        return {name for (name,) in self.sql.query(statement, {})}

    def backfill(self, source: StateSource) -> Backfill:
        return Backfill(
            source=source,
            tables=ParquetTableFormat(),
            lakehouse=self.lakehouse,
            store=self.store,
            topic=STATES,
            rejected_topic=REJECTED,
        )


class Lake(Stage):
    """The embedded one."""

    def __init__(self, folder: Path, slice_rows: int = 1000) -> None:
        self.folder = folder
        tables = EmbeddedUpkeep(str(folder), STATES, slice_rows=slice_rows)
        super().__init__(Place(EmbeddedLakehouse(str(folder)), EmbeddedSql(str(folder))), tables)

    def lose(self, condition: str) -> None:
        """Rows that go, and nobody says so."""
        self.open().delete(condition)

    def repeat(self) -> None:
        """Each state once more."""
        again = QueryBuilder().register("t", self.open()).execute("SELECT * FROM t").read_all()
        write_deltalake(self.folder / "flight_states", again, mode="append")

    def open(self, table: str = "flight_states") -> DeltaTable:
        return DeltaTable(self.folder / table)

    def offsets(self, opened: DeltaTable | None = None) -> list[int]:
        query = QueryBuilder().register("t", opened or self.open())
        found = query.execute("SELECT kafka_offset FROM t").read_all()
        return sorted(found["kafka_offset"].to_pylist())

    def data_files(self) -> set[str]:
        return {str(path) for path in (self.folder / "flight_states").rglob("*.parquet")}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def fragmented(lake: Lake) -> Lake:
    """Fifty states in five data files."""
    for first in range(0, 50, 10):
        lake.land(first, first + 9)
        lake.load()
    return lake


# --- optimize


def test_optimizing_joins_the_files_of_a_day(fragmented: Lake) -> None:
    change = fragmented.upkeep.optimize().tables["flight_states"]
    assert (change.files_before, change.files_after) == (5, 1)
    assert change.bytes_after < change.bytes_before
    assert fragmented.offsets() == list(range(50))


def test_optimizing_writes_a_checkpoint_of_each_table(fragmented: Lake) -> None:
    assert list(fragmented.upkeep.optimize().tables) == list(TABLES)
    for table in TABLES:
        assert list((fragmented.folder / table / "_delta_log").glob("*.checkpoint.parquet"))


def test_optimizing_again_changes_nothing(fragmented: Lake) -> None:
    fragmented.upkeep.optimize()
    version = fragmented.open().version()
    change = fragmented.upkeep.optimize().tables["flight_states"]
    assert (change.files_before, change.bytes_before) == (change.files_after, change.bytes_after)
    assert fragmented.open().version() == version


@pytest.fixture
def small_pieces(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """Eight snapshots of five aircraft, half an hour apart, in pieces of two snapshots."""
    monkeypatch.setattr(clustering, "PIECE_ROWS", 10)
    for number in range(8):
        lake.land(5 * number, 5 * number + 4, snapshot_time=TIME - TIME % DAY + number * 1800)
    lake.load()
    return lake


def test_an_optimized_file_holds_the_states_of_an_aircraft_together(lake: Lake) -> None:
    for first in (0, 3):
        lake.land_aircraft(first, "4b1816", "000001", "a00001")
    lake.load()
    lake.upkeep.optimize()
    [uri] = lake.open().file_uris()
    found = read_parquet(uri.removeprefix("file://")).read_all()["icao24"].to_pylist()
    assert list(found) == ["000001"] * 2 + ["4b1816"] * 2 + ["a00001"] * 2


def test_an_optimized_file_is_a_piece_of_the_day(small_pieces: Lake) -> None:
    small_pieces.upkeep.optimize()
    actions = small_pieces.open().get_add_actions(flatten=True)
    ends = [actions[f"{end}.snapshot_time"].to_pylist() for end in ("min", "max")]
    first = TIME - TIME % DAY
    times = [(first + hour * 3600, first + hour * 3600 + 1800) for hour in range(4)]
    assert sorted(zip(*ends, strict=True)) == times
    assert small_pieces.offsets() == list(range(40))


def test_whole_pieces_stay_as_they_are(small_pieces: Lake) -> None:
    small_pieces.upkeep.optimize()
    whole = set(small_pieces.open().file_uris())
    small_pieces.land(40, 42)
    small_pieces.load()
    small_pieces.upkeep.optimize()
    assert whole < set(small_pieces.open().file_uris())
    assert len(small_pieces.open().file_uris()) == len(whole) + 1
    assert small_pieces.offsets() == list(range(43))


def test_the_log_tells_the_offsets_of_an_optimized_file(fragmented: Lake) -> None:
    fragmented.upkeep.optimize()
    actions = fragmented.open().get_add_actions(flatten=True)
    told = (
        "num_records",
        "min.kafka_offset",
        "max.kafka_offset",
        "min.log_id",
        "null_count.squawk",
    )
    assert [actions[name].to_pylist()[0] for name in told] == [50, 0, 49, LOG, 0]


def test_rows_without_a_column_that_came_later_are_optimized_too(fragmented: Lake) -> None:
    fragmented.open().alter.add_columns([Field("later", PrimitiveType("string"))])
    fragmented.land(50, 54)
    fragmented.load()
    fragmented.upkeep.optimize()
    assert len(fragmented.open().file_uris()) == 1
    assert fragmented.offsets() == list(range(55))


def test_an_optimization_that_fails_leaves_no_files(small_pieces: Lake) -> None:
    lost = small_pieces.open().file_uris()[0].removeprefix("file://")
    Path(lost).rename(f"{lost}.lost")
    before = small_pieces.data_files()
    with pytest.raises(Unavailable, match="flight_states"):
        small_pieces.upkeep.optimize()
    assert small_pieces.data_files() == before


def test_what_is_loaded_after_optimizing_is_there_once(fragmented: Lake) -> None:
    fragmented.upkeep.optimize()
    fragmented.land(45, 54)
    assert fragmented.load() == 5
    assert fragmented.offsets() == list(range(55))


def test_two_that_optimize_at_once_do_no_harm(tmp_path: Path) -> None:
    for number in range(5):
        lake = Lake(tmp_path / str(number))
        for first in range(0, 30, 10):
            lake.land(first, first + 9)
            lake.load()
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(lambda upkeep: upkeep.optimize(), [lake.upkeep] * 3))
        assert lake.offsets() == list(range(30))


def test_a_table_that_another_job_is_at_is_unavailable(lake: Lake) -> None:
    tables = EmbeddedUpkeep(str(lake.folder), STATES, lock_seconds=0.1)
    with FileLock(lake.folder / ".flight_states.lock"):
        with pytest.raises(Unavailable, match="another job is at work on it"):
            tables.compact("flight_states")
        tables.compact("load_history")


# --- vacuum


def test_a_vacuum_removes_what_no_version_needs(fragmented: Lake) -> None:
    fragmented.upkeep.optimize()
    old = fragmented.data_files() - {
        str(fragmented.folder / "flight_states" / uri.partition("flight_states/")[2])
        for uri in fragmented.open().file_uris()
    }
    old = {path for path in old if "_delta_log" not in path}
    size = sum(Path(path).stat().st_size for path in old)
    report = fragmented.upkeep.vacuum(0, dry_run=False)
    assert (report.files["flight_states"], report.bytes["flight_states"]) == (5, size)
    assert not old & fragmented.data_files()
    assert fragmented.offsets() == list(range(50))


def test_a_dry_vacuum_counts_and_removes_nothing(fragmented: Lake) -> None:
    fragmented.upkeep.optimize()
    before = fragmented.data_files()
    report = fragmented.upkeep.vacuum(0, dry_run=True)
    assert report.files["flight_states"] == 5
    assert report.bytes["flight_states"] > 0
    assert fragmented.data_files() == before


def test_a_second_vacuum_finds_nothing(fragmented: Lake) -> None:
    fragmented.upkeep.optimize()
    fragmented.upkeep.vacuum(0, dry_run=False)
    version = fragmented.open().version()
    assert sum(fragmented.upkeep.vacuum(0, dry_run=False).files.values()) == 0
    assert fragmented.open().version() == version


def test_a_vacuum_leaves_a_reader_the_version_it_has_open(fragmented: Lake) -> None:
    reader = fragmented.open()
    for uri in reader.file_uris():  # written long ago, but only now replaced
        os.utime(uri.removeprefix("file://"), (1, 1))
    fragmented.upkeep.optimize()
    assert fragmented.upkeep.vacuum(24, dry_run=False).files["flight_states"] == 0
    assert fragmented.offsets(reader) == list(range(50))


def test_a_vacuum_leaves_what_a_load_is_writing(fragmented: Lake) -> None:
    being_written = fragmented.folder / "flight_states/event_date=2023-11-14/part-new.parquet"
    being_written.write_bytes(b"x")
    fragmented.upkeep.vacuum(24, dry_run=False)
    assert being_written.exists()


def test_a_vacuum_removes_what_a_killed_load_left(fragmented: Lake) -> None:
    left = fragmented.folder / "flight_states/event_date=2023-11-14/part-left.parquet"
    left.write_bytes(b"x")
    os.utime(left, (1, 1))
    assert fragmented.upkeep.vacuum(168, dry_run=False).files["flight_states"] == 1
    assert not left.exists()


# --- forget


def test_forgetting_again_commits_nothing(lake: Lake) -> None:
    lake.land_aircraft(0, "4b1816", "4b1817")
    lake.load()
    lake.upkeep.forget("4b1816", dry_run=False)
    version = lake.open().version()
    assert sum(lake.upkeep.forget("4b1816", dry_run=False).rows.values()) == 0
    assert lake.open().version() == version


# --- reconcile


def test_what_was_removed_stays_known_over_checkpoint_and_vacuum(lake: Lake) -> None:
    lake.land(0, 4)
    lake.load()
    lake.upkeep.forget("000002", dry_run=False)
    lake.upkeep.forget("000003", dry_run=False)
    lake.upkeep.optimize()
    lake.upkeep.vacuum(0, dry_run=False)
    report = lake.reconcile.run()
    assert (report.missing, report.removed, report.lost) == (2, 2, 0)


# --- backfill


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Three bodies in two files; one row is bad."""
    folder = tmp_path / "recording"
    folder.mkdir()
    later = body(row("000001"), row("000002"), time=TIME + 30)
    lines = [body(row("000001"), row("zzz")), later]
    (folder / "a.jsonl").write_bytes(b"\n".join(lines))
    (folder / "b.json").write_bytes(body(row("000003"), time=TIME + DAY))
    return folder


def test_a_recording_is_loaded_whole(lake: Lake, recording: Path) -> None:
    report = lake.backfill(ReplaySource(str(recording))).land()
    assert (report.snapshots, report.states, report.rejected) == (3, 4, 1)
    assert lake.load() == 5
    assert lake.open().count() == 4
    reconciled = lake.reconcile.run()
    assert (reconciled.rows, reconciled.partitions, reconciled.lost) == (5, 3, 0)


def test_the_same_recording_in_another_shape_adds_nothing(lake: Lake, recording: Path) -> None:
    lake.backfill(ReplaySource(str(recording))).land()
    lake.load()
    lines = [body(row("000001"), row("000002"), time=TIME + 30), body(row("000009"), time=TIME + 1)]
    (recording / "c.ndjson").write_bytes(b"\n".join(lines))
    report = lake.backfill(ReplaySource(str(recording / "c.ndjson"))).land()
    assert (report.landed_files, report.known_files) == (1, 1)
    assert lake.load() == 1


def test_a_backfill_goes_on_where_it_was_stopped(lake: Lake, recording: Path) -> None:
    snapshots = [snapshot(state(), time=TIME + n, ended=n == 2) for n in range(3)]
    with pytest.raises(KeyboardInterrupt):
        lake.backfill(Interrupted(*snapshots[:2])).land()
    report = lake.backfill(MemorySource(*snapshots)).land()
    assert (report.landed_files, report.known_files) == (1, 2)
    assert lake.load() == 3


class Interrupted(MemorySource):
    """A source during which somebody presses Ctrl-C."""

    def fetch(self, after: int | None, timeout: float) -> Any:
        if not self.answers:
            raise KeyboardInterrupt
        return super().fetch(after, timeout)


def test_rejected_rows_of_a_recording_say_where_they_were(lake: Lake) -> None:
    bad = RejectedState(b"[1]", "not a row")
    lake.backfill(MemorySource(snapshot(state(), rejected=[bad], ended=True))).land()
    lake.load()
    query = QueryBuilder().register("t", lake.open("rejected_states"))
    found = query.execute("SELECT origin_topic, origin_offset, reason, value FROM t").read_all()
    values = [found[name].to_pylist()[0] for name in found.column_names]
    assert values == [STATES, TIME * 1_000_000 + 1, "not a row", b"[1]"]


def test_an_empty_sky_is_no_file(lake: Lake) -> None:
    report = lake.backfill(MemorySource(snapshot(ended=True))).land()
    assert (report.snapshots, report.landed_files) == (1, 0)


# --- what may go wrong


def test_loading_goes_on_during_upkeep(lake: Lake) -> None:
    files = [lake.land(first, first + 9) for first in range(0, 200, 10)]
    with ThreadPoolExecutor(1) as pool:
        loads = [
            pool.submit(lake.lakehouse.load, "flight_states", [(key, stored.body)], 0.0)
            for key in files
            if (stored := lake.store.get(key))
        ]
        while not all(load.done() for load in loads):
            lake.upkeep.optimize()
            lake.upkeep.forget("000003", dry_run=False)
            lake.upkeep.vacuum(24, dry_run=False)
    assert sum(load.result().rows for load in loads) == 200
    lake.upkeep.forget("000003", dry_run=False)
    report = lake.reconcile.run()
    assert (report.rows, report.removed, report.lost, report.duplicates) == (199, 1, 0, 0)


FULL = """
import resource, sys
from flight_tracker import jobs
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
sys.exit(jobs.main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="has no limit of a file's size")
@pytest.mark.parametrize("job", ["optimize", "forget 000001"])
def test_a_full_disk_leaves_the_rows_as_they_were(tmp_path: Path, job: str) -> None:
    lake = Lake(tmp_path / "lake")
    for first in (0, 1000):
        lake.land(first, first + 999)
        lake.load()
    ended = subprocess.run(
        [sys.executable, "-c", FULL, *job.split()],
        env={**os.environ, "DATA_DIR": str(tmp_path)},
        capture_output=True,
        timeout=60,
    )
    assert (ended.returncode, ended.stdout) == (3, b"")
    assert lake.offsets() == list(range(2000))
    lake.upkeep.optimize()
    assert lake.reconcile.run().missing == 0


def jobs_of(lake: Lake) -> Iterator[Any]:
    upkeep = lake.upkeep
    yield upkeep.optimize
    yield lambda: upkeep.vacuum(24, dry_run=False)
    yield lambda: upkeep.expire("flight_states", 1, dry_run=False)
    yield lambda: upkeep.forget("4b1816", dry_run=False)
    yield lake.reconcile.run


@pytest.mark.parametrize("number", range(5))
def test_a_table_that_is_not_there_is_unavailable(tmp_path: Path, number: int) -> None:
    lake = Lake(tmp_path / "lake")
    for log in (tmp_path / "lake").rglob("*.json"):
        log.unlink()
    with pytest.raises(Unavailable, match="Delta table "):
        list(jobs_of(lake))[number]()


def test_a_lost_data_file_is_unavailable(lake: Lake) -> None:
    lake.land(0, 4)
    lake.load()
    for uri in lake.open().file_uris():
        Path(uri.removeprefix("file://")).unlink()
    with pytest.raises(Unavailable, match="flight_states"):
        lake.upkeep.forget("000001", dry_run=False)
