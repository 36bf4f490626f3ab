"""What of upkeep is Databricks's alone; the contract is in `test_upkeep_contract.py`."""

import gc
import logging
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")

from flight_tracker import jobs
from flight_tracker.adapters.lakehouse_databricks.upkeep import KEPT
from flight_tracker.errors import ConfigError, Unavailable
from tests.integration.lakes import HTTP_PATH
from tests.integration.test_upkeep_contract import WarehouseLake
from tests.warehouse import StandInWarehouse


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WarehouseLake]:
    """Two aircraft in two data files on the stand-in."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with ExitStack() as stack:
        started = stack.enter_context(
            StandInWarehouse(tmp_path / "volumes", "token", ("client", "secret"))
        )
        lake = WarehouseLake(started, 1000, stack)
        for first in (0, 3):
            lake.land_aircraft(first, "4b1816", "4b1817", "4b1816")
            lake.load()
        yield lake


def test_a_vacuum_tells_what_the_history_tells(ours: WarehouseLake) -> None:
    ours.upkeep.optimize()
    report = ours.upkeep.vacuum(168, dry_run=False)
    assert (report.files["flight_states"], report.bytes["flight_states"]) == (2, 2000)
    assert sum(ours.upkeep.vacuum(168, dry_run=False).files.values()) == 0


def test_a_dry_vacuum_does_not_know_the_bytes(ours: WarehouseLake) -> None:
    ours.upkeep.optimize()
    report = ours.upkeep.vacuum(168, dry_run=True)
    assert (report.files["flight_states"], report.bytes["flight_states"]) == (2, None)
    assert ours.upkeep.vacuum(168, dry_run=True) == report


def test_a_vacuum_that_the_history_does_not_tell_of_knows_no_bytes(ours: WarehouseLake) -> None:
    ours.upkeep.optimize()
    ours.warehouse.engine.data_files["flight_states"].is_told = False
    report = ours.upkeep.vacuum(168, dry_run=False)
    assert (report.files["flight_states"], report.bytes["flight_states"]) == (2, None)


def test_a_dry_vacuum_says_that_more_files_may_be_there(
    ours: WarehouseLake, caplog: pytest.LogCaptureFixture
) -> None:
    ours.warehouse.engine.data_files["flight_states"].replaced = [1] * 1001
    assert ours.tables.vacuum("flight_states", 168, dry_run=True).files == 1000
    assert "flight_states: 1000 files or more" in caplog.text


def test_a_vacuum_of_other_hours_than_the_table_keeps_is_refused(ours: WarehouseLake) -> None:
    properties = ours.warehouse.engine.data_files["flight_states"].properties
    for kept, hours in ((None, 24), ("interval 2 days", 168), ("interval 1 month", 168)):
        properties |= {KEPT: kept} if kept else {}
        with pytest.raises(ConfigError, match=f"--hours {hours}: .* flight_states .* {KEPT}"):
            ours.tables.vacuum("flight_states", hours, dry_run=False)
    assert "VACUUM" not in ours.sent()


@pytest.mark.parametrize("kept", ["interval 2 days", "INTERVAL 48 HOURS", "48 hours"])
def test_a_vacuum_of_the_hours_that_the_table_keeps_is_done(ours: WarehouseLake, kept: str) -> None:
    ours.warehouse.engine.data_files["flight_states"].properties[KEPT] = kept
    ours.tables.vacuum("flight_states", 48, dry_run=True)
    assert "VACUUM flight_states RETAIN 48 HOURS DRY RUN" in ours.warehouse.statements


def test_rows_that_are_forgotten_leave_their_files(ours: WarehouseLake) -> None:
    ours.warehouse.statements.clear()
    ours.tables.remove("flight_states", "icao24 = '4b1816'", dry_run=False)
    assert ours.sent() == ["MERGE", "DELETE", "UPDATE", "REORG"]


def test_the_note_of_a_removal_does_not_keep_the_address(ours: WarehouseLake) -> None:
    ours.upkeep.forget("4b1816", dry_run=False)
    notes = ours.ask("SELECT * FROM {}.removal_history")
    assert len(notes) == 1
    assert "4b1816" not in str(notes)


@pytest.mark.parametrize(("statement", "removed"), [("DELETE", 0), ("UPDATE", 4)])
def test_a_removal_that_was_broken_off_is_known_as_far_as_it_came(
    ours: WarehouseLake, statement: str, removed: int
) -> None:
    ours.warehouse.engine.denied = statement
    with pytest.raises(Unavailable):
        ours.upkeep.forget("4b1816", dry_run=False)
    ours.land_aircraft(6, "4b1816")
    ours.load()
    report = ours.reconcile.run()
    assert (report.missing, report.lost) == (removed, 0)
    ours.warehouse.engine.denied = None
    ours.upkeep.forget("4b1816", dry_run=False)
    report = ours.reconcile.run()
    assert (report.missing, report.removed, report.lost) == (5, 5, 0)


def test_a_change_that_loses_against_a_load_is_made_again(ours: WarehouseLake) -> None:
    ours.warehouse.engine.conflicts = 4
    ours.upkeep.optimize()
    assert ours.offsets() == list(range(6))
    ours.warehouse.engine.conflicts = 5
    with pytest.raises(Unavailable, match="DELTA_CONCURRENT"):
        ours.tables.remove("flight_states", "icao24 = '4b1816'", dry_run=False)
    ours.warehouse.engine.conflicts = 4
    assert ours.tables.remove("flight_states", "icao24 = '4b1816'", dry_run=False) == 4
    assert ours.reconcile.run().lost == 0


def test_rows_that_are_loaded_before_the_deletion_are_told_of(
    ours: WarehouseLake, caplog: pytest.LogCaptureFixture
) -> None:
    engine = ours.warehouse.engine
    ran = engine.run

    def loading(statement: str, *rest: Any) -> Any:
        if statement.startswith("DELETE"):
            ours.repeat()
        return ran(statement, *rest)

    engine.run = loading
    with caplog.at_level(logging.WARNING):
        assert ours.tables.remove("flight_states", "icao24 = '4b1816'", dry_run=False) == 8
    assert "4 rows were found and 8 removed" in caplog.text


@pytest.fixture
def settings(
    ours: WarehouseLake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> Iterator[None]:
    """Of the jobs, for the same warehouse. A job leaves its session to the end of its process."""
    for name, value in {
        "LAKEHOUSE": "databricks",
        "DATABRICKS_SERVER_HOSTNAME": ours.warehouse.url,
        "DATABRICKS_HTTP_PATH": HTTP_PATH,
        "DATABRICKS_TOKEN": "token",
        "DATA_DIR": str(tmp_path / "data"),
    }.items():
        monkeypatch.setenv(name, value)
    yield
    caplog.get_records("call").clear()  # their tracebacks keep the session
    gc.collect()


@pytest.mark.usefixtures("settings")
def test_the_jobs_keep_the_tables_of_databricks(
    ours: WarehouseLake, capsys: pytest.CaptureFixture[str]
) -> None:
    assert jobs.main(["forget", "4b1816"]) == 0
    assert ours.offsets() == [1, 4]
    assert jobs.main(["optimize"]) == 0
    assert jobs.main(["vacuum"]) == 0
    assert jobs.main(["vacuum", "--hours", "24"]) == 2
    assert jobs.main(["reconcile"]) == 0
    assert '"removed": 4' in capsys.readouterr().out
    ours.lose("kafka_offset = 1")
    assert jobs.main(["reconcile"]) == 1


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("job", ["optimize", "vacuum", "forget 4b1816", "reconcile"])
def test_tables_that_are_not_there_are_unavailable_on_databricks(
    ours: WarehouseLake, job: str
) -> None:
    ours.ask("DROP SCHEMA {} CASCADE")
    assert jobs.main(job.split()) == 3
