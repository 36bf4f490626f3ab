"""The contract of Lakehouse, on every one of them; at the end what is of the embedded one alone."""

import datetime
import io
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from arro3.core import Array, DataType
from arro3.io import read_parquet, write_parquet
from deltalake import DeltaTable

from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record, dead_letter
from flight_tracker.ports import Lakehouse
from flight_tracker.state_vector import FIELDS, StateVector
from flight_tracker.tables import TABLES
from tests.integration.lakes import Place
from tests.skies import TIME, record, records, state

LOG = "log-1"
LOADED_AT = TIME + 60.5
DAY = 86_400

File = tuple[str, bytes]


@pytest.fixture
def lake(place: Place) -> Lakehouse:
    place.lakehouse.migrate()
    return place.lakehouse


def states_file(
    first: int, last: int, *, log: str = LOG, name: str | None = None, **changes: Any
) -> File:
    """A landing file with the offsets `first` to `last`; one aircraft each."""
    states = [state(f"{offset:06x}", **changes) for offset in range(first, last + 1)]
    pairs = list(zip(records(*states, first=first), states, strict=True))
    body = ParquetTableFormat().encode_states(pairs, log)
    return name or f"landing/flight_states/{log}/{first}-{last}.parquet", body


def letter(offset: int, origin: int | None, value: bytes | None = b"bad") -> Record:
    """A record of the dead-letter topic, of the bad record at `origin`."""
    at = None if origin is None else record(b"bad", origin)
    new = dead_letter(b"k", value, "icao24: missing", "opensky", at)
    return record(new.value, offset, topic="flights.rejected", key=new.key, headers=new.headers)


def rejected_file(*letters: Record) -> File:
    first, last = letters[0].offset, letters[-1].offset
    return f"landing/rejected_states/{first}-{last}", ParquetTableFormat().encode_rejected(
        letters, LOG
    )


def load(lake: Lakehouse, *files: File, table: str = "flight_states") -> int:
    return lake.load(table, files, LOADED_AT).rows


def select(place: Place, columns: str, table: str = "flight_states") -> Sequence[Any]:
    rows = place.sql.query(f"SELECT {columns} FROM {table}", {})
    return sorted((tuple(row) for row in rows), key=repr)


def offsets(place: Place) -> list[int]:
    return sorted(offset for (offset,) in select(place, "kafka_offset"))


def test_migrating_twice_keeps_the_rows(place: Place, lake: Lakehouse) -> None:
    load(lake, states_file(0, 4))
    lake.migrate()
    assert offsets(place) == [0, 1, 2, 3, 4]


def test_a_new_lakehouse_has_empty_tables(lake: Lakehouse) -> None:
    assert {name: status.rows for name, status in lake.tables().items()} == dict.fromkeys(TABLES, 0)
    assert lake.loaded() == set()


def test_a_lakehouse_that_was_never_migrated_has_no_tables(place: Place) -> None:
    assert place.lakehouse.tables() == {}


def test_loading_before_migrating_is_unavailable(place: Place) -> None:
    with pytest.raises(Unavailable):
        load(place.lakehouse, states_file(0, 1))


def test_a_load_counts_its_new_rows(place: Place, lake: Lakehouse) -> None:
    assert load(lake, states_file(0, 4), states_file(5, 6)) == 7
    assert offsets(place) == list(range(7))


def test_a_file_loaded_twice_is_there_once(place: Place, lake: Lakehouse) -> None:
    assert [load(lake, states_file(0, 4)) for _ in range(2)] == [5, 0]
    assert offsets(place) == [0, 1, 2, 3, 4]


def test_overlapping_files_of_two_loads_are_there_once(place: Place, lake: Lakehouse) -> None:
    load(lake, states_file(0, 4))
    assert load(lake, states_file(3, 9)) == 5
    assert offsets(place) == list(range(10))


def test_overlapping_files_of_one_load_are_there_once(place: Place, lake: Lakehouse) -> None:
    assert load(lake, states_file(0, 4), states_file(3, 9), states_file(0, 9)) == 10
    assert offsets(place) == list(range(10))


def test_overlapping_files_over_two_days_are_there_once(place: Place, lake: Lakehouse) -> None:
    yesterday = states_file(0, 3)
    both = states_file(2, 5)  # the same records 2 and 3 again, beside newer ones
    today = states_file(6, 9, snapshot_time=TIME + DAY)
    load(lake, yesterday)
    assert load(lake, both, today) == 6
    assert offsets(place) == list(range(10))


def test_equal_offsets_of_two_logs_are_two_rows(place: Place, lake: Lakehouse) -> None:
    assert load(lake, states_file(0, 1), states_file(0, 1, log="log-2")) == 4
    assert offsets(place) == [0, 0, 1, 1]


def test_equal_offsets_of_two_partitions_are_two_rows(lake: Lakehouse) -> None:
    pairs = [(record(b"", 0, partition=partition), state()) for partition in (0, 1)]
    assert load(lake, ("a", ParquetTableFormat().encode_states(pairs, LOG))) == 2


def test_a_log_id_may_hold_what_sql_quotes(lake: Lakehouse) -> None:
    load(lake, states_file(0, 1, log="it's \\ another"))
    assert load(lake, states_file(0, 2, log="it's \\ another")) == 1


def test_the_values_are_those_of_the_state(place: Place, lake: Lakehouse) -> None:
    full = state("~4b1816", category=4, geo_altitude=2000.1234, true_track=0.1, spi=True)
    needed = {"icao24": "000001", "last_contact": TIME, "snapshot_time": TIME, "source": "readsb"}
    empty = StateVector(**(dict.fromkeys(FIELDS) | needed))
    pairs = list(zip(records(full, empty), (full, empty), strict=True))
    load(lake, ("a", ParquetTableFormat().encode_states(pairs, LOG)))
    found = {StateVector(*row) for row in select(place, ", ".join(FIELDS))}
    assert found == {full, empty}


def test_each_row_says_which_record_it_was(place: Place, lake: Lakehouse) -> None:
    load(lake, states_file(7, 7))
    written = datetime.datetime.fromtimestamp(TIME, datetime.UTC)
    where = f"log_id, kafka_partition, kafka_offset, event_date, ingested_at = '{written}'"
    assert select(place, where) == [(LOG, 0, 7, written.date(), True)]


def test_a_rejected_record_is_there_once_by_its_origin(place: Place, lake: Lakehouse) -> None:
    first, again = rejected_file(letter(0, 17), letter(1, 18)), rejected_file(letter(2, 17))
    assert load(lake, first, table="rejected_states") == 2
    assert load(lake, again, table="rejected_states") == 0
    found = select(place, "origin_topic, origin_offset, value", "rejected_states")
    assert found == [("flights.states", 17, b"bad"), ("flights.states", 18, b"bad")]


def test_rejected_rows_that_never_were_in_the_log_are_each_there(lake: Lakehouse) -> None:
    files = rejected_file(letter(0, None), letter(1, None)), rejected_file(letter(0, None))
    assert load(lake, *files, table="rejected_states") == 2


def test_a_rejected_tombstone_keeps_that_it_had_no_value(place: Place, lake: Lakehouse) -> None:
    load(lake, rejected_file(letter(0, 3, None), letter(1, 4, b"")), table="rejected_states")
    assert select(place, "origin_offset, value", "rejected_states") == [(3, None), (4, b"")]


def with_value(column: str, value: Any, kind: DataType) -> bytes:
    """A good file of three rows, but for the value of a column in the second of them."""
    good = read_parquet(io.BytesIO(states_file(0, 2)[1])).read_all()
    values = good[column].to_pylist()
    values[1] = value
    body = io.BytesIO()
    index = good.column_names.index(column)
    write_parquet(good.set_column(index, column, Array(values, kind)), body)
    return body.getvalue()


FORBIDDEN: list[tuple[str, Any, DataType]] = [
    ("icao24", "4B1816", DataType.utf8()),
    ("icao24", "4b1816\n", DataType.utf8()),
    ("latitude", 90.001, DataType.float64()),
    ("latitude", float("nan"), DataType.float64()),
    ("longitude", -180.001, DataType.float64()),
    ("kafka_partition", -1, DataType.int32()),
    ("kafka_offset", -1, DataType.int64()),
]


@pytest.mark.parametrize(("column", "value", "kind"), FORBIDDEN)
def test_a_file_with_a_value_that_cannot_be_is_noted_and_the_others_are_loaded(
    place: Place, lake: Lakehouse, column: str, value: Any, kind: DataType
) -> None:
    files = [("bad", with_value(column, value, kind)), states_file(5, 6)]
    result = lake.load("flight_states", files, LOADED_AT)
    assert result.rows == 2 and offsets(place) == [5, 6]
    assert column in result.damaged["bad"] and repr(value) in result.damaged["bad"]
    assert lake.loaded() == {key for key, _ in files}


ALLOWED: list[tuple[str, Any, DataType]] = [
    ("icao24", "~00000f", DataType.utf8()),
    ("latitude", -90.0, DataType.float64()),
    ("latitude", None, DataType.float64()),
    ("longitude", 180.0, DataType.float64()),
]


@pytest.mark.parametrize(("column", "value", "kind"), ALLOWED)
def test_a_value_at_its_limit_or_unknown_is_loaded(
    lake: Lakehouse, column: str, value: Any, kind: DataType
) -> None:
    assert load(lake, ("good", with_value(column, value, kind))) == 3


def damaged_bodies() -> dict[str, bytes]:
    good = states_file(0, 99)[1]
    return {
        "empty": b"",
        "text": b"no Parquet",
        "cut": good[:-20],
        "torn": good[:4] + bytes(64) + good[68:],
        "other table": rejected_file(letter(0, 1))[1],
    }


@pytest.mark.parametrize("body", damaged_bodies().values(), ids=damaged_bodies().keys())
def test_a_damaged_file_is_noted_and_the_others_are_loaded(
    place: Place, lake: Lakehouse, body: bytes
) -> None:
    files = [states_file(0, 4), ("damaged", body), states_file(5, 6)]
    result = lake.load("flight_states", files, LOADED_AT)
    assert (result.rows, list(result.damaged)) == (7, ["damaged"])
    assert lake.loaded() == {key for key, _ in files}
    noted = {file: rest for file, *rest in select(place, "file, file_rows, error", "load_history")}
    assert noted["damaged"] == [None, result.damaged["damaged"]]


def test_a_load_of_damaged_files_only_notes_them(lake: Lakehouse) -> None:
    assert load(lake, ("it's damaged", b"")) == 0
    assert lake.loaded() == {"it's damaged"}


def test_the_history_tells_each_file_once(place: Place, lake: Lakehouse) -> None:
    for _ in range(2):
        load(lake, states_file(0, 4, name="a"), states_file(5, 6, name="b"))
    assert lake.loaded() == {"a", "b"}
    at = datetime.datetime.fromtimestamp(LOADED_AT, datetime.UTC)
    found = select(place, f"file, file_rows, error, loaded_at = '{at}'", "load_history")
    assert found == [("a", 5, None, True), ("b", 2, None, True)]


def test_the_tables_are_counted(lake: Lakehouse) -> None:
    load(lake, states_file(0, 4))
    load(lake, rejected_file(letter(0, 17)), table="rejected_states")
    counts = {name: status.rows for name, status in lake.tables().items() if status.rows}
    assert counts == {"flight_states": 5, "rejected_states": 1, "load_history": 2}


# The embedded lakehouse alone


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture
def embedded(folder: Path) -> EmbeddedLakehouse:
    lakehouse = EmbeddedLakehouse(str(folder))
    lakehouse.migrate()
    return lakehouse


def count(folder: Path) -> int:
    """What a reader sees that knows nothing of this project."""
    return DeltaTable(folder / "flight_states").count()


def test_a_load_is_one_version_of_the_table(embedded: EmbeddedLakehouse) -> None:
    before = embedded.tables()["flight_states"].version
    load(embedded, states_file(0, 4), states_file(5, 9))
    assert before is not None
    assert embedded.tables()["flight_states"].version == before + 1


def test_a_load_looks_into_no_file_of_another_log(
    embedded: EmbeddedLakehouse, folder: Path
) -> None:
    load(embedded, states_file(0, 1))
    for file in (folder / "flight_states").glob("event_date=*/*.parquet"):
        file.unlink()
    assert load(embedded, states_file(0, 1, log="log-2")) == 2


def test_states_are_partitioned_by_the_day_of_their_snapshot(
    embedded: EmbeddedLakehouse, folder: Path
) -> None:
    load(embedded, states_file(0, 1), states_file(2, 3, snapshot_time=TIME + DAY))
    table = DeltaTable(folder / "flight_states")
    assert table.metadata().partition_columns == ["event_date"]
    days = {partition["event_date"] for partition in table.partitions()}
    assert {str(day) for day in days} == {"2023-11-14", "2023-11-15"}


def test_two_loaders_of_the_same_files_in_one_process_do_no_harm(folder: Path) -> None:
    EmbeddedLakehouse(str(folder)).migrate()
    files = [states_file(0, 49), states_file(30, 99)]
    with ThreadPoolExecutor(2) as pool:
        counts = pool.map(lambda _: load(EmbeddedLakehouse(str(folder)), *files), range(2))
    assert sum(counts) == 100
    assert count(folder) == 100


LOADER = """
import sys
from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
lake = EmbeddedLakehouse(sys.argv[1])
lake.migrate()
print("ready", flush=True)
sys.stdin.readline()
for key in sys.argv[2:]:
    print(lake.load("flight_states", [(key, open(key, "rb").read())], 0.0).rows, flush=True)
"""


def test_two_processes_that_load_overlapping_files_do_no_harm(tmp_path: Path, folder: Path) -> None:
    keys = []
    for first in range(0, 50, 10):
        key, body = states_file(first, first + 14, name=str(tmp_path / f"{first}"))
        Path(key).write_bytes(body)
        keys.append(key)
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", LOADER, str(folder), *keys]
    loaders: list[Any] = [subprocess.Popen(command, **pipes) for _ in range(2)]
    for loader in loaders:
        assert loader.stdout.readline() == "ready\n"
    for loader in loaders:
        loader.stdin.write("go\n")
        loader.stdin.flush()
    counts = [sum(map(int, loader.communicate(timeout=30)[0].split())) for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0, 0]
    assert sum(counts) == 55
    assert count(folder) == 55
