"""What the Databricks lakehouse promises, kept by Spark and Delta; and what only they can show."""

# ruff: noqa: F403, F405, F821
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse, Limits
from tests.integration.test_databricks import *
from tests.spark.cluster import SparkCluster, SparkError
from tests.warehouse import StandInWarehouse
from tests.warehouse.spark_engine import SparkEngine

pytestmark = pytest.mark.spark

# In DuckDB's words; see `test_a_table_is_what_was_declared`.
del test_the_tables_are_those_that_were_declared
# They end before any statement is executed.
del test_a_damaged_file_is_noted_and_the_others_are_loaded
del test_a_deleted_warehouse_is_named
del test_a_refused_service_principal_is_named_and_its_secret_is_not
del test_a_server_that_is_not_there_is_unavailable_at_once
del test_a_token_is_replaced_before_its_end
del test_a_token_of_a_service_principal_is_fetched_once
del test_a_token_that_is_refused_is_replaced
del test_a_warehouse_that_stays_away_is_unavailable_in_bounded_time
del test_a_wrong_token_is_named_and_not_told

FROM_NOTHING = (
    "test_a_schema_that_an_administrator_made_is_used",
    "test_a_lakehouse_that_was_never_migrated_has_no_tables",
    "test_loading_before_migrating_is_unavailable",
    "test_a_missing_permission_is_named",
)


class PatientAccess(Access):
    """Spark takes seconds for what DuckDB does at once."""

    def __call__(self, limits: Limits = IMPATIENT, **changes: Any) -> DatabricksLakehouse:
        return super().__call__(limits._replace(socket=60.0), **changes)


@pytest.fixture
def access(warehouse: StandInWarehouse, http: RequestsHttpClient) -> Iterator[Access]:
    made = PatientAccess(warehouse, http)
    yield made
    made.close()


@pytest.fixture
def warehouse(
    request: pytest.FixtureRequest, spark: SparkCluster, tmp_path: Path
) -> Iterator[StandInWarehouse]:
    if request.node.originalname in FROM_NOTHING:
        request.getfixturevalue("nothing_there")
    folder = tmp_path / "volumes"
    with StandInWarehouse(folder, TOKEN, CLIENT, SparkEngine(folder, spark)) as started:
        yield started


def detail(spark: SparkCluster, statement: str) -> list[dict[str, Any]]:
    columns, rows = spark.ask(statement, {})
    return [dict(zip((name for name, _ in columns), row, strict=True)) for row in rows]


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_is_what_was_declared(
    lake: DatabricksLakehouse, spark: SparkCluster, table: Any
) -> None:
    [found] = detail(spark, f"DESCRIBE DETAIL {SCHEMA}.{table.name}")
    assert found["clusteringColumns"] == [*table.partition_by, *table.cluster_by]
    assert found["properties"]["delta.isolationLevel"] == "Serializable"
    assert found["description"] == table.comment
    columns = detail(spark, f"DESCRIBE {SCHEMA}.{table.name}")
    assert [(c["col_name"], c["comment"]) for c in columns] == [
        (column.name, column.comment) for column in table.columns
    ]


def test_a_row_without_its_record_is_refused_by_the_table(
    lake: DatabricksLakehouse, spark: SparkCluster
) -> None:
    values = "('4b1816', NULL, 0, 0, DATE'2023-11-14')"
    names = "icao24, log_id, kafka_partition, kafka_offset, event_date"
    with pytest.raises(SparkError, match="NOT NULL constraint violated for column: log_id"):
        spark.ask(f"INSERT INTO {SCHEMA}.flight_states ({names}) VALUES {values}", {})


def files_of(spark: SparkCluster, where: str) -> set[Path]:
    [*found] = spark.ask(
        f"SELECT DISTINCT _metadata.file_path FROM {SCHEMA}.flight_states WHERE {where}", {}
    )[1]
    return {Path(path.removeprefix("file:")) for (path,) in found}


OTHERS = {
    "another day": states_file(0, 4, snapshot_time=TIME + DAY),
    "other offsets": states_file(100, 104),
    "another log": states_file(10, 14, log="log-2"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_a_merge_reads_no_file_that_cannot_hold_its_rows(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse, spark: SparkCluster, other: File
) -> None:
    load(lake, other)
    for path in files_of(spark, "true"):
        path.unlink()  # to read it would be an error
    assert load(lake, states_file(10, 14, name="ours")) == 5


def test_a_merge_reads_the_file_that_may_hold_its_rows(
    lake: DatabricksLakehouse, spark: SparkCluster
) -> None:
    load(lake, states_file(0, 4))
    for path in files_of(spark, "true"):
        path.unlink()
    with pytest.raises(Unavailable):
        load(lake, states_file(3, 9))


def test_a_load_is_one_commit_and_a_repeat_adds_no_file(
    lake: DatabricksLakehouse, spark: SparkCluster
) -> None:
    for _ in range(2):
        load(lake, states_file(0, 4), states_file(5, 9, snapshot_time=TIME + DAY))
    *repeats, first, _ = detail(spark, f"DESCRIBE HISTORY {SCHEMA}.flight_states")
    assert first["operation"] == "MERGE" and first["isolationLevel"] == "Serializable"
    assert first["operationMetrics"]["numTargetRowsInserted"] == "10"
    added = [commit["operationMetrics"]["numTargetFilesAdded"] for commit in repeats]
    assert set(added) <= {"0"}
