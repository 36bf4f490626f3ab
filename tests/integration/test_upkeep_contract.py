"""The contract of upkeep on every lakehouse."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse, Limits, Warehouse
from flight_tracker.adapters.lakehouse_databricks.sql import DatabricksSql
from flight_tracker.adapters.lakehouse_databricks.upkeep import DatabricksUpkeep
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import ConfigError
from flight_tracker.maintaining import DATED_TABLES
from flight_tracker.reconcile_report import PartitionReport, ReconcileReport
from flight_tracker.refreshing import Refresher
from flight_tracker.reloading import ReloadReport
from flight_tracker.tables import TABLES
from tests.integration.lakes import HTTP_PATH, Place
from tests.integration.test_upkeep import DAY, LOG, Lake, Stage
from tests.skies import STATES, TIME, state
from tests.warehouse import CATALOG, StandInWarehouse

IMPATIENT = Limits(retry=1.0, socket=5.0)
TODAY = datetime.fromtimestamp(TIME, UTC).date()
GOLD = ("flights", "movements", "emergencies")


class WarehouseLake(Stage):
    """On the stand-in, by the real connector."""

    def __init__(self, started: StandInWarehouse, slice_rows: int, stack: ExitStack) -> None:
        self.warehouse = started
        where, http = Warehouse(started.url, HTTP_PATH, token="token"), RequestsHttpClient()
        stack.callback(http._session.close)
        self.tables = DatabricksUpkeep(where, http, STATES, limits=IMPATIENT, slice_rows=slice_rows)
        place = Place(DatabricksLakehouse(where, http), DatabricksSql(where, http))
        for opened in (self.tables, place.lakehouse, place.sql):
            stack.enter_context(closing(opened))
        super().__init__(place, self.tables)

    def offsets(self) -> list[int]:
        return self.numbers("kafka_offset")

    def lose(self, condition: str) -> None:
        self.ask(f"DELETE FROM {{}}.flight_states WHERE {condition}")

    def repeat(self) -> None:
        self.ask("INSERT INTO {0}.flight_states SELECT * FROM {0}.flight_states")

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Of the warehouse's engine, not by the connector."""
        return self.warehouse.engine.query(statement.format(f"{CATALOG}.flight_tracker"))

    def sent(self) -> list[str]:
        """The first words of the statements, without those that only ask."""
        words = (statement.split()[0] for statement in self.warehouse.statements)
        return [word for word in words if word not in ("SELECT", "DESCRIBE", "CREATE")]


AnyLake = Lake | WarehouseLake
Make = Callable[..., AnyLake]
"""Of the number of offsets that one query looks at."""


@pytest.fixture(params=["embedded", "databricks"])
def make(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    if request.param == "embedded":
        yield lambda rows=1000: Lake(tmp_path / "lake", rows)
        return
    with ExitStack() as stack:
        started = stack.enter_context(
            StandInWarehouse(tmp_path / "volumes", "token", ("client", "secret"))
        )
        yield lambda rows=1000: WarehouseLake(started, rows, stack)


@pytest.fixture
def lake(make: Make) -> AnyLake:
    return make()


@pytest.fixture
def fragmented(lake: AnyLake) -> AnyLake:
    """Thirty states in three data files."""
    for first in range(0, 30, 10):
        lake.land(first, first + 9)
        lake.load()
    return lake


def only(report: ReconcileReport) -> PartitionReport:
    [partition] = report.listed
    return partition


def refresh(lake: AnyLake) -> list[str]:
    """The days that were made."""
    nothing = {"airports": list, "airlines": list}
    made = Refresher(
        lake.sql, lake.lakehouse, lake.store, ParquetTableFormat(), lake.clock, nothing
    ).refresh()
    return made.days


def land_flight(lake: AnyLake, icao24: str, first: int, **more: Any) -> None:
    """A take-off with squawk 7700 and no callsign, at noon of the first day or so."""
    noon = TIME - TIME % DAY + DAY // 2
    states = []
    for minute in range(10):
        time = noon + 60 * minute
        on_ground = minute < 3
        fields = {
            "snapshot_time": time,
            "last_contact": time,
            "time_position": time,
            "callsign": None,
            "squawk": "7700",
            "on_ground": on_ground,
            "baro_altitude": 0.0 if on_ground else 300.0 * minute,
            "latitude": 47.46 + 0.01 * minute,
        }
        states.append(state(icao24, **(fields | more)))
    lake._land(first, states, LOG, 0)


# --- optimize and vacuum


def test_optimizing_joins_files_and_keeps_the_rows(fragmented: AnyLake) -> None:
    change = fragmented.upkeep.optimize().tables["flight_states"]
    assert (change.files_before, change.files_after) == (3, 1)
    assert change.bytes_before >= change.bytes_after > 0
    assert fragmented.offsets() == list(range(30))


def test_optimizing_again_changes_no_table(fragmented: AnyLake) -> None:
    assert list(fragmented.upkeep.optimize().tables) == list(TABLES)
    for change in fragmented.upkeep.optimize().tables.values():
        assert (change.files_before, change.bytes_before) == (
            change.files_after,
            change.bytes_after,
        )


def test_a_vacuum_spares_what_a_reader_of_a_week_needs(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.load()
    report = lake.upkeep.vacuum(168, dry_run=False)
    assert report.files == report.bytes == dict.fromkeys(TABLES, 0)
    assert lake.offsets() == [0, 1, 2, 3, 4]


# --- expire and forget


def test_days_beyond_the_retention_go(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land(5, 9, snapshot_time=TIME + DAY)
    lake.load()
    assert lake.upkeep.expire("flight_states", 9, dry_run=False).rows == {"flight_states": 5}
    assert lake.offsets() == [5, 6, 7, 8, 9]
    assert lake.upkeep.expire("flight_states", 9, dry_run=False).rows == {"flight_states": 0}


def test_rejected_records_expire_by_themselves(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land_rejected(5, 6)
    lake.load()
    assert lake.upkeep.expire("rejected_states", 1, dry_run=False).rows == {"rejected_states": 2}
    assert lake.rejected() == []
    assert len(lake.offsets()) == 5


def test_a_dry_expiry_counts_and_removes_nothing(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.load()
    assert lake.upkeep.expire("flight_states", 1, dry_run=True).rows == {"flight_states": 5}
    assert lake.offsets() == [0, 1, 2, 3, 4]


def test_an_aircraft_is_forgotten_and_the_others_stay(lake: AnyLake) -> None:
    lake.land_aircraft(0, "4b1816", "4b1817", "4b1816", "~4b1816")
    lake.land_rejected(4, key=b"4b1816")
    lake.land_rejected(5, key=b"4B1816")
    lake.land_rejected(6, key=b"\xff")
    lake.load()
    rows = {"flight_states": 2, "rejected_states": 2}
    assert rows.items() <= lake.upkeep.forget("4b1816", dry_run=True).rows.items()
    assert (lake.offsets(), lake.rejected()) == ([0, 1, 2, 3], [4, 5, 6])
    assert rows.items() <= lake.upkeep.forget("4b1816", dry_run=False).rows.items()
    assert (lake.offsets(), lake.rejected()) == ([1, 3], [6])


def test_what_was_removed_does_not_come_back_with_the_next_load(lake: AnyLake) -> None:
    lake.land_aircraft(0, "4b1816", "4b1817")
    lake.load()
    lake.upkeep.forget("4b1816", dry_run=False)
    assert lake.load() == 0
    assert lake.offsets() == [1]


@pytest.mark.parametrize("table", DATED_TABLES)
def test_every_table_of_days_expires(lake: AnyLake, table: str) -> None:
    land_flight(lake, "4b1816", 0)
    lake.land_rejected(10)
    lake.load()
    refresh(lake)
    there = lake.count(table)
    assert there > 0
    assert lake.upkeep.expire(table, 10, dry_run=False).rows == {table: 0}
    assert lake.upkeep.expire(table, 9, dry_run=False).rows == {table: there}
    assert lake.count(table) == 0


def test_gold_stays_when_its_states_expire(lake: AnyLake) -> None:
    land_flight(lake, "4b1816", 0)
    lake.land(10, 14, snapshot_time=TIME + DAY)
    lake.load()
    refresh(lake)
    before = {table: lake.count(table) for table in GOLD}
    lake.upkeep.expire("flight_states", 9, dry_run=False)
    assert refresh(lake) == []
    assert {table: lake.count(table) for table in GOLD} == before


def test_an_aircraft_is_forgotten_by_the_gold_tables(lake: AnyLake) -> None:
    land_flight(lake, "4b1816", 0)
    land_flight(lake, "4b1817", 10)
    lake.load()
    refresh(lake)
    rows = lake.upkeep.forget("4b1816", dry_run=True).rows
    assert all(rows[table] > 0 for table in GOLD)
    assert lake.upkeep.forget("4b1816", dry_run=False).rows == rows
    assert {name for table in GOLD for name in lake.aircraft(table)} == {"4b1817"}
    assert set(lake.upkeep.forget("4b1816", dry_run=False).rows.values()) == {0}


def test_a_refresh_does_not_bring_a_forgotten_aircraft_back(lake: AnyLake) -> None:
    land_flight(lake, "4b1816", 0)
    land_flight(lake, "4b1817", 10)
    lake.load()
    refresh(lake)
    examples = lake.examples()
    assert examples == {"4b1816"}
    lake.upkeep.forget("4b1816", dry_run=False)
    assert lake.examples() == set()
    assert refresh(lake) == [TODAY.isoformat()]
    assert lake.examples() == {"4b1817"}
    assert {name for table in GOLD for name in lake.aircraft(table)} == {"4b1817"}


def test_an_aircraft_whose_states_have_expired_is_forgotten_too(lake: AnyLake) -> None:
    land_flight(lake, "4b1816", 0)
    lake.land_rejected(10, key=b"4B1816")
    lake.load()
    refresh(lake)
    for table in ("flight_states", "rejected_states"):
        lake.upkeep.expire(table, 9, dry_run=False)
    assert lake.examples() == {"4b1816", "4B1816"}
    lake.upkeep.forget("4b1816", dry_run=False)
    assert refresh(lake) == []
    assert lake.examples() == set()
    assert sum(lake.count(table) for table in GOLD) == 0


# --- reconcile


def test_whole_partitions_have_nothing_to_say(lake: AnyLake) -> None:
    lake.land(7, 11)
    lake.land(12, 14)
    lake.land(0, 2, part=1)
    lake.land(0, 2, log="it's \\one")
    lake.load()
    report = lake.reconcile.run()
    assert (report.rows, report.lost, report.duplicates, report.waiting_files) == (14, 0, 0, 0)
    assert [(p.log_id, p.partition, p.first, p.last) for p in report.listed] == [
        ("it's \\one", 0, 0, 2),
        (LOG, 0, 7, 14),
        (LOG, 1, 0, 2),
    ]


def test_an_empty_lakehouse_has_nothing_to_say(lake: AnyLake) -> None:
    assert lake.reconcile.run() == ReconcileReport()


@pytest.mark.parametrize("slice_rows", [1, 2, 3, 5, 1000])
def test_gaps_are_found_with_their_offsets(make: Make, slice_rows: int) -> None:
    lake = make(slice_rows)
    for first, last in ((0, 4), (8, 9), (11, 12), (40, 45)):
        lake.land(first, last)
    lake.land(3, 4, part=1)
    lake.load()
    report = lake.reconcile.run()
    assert (report.rows, report.missing, report.lost) == (17, 31, 31)
    assert report.listed[0].gaps == [(5, 7), (10, 10), (13, 39)]
    assert report.listed[1].gaps == []


def test_a_gap_as_wide_as_the_ocean_takes_no_longer(make: Make) -> None:
    lake = make(3)
    lake.land(0, 3)
    lake.land(10**15, 10**15 + 3)
    lake.load()
    assert only(lake.reconcile.run()).gaps == [(4, 10**15 - 1)]


@pytest.mark.parametrize("slice_rows", [7, 1000])
def test_only_the_largest_gaps_are_listed_and_all_are_counted(make: Make, slice_rows: int) -> None:
    lake = make(slice_rows)
    for first in (*range(0, 60, 2), 70):
        lake.land(first, first)
    lake.load()
    partition = only(lake.reconcile.run())
    assert (partition.missing, len(partition.gaps)) == (40, 20)
    assert partition.gaps[-1] == (59, 69)


def test_a_rejected_record_is_no_gap(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land(7, 9)
    lake.land_rejected(5, 6)
    lake.load()
    report = lake.reconcile.run()
    assert (only(report).rows, report.lost, report.duplicates) == (10, 0, 0)


def test_a_rejected_record_of_another_topic_closes_no_gap(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land(6, 9)
    lake.land_rejected(5, topic="another")
    lake.load()
    assert only(lake.reconcile.run()).gaps == [(5, 5)]


@pytest.mark.parametrize("slice_rows", [2, 1000])
def test_duplicates_are_counted(make: Make, slice_rows: int) -> None:
    lake = make(slice_rows)
    lake.land(0, 4)
    lake.load()
    lake.repeat()
    report = lake.reconcile.run()
    assert (report.duplicates, only(report).rows, report.lost) == (5, 10, 0)


@pytest.mark.parametrize(
    ("condition", "gap"),
    [("kafka_offset < 2", (0, 1)), ("kafka_offset > 7", (8, 9)), ("true", (0, 9))],
)
def test_rows_lost_at_an_end_are_a_gap_too(
    lake: AnyLake, condition: str, gap: tuple[int, int]
) -> None:
    lake.land(0, 9)
    lake.load()
    lake.lose(condition)
    partition = only(lake.reconcile.run())
    assert (partition.gaps, partition.lost) == ([gap], gap[1] - gap[0] + 1)


def test_what_was_removed_stays_known_after_upkeep(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land(0, 4, part=1)
    lake.load()
    lake.upkeep.forget("000002", dry_run=False)
    lake.upkeep.forget("000003", dry_run=False)
    lake.upkeep.optimize()
    lake.upkeep.vacuum(168, dry_run=False)
    report = lake.reconcile.run()
    assert (report.missing, report.removed, report.lost) == (4, 4, 0)
    assert [partition.removed for partition in report.listed] == [2, 2]


def test_a_damaged_file_is_a_gap(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.store.put(lake.land(5, 9), b"x")
    lake.load()
    assert only(lake.reconcile.run()).gaps == [(5, 9)]


def test_what_was_removed_on_purpose_is_missing_but_not_lost(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land(5, 9, snapshot_time=TIME + DAY)
    lake.land_rejected(10, key=b"000007")
    lake.load()
    lake.upkeep.expire("flight_states", 9, dry_run=False)
    lake.upkeep.forget("000007", dry_run=False)
    partition = only(lake.reconcile.run())
    assert (partition.missing, partition.removed, partition.lost) == (7, 7, 0)
    assert partition.gaps == [(0, 4), (7, 7), (10, 10)]


def test_what_is_lost_shows_beside_what_was_removed(lake: AnyLake) -> None:
    lake.land(0, 9)
    lake.load()
    lake.upkeep.forget("000002", dry_run=False)
    lake.lose("kafka_offset = 5")
    assert only(lake.reconcile.run()).lost == 1


def test_what_is_landed_and_not_loaded_waits(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.load()
    lake.land(5, 9)
    lake.land(10, 19)
    lake.land(0, 1, log="log-2")
    lake.land_rejected(3)
    report = lake.reconcile.run()
    assert (report.waiting_files, report.waiting_rejected_files, report.lost) == (3, 1, 0)
    [first, second] = report.listed
    assert (first.waiting_files, first.waiting_first, first.waiting_last) == (2, 5, 19)
    assert (second.log_id, second.rows, second.waiting_first) == ("log-2", 0, 0)


# --- reload


def test_a_damaged_file_is_loaded_once_it_is_whole_and_released(lake: AnyLake) -> None:
    key = lake.land(0, 4)
    good = lake.store.get(key)
    assert good is not None
    lake.store.put(key, b"x")
    assert lake.load() == 0
    lake.store.put(key, good.body)
    assert lake.load() == 0
    assert lake.reload.file(key, dry_run=False) == ReloadReport(False, files=1, notes=1)
    assert lake.load() == 5


def test_the_files_of_a_day_are_loaded_again_and_no_other(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.land(5, 9, snapshot_time=TIME + DAY)
    lake.land_rejected(10, 12)
    lake.load()
    lake.lose("kafka_offset IN (3, 7)")
    assert lake.reload.day(TODAY, dry_run=False) == ReloadReport(False, files=2, notes=2)
    assert lake.load() == 1
    assert lake.offsets() == [0, 1, 2, 3, 4, 5, 6, 8, 9]
    assert lake.rejected() == [10, 12]


def test_a_dry_reload_releases_nothing(lake: AnyLake) -> None:
    lake.land(0, 4)
    lake.load()
    assert lake.reload.day(TODAY, dry_run=True) == ReloadReport(True, files=1, notes=1)
    assert lake.lakehouse.loaded() != set()


def test_a_damaged_file_belongs_to_no_day(lake: AnyLake, caplog: pytest.LogCaptureFixture) -> None:
    lake.store.put(lake.land(0, 4), b"x")
    assert lake.reload.day(TODAY, dry_run=True).files == 0
    assert "is passed over: not Parquet" in caplog.text


@pytest.mark.parametrize("key", ["landing/flight_states/log/0/1.parquet", "a' OR 'a' = 'a"])
def test_what_is_no_landing_file_is_not_released(lake: AnyLake, key: str) -> None:
    with pytest.raises(ConfigError, match="is no landing file"):
        lake.reload.file(key, dry_run=False)
