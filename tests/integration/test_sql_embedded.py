"""What the embedded engine keeps beside the tables."""

from pathlib import Path

import pytest

pytest.importorskip("duckdb", reason="duckdb is not installed")

from flight_tracker.adapters.sql_embedded import EmbeddedSql

MANY = "SELECT count(*) FROM (SELECT range AS a FROM range(3000000) ORDER BY hash(a)) WHERE a >= 0"


def spilling(folder: Path) -> EmbeddedSql:
    sql = EmbeddedSql(str(folder), memory_limit="30MB")
    assert sql.query("SELECT 1", {}) == [(1,)]
    return sql


def test_processes_do_not_share_what_does_not_fit_into_memory(tmp_path: Path) -> None:
    both = spilling(tmp_path), spilling(tmp_path)
    found = [sql.query("SELECT current_setting('temp_directory')", {})[0][0] for sql in both]
    assert found == [str(tmp_path / ".duckdb" / "0"), str(tmp_path / ".duckdb" / "1")]


def test_what_does_not_fit_into_memory_is_answered_all_the_same(tmp_path: Path) -> None:
    assert spilling(tmp_path).query(MANY, {}) == [(3_000_000,)]


def test_what_a_killed_process_left_is_thrown_away(tmp_path: Path) -> None:
    left = tmp_path / ".duckdb" / "0" / "duckdb_temp_storage-0.tmp"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"left")
    spilling(tmp_path)
    assert not left.exists()
