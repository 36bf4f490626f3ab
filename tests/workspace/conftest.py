"""A real workspace of Databricks in the place of the stand-in: `make test-workspace`.

Each test has a schema of its own, which is dropped at its end; one that was killed leaves
`flight_tracker_test_<random>` behind.
"""

import os
import time
import uuid
from collections.abc import Iterator
from contextlib import closing

import pytest

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.databricks_access import Warehouse
from tests.integration.lakes import Place

START_SECONDS = 600.0
"""For a warehouse that is asleep: one that is not serverless takes minutes."""


def missing() -> list[str]:
    """The variables without which there is no workspace to ask."""
    names = ["DATABRICKS_SERVER_HOSTNAME", "DATABRICKS_HTTP_PATH"]
    if os.environ.get("DATABRICKS_CLIENT_ID"):
        names.append("DATABRICKS_CLIENT_SECRET")
    else:
        names.append("DATABRICKS_TOKEN")
    return [name for name in names if not os.environ.get(name)]


@pytest.fixture
def http() -> Iterator[RequestsHttpClient]:
    client = RequestsHttpClient()
    yield client
    client._session.close()


@pytest.fixture
def warehouse() -> Warehouse:
    """Of a schema that is not there yet."""
    if absent := missing():
        pytest.skip(f"no Databricks workspace: {', '.join(absent)} missing")
    pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
    identifier = os.environ.get("DATABRICKS_CLIENT_ID")
    return Warehouse(
        os.environ["DATABRICKS_SERVER_HOSTNAME"],
        os.environ["DATABRICKS_HTTP_PATH"],
        token=os.environ.get("DATABRICKS_TOKEN"),
        client=(identifier, os.environ["DATABRICKS_CLIENT_SECRET"]) if identifier else None,
        catalog=os.environ.get("DATABRICKS_CATALOG", "workspace"),
        schema=f"flight_tracker_test_{uuid.uuid4().hex[:12]}",
    )


@pytest.fixture
def place(warehouse: Warehouse, http: RequestsHttpClient) -> Iterator[Place]:
    """An empty schema, until the end of the test."""
    from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse, statements
    from flight_tracker.adapters.lakehouse_databricks.session import Limits, Session
    from flight_tracker.adapters.lakehouse_databricks.sql import DatabricksSql

    limits = Limits(retry=START_SECONDS)
    schema = ".".join(map(statements.name, (warehouse.catalog, warehouse.schema)))
    lakehouse = DatabricksLakehouse(warehouse, http, limits=limits)
    sql = DatabricksSql(warehouse, http, limits=limits)
    with closing(Session(warehouse, http, time.time, limits)) as session:
        session.run(f"CREATE SCHEMA {schema}")
        try:
            with closing(lakehouse), closing(sql):
                yield Place(lakehouse, sql)
        finally:
            session.run(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
