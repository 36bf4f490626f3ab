"""A stand-in for a Databricks SQL warehouse: the connector's own Thrift service on loopback.

The connector and every statement are used unchanged; DuckDB executes what sqlglot translates. What
differs from the real one: one statement at a time, no Delta log, no
permissions but those that a test takes away.
"""

from tests.warehouse.engine import CATALOG
from tests.warehouse.server import StandInWarehouse

__all__ = ["CATALOG", "StandInWarehouse"]
