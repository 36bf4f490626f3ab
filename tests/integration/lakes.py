"""Lakehouses for tests: each contract runs on every one of them."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.sql_embedded import EmbeddedSql
from flight_tracker.ports import Lakehouse, SqlEngine

HTTP_PATH = "/sql/1.0/warehouses/stand-in"


class Place(NamedTuple):
    """A lakehouse, and SQL over it."""

    lakehouse: Lakehouse
    sql: SqlEngine


def embedded(folder: Path) -> Place:
    """In a folder whose name is a trial to everything that quotes."""
    path = str(folder / "a lake, it's=100% ours")
    return Place(EmbeddedLakehouse(path), EmbeddedSql(path))


def on_databricks(folder: Path, http: RequestsHttpClient) -> Iterator[Place]:
    """The real connector against the stand-in."""
    pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
    pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")
    from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse
    from flight_tracker.adapters.lakehouse_databricks.sql import DatabricksSql
    from flight_tracker.databricks_access import Warehouse
    from tests.warehouse import StandInWarehouse

    with StandInWarehouse(folder, "token", ("client", "secret")) as started:
        where = Warehouse(started.url, HTTP_PATH, token="token")
        lakehouse, sql = DatabricksLakehouse(where, http), DatabricksSql(where, http)
        with closing(lakehouse), closing(sql):
            yield Place(lakehouse, sql)
