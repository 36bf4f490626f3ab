"""The embedded lakehouse's tables are Delta tables for Spark, too."""

from pathlib import Path

import pytest

pytest.importorskip("deltalake", reason="deltalake is not installed")

from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.upkeep_embedded import EmbeddedUpkeep
from tests.skies import TIME, records, state
from tests.spark.cluster import SparkCluster

pytestmark = pytest.mark.spark

FILES, ROWS = 3, 2000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Tables with a few small files of states."""
    lake = EmbeddedLakehouse(str(tmp_path))
    lake.migrate()
    for first in range(0, FILES * ROWS, ROWS):
        states = [state(f"{n:06x}", latitude=n / 70) for n in range(first, first + ROWS)]
        pairs = list(zip(records(*states, first=first), states, strict=True))
        body = ParquetTableFormat().encode_states(pairs, "log-1")
        lake.load("flight_states", [(f"file-{first}", body)], TIME)
    return tmp_path


def check(spark: SparkCluster, folder: Path, first: int = 0) -> None:
    asked = "min(kafka_offset), count(DISTINCT kafka_offset), count(DISTINCT icao24), max(latitude)"
    _, rows = spark.ask(f"SELECT {asked} FROM delta.`{folder}/flight_states`", {})
    count = FILES * ROWS - first
    assert rows == [(first, count, count, (FILES * ROWS - 1) / 70)]


def test_spark_reads_what_was_loaded(spark: SparkCluster, folder: Path) -> None:
    check(spark, folder)


def test_spark_reads_what_was_optimized(spark: SparkCluster, folder: Path) -> None:
    before, after = EmbeddedUpkeep(str(folder), "flights.states").compact("flight_states")
    assert after.files < before.files
    check(spark, folder)


def test_spark_reads_what_was_left_by_a_removal(spark: SparkCluster, folder: Path) -> None:
    upkeep = EmbeddedUpkeep(str(folder), "flights.states")
    assert upkeep.remove("flight_states", "kafka_offset < 5", dry_run=False) == 5
    check(spark, folder, first=5)
