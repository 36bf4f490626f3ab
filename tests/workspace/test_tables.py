"""What only a real workspace knows of its tables."""

import logging

import pytest

from flight_tracker.adapters.lakehouse_databricks import statements
from flight_tracker.databricks_access import Warehouse
from flight_tracker.tables import TABLES
from tests.integration.lakes import Place

pytestmark = pytest.mark.workspace


def test_comments_are_those_that_were_declared(place: Place, warehouse: Warehouse) -> None:
    place.lakehouse.migrate()
    rows = place.sql.query(statements.comments(warehouse.catalog, warehouse.schema), {})
    found = {(name, column): comment for name, column, comment in rows}
    declared = {(t.name, c.name): c.comment for t in TABLES.values() for c in t.columns}
    assert found == declared | {(t.name, None): t.comment for t in TABLES.values()}


def test_a_new_table_has_all_that_was_declared(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "flight_tracker"):
        place.lakehouse.migrate()
    assert [r.message for r in caplog.records if r.name.startswith("flight_tracker")] == []
