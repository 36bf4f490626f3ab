"""Every gold file is one SELECT that both engines understand."""

import pytest

from flight_tracker import gold
from flight_tracker.gold import GOLD_TABLES
from flight_tracker.tables import TABLES

sqlglot = pytest.importorskip("sqlglot", reason="sqlglot is not installed")


BOTH_HAVE = {"OCTET_LENGTH"}
"""Functions of DuckDB and Spark that sqlglot does not know."""


@pytest.mark.parametrize("dialect", ["databricks", "spark", "duckdb"])
@pytest.mark.parametrize("table", GOLD_TABLES)
def test_a_file_is_one_select_with_the_columns_of_its_table(table: str, dialect: str) -> None:
    [tree] = sqlglot.parse(gold.statement(table), read=dialect)
    assert isinstance(tree, sqlglot.exp.Select)
    assert tree.named_selects == [column.name for column in TABLES[table].columns]


@pytest.mark.parametrize("table", GOLD_TABLES)
def test_no_function_is_unknown(table: str) -> None:
    tree = sqlglot.parse_one(gold.statement(table), read="databricks")
    assert {call.name for call in tree.find_all(sqlglot.exp.Anonymous)} <= BOTH_HAVE
