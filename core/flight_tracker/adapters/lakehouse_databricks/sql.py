"""SQL over the tables on Databricks, for what makes tables from tables."""

import io
import re
import time
from collections.abc import Mapping, Sequence
from typing import Any

from flight_tracker.adapters.lakehouse_databricks import statements
from flight_tracker.adapters.lakehouse_databricks.session import Limits, Session
from flight_tracker.adapters.lakehouse_databricks.volume import Volume
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.ports import Clock, HttpClient
from flight_tracker.tables import TABLES

LIMITS = Limits()


class DatabricksSql:
    """The tables at `<catalog>.<schema>`, by their plain names; the schema must be there."""

    def __init__(
        self,
        warehouse: Warehouse,
        http: HttpClient,
        clock: Clock = time.time,
        limits: Limits = LIMITS,
    ) -> None:
        # Unity Catalog keeps names in lower case, and lists them so.
        catalog, schema = warehouse.catalog.lower(), warehouse.schema.lower()
        self._session = Session(warehouse, http, clock, limits, namespace=(catalog, schema))
        self._volume = Volume(self._session, catalog, schema)

    def close(self) -> None:
        """Leave the warehouse; the next call connects anew."""
        self._session.close()

    def query(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        try:
            rows = self._session.run(statement, _used(statement, parameters))
        except Unavailable as error:
            if re.search("(TABLE_OR_VIEW|SCHEMA)_NOT_FOUND", str(error)):
                raise NotFound(str(error)) from error
            raise
        return [tuple(row) for row in rows]

    def replace_day(self, table: str, statement: str, parameters: Mapping[str, Any]) -> None:
        day = parameters["day"].isoformat()
        self._session.run(
            f"INSERT INTO {table} REPLACE WHERE event_date = DATE'{day}'"
            f" SELECT {_columns(table)} FROM ({statement})",
            _used(statement, parameters),
        )

    def replace_all(self, table: str, body: bytes) -> None:
        with self._volume.put(io.BytesIO(body)) as path:
            self._session.run(
                f"INSERT OVERWRITE {table} SELECT {_columns(table)}"
                f" FROM read_files({statements.text(path)}, format => 'parquet')"
            )


def _columns(table: str) -> str:
    return ", ".join(column.name for column in TABLES[table].columns)


def _used(statement: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The warehouse refuses a parameter that the statement does not ask for."""
    names = set(re.findall(r"(?<!:):([a-z_]\w*)", statement))
    return {name: value for name, value in parameters.items() if name in names}
