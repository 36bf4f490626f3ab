"""Spark in the place of the stand-in's DuckDB; all tests share one, which starts slowly."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from flight_tracker.adapters.http import RequestsHttpClient
from tests.integration.conftest import http
from tests.integration.lakes import HTTP_PATH, Place
from tests.spark.cluster import SparkCluster

__all__ = ["http"]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkCluster]:
    if (reason := SparkCluster.unavailable_reason()) is not None:
        pytest.skip(reason)
    with SparkCluster() as started:
        yield started


@pytest.fixture
def nothing_there(spark: SparkCluster) -> None:
    """Tables that other tests left empty are dropped, too."""
    spark.ask("DROP SCHEMA IF EXISTS flight_tracker CASCADE", {})


@pytest.fixture
def place(spark: SparkCluster, tmp_path: Path, http: RequestsHttpClient) -> Iterator[Place]:
    """The real connector against the stand-in over Spark."""
    yield from on_spark(spark, tmp_path, http)


def on_spark(spark: SparkCluster, folder: Path, http: RequestsHttpClient) -> Iterator[Place]:
    pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
    pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")
    from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse
    from flight_tracker.adapters.lakehouse_databricks.sql import DatabricksSql
    from flight_tracker.databricks_access import Warehouse
    from tests.warehouse import StandInWarehouse
    from tests.warehouse.spark_engine import SparkEngine

    engine = SparkEngine(folder, spark)
    with StandInWarehouse(folder, "token", ("client", "secret"), engine) as started:
        where = Warehouse(started.url, HTTP_PATH, token="token")
        lakehouse, sql = DatabricksLakehouse(where, http), DatabricksSql(where, http)
        with closing(lakehouse), closing(sql):
            yield Place(lakehouse, sql)
