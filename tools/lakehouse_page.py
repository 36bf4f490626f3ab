"""Renew what docs/lakehouse.md shows: `python -m tools.lakehouse_page docs/lakehouse.md`.

The tables come from their declarations, the bill from the cost model, and each answer from asking
the lakehouse of the settings (DATA_DIR) the SQL that stands above it.
"""

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlglot

from flight_tracker import lakehouse_cost, wiring
from flight_tracker.settings import Settings
from flight_tracker.table import Table
from flight_tracker.tables import TABLES

QUESTION = re.compile(r"(```sql\n((?:(?!```).*\n)+)```\n)(?:\n(?:\|.*\n)+)?")
"""SQL, and below it the answer if there is one yet."""


Rows = Sequence[tuple[Any, ...]]


def renewed(page: str, ask: Callable[[str], Rows]) -> str:
    """The page with its tables, its bill and its answers as they are now."""
    page = _between("tables", page, "\n".join(_table(table) for table in TABLES.values()))
    page = _between("bill", page, lakehouse_cost.markdown(lakehouse_cost.Plan()))
    return QUESTION.sub(lambda found: f"{found[1]}\n{_answer(found[2], ask(found[2]))}", page)


def _between(name: str, page: str, content: str) -> str:
    start, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, _, rest = page.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"the page has no {start.strip()} … {end.strip()}")
    return f"{before}{start}\n{content}\n{end}{after}"


def _table(table: Table) -> str:
    columns = " · ".join(f"`{column.name}` {column.comment}" for column in table.columns)
    partitions = f", partitioned by {_names(table.partition_by)}" if table.partition_by else ""
    return (
        f"**`{table.name}`** — {table.comment}. One row for {_names(table.identity)}"
        f"{partitions}.<br>\n{columns}\n"
    )


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _answer(statement: str, rows: Rows) -> str:
    query = sqlglot.parse_one(statement, dialect="databricks")
    assert isinstance(query, sqlglot.exp.Query)
    numeric = [isinstance(value, int | float) for value in rows[0]]
    lines = [query.named_selects, ["---:" if is_number else "---" for is_number in numeric]]
    lines += [[_cell(value) for value in row] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(value: Any) -> str:
    match value:
        case float():
            return f"{value:,.10g}"
        case int():
            return f"{value:,}"
    return "" if value is None else str(value)


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sql = wiring.history(Settings.from_env(os.environ)).sql
    path.write_text(renewed(path.read_text("utf-8"), lambda s: sql.query(s, {})), "utf-8")
