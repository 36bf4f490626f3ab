"""Questions over the REST API, answered by Spark."""

# ruff: noqa: F403, F405, F821
from collections.abc import Iterator
from pathlib import Path

import pytest

from flight_tracker.adapters.sql_databricks import DatabricksReader
from flight_tracker.errors import Unavailable
from tests.integration.test_sql_databricks import *
from tests.spark.cluster import SparkCluster
from tests.warehouse import StandInWarehouse
from tests.warehouse.spark_engine import SparkEngine

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("nothing_there")]

del test_a_statement_that_fails_is_explained  # by the stand-in's own name of the error


@pytest.fixture
def warehouse(spark: SparkCluster, tmp_path: Path) -> Iterator[StandInWarehouse]:
    spark.ask("CREATE SCHEMA flight_tracker", {})  # which USE wants to be there
    with StandInWarehouse(tmp_path, TOKEN, CLIENT, SparkEngine(tmp_path, spark)) as started:
        yield started


def test_a_column_that_is_not_there_is_named(reader: DatabricksReader) -> None:
    with pytest.raises(Unavailable, match=r"UNRESOLVED_COLUMN.*nonsense"):
        reader.query("SELECT nonsense FROM (SELECT 1 AS a)", {})
