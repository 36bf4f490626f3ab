"""Questions to Databricks over its REST API: no client library, no session, no warehouse woken.

Source: Databricks REST API, "Statement Execution" (2.0) and "SQL Warehouses" (2.0). An answer is
JSON of strings with the column's types beside it, in chunks.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import msgspec

from flight_tracker import databricks_access
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import Asleep, NotFound, Unavailable
from flight_tracker.ports import Clock, HttpAnswer, HttpClient, HttpRequest, WarehouseState

STATEMENT_SECONDS = 20
"""After which the warehouse cancels a statement; the API gateway in front of us waits for 30."""

REQUEST_SECONDS = 25.0
STATE_SECONDS = 5.0
STATE_LASTS = 15.0
"""Seconds for which the warehouse's state is not asked again."""

AWAKE = ("RUNNING",)
_TYPES = {str: "STRING", int: "BIGINT", float: "DOUBLE", date: "DATE", bool: "BOOLEAN"}
_VALUES: dict[str, Callable[[str], Any]] = {
    "BYTE": int,
    "SHORT": int,
    "INT": int,
    "LONG": int,
    "DOUBLE": float,
    "FLOAT": float,
    "BOOLEAN": lambda text: text == "true",
    "DATE": date.fromisoformat,
}


class _Column(msgspec.Struct):
    type_name: str = "STRING"


class _Schema(msgspec.Struct):
    columns: list[_Column] = []


class _Manifest(msgspec.Struct):
    schema: _Schema = msgspec.field(default_factory=_Schema)


class _Chunk(msgspec.Struct):
    data_array: list[list[str | None]] = []
    next_chunk_internal_link: str | None = None


class _Error(msgspec.Struct):
    message: str = ""


class _Status(msgspec.Struct):
    state: str
    error: _Error = msgspec.field(default_factory=_Error)


class _Statement(msgspec.Struct):
    status: _Status
    manifest: _Manifest = msgspec.field(default_factory=_Manifest)
    result: _Chunk = msgspec.field(default_factory=_Chunk)


class _State(msgspec.Struct):
    state: str


class DatabricksReader:
    """The tables at `<catalog>.<schema>`. `wakes` lets a question start a stopped warehouse."""

    def __init__(
        self,
        warehouse: Warehouse,
        http: HttpClient,
        clock: Clock = time.time,
        *,
        wakes: bool = False,
    ) -> None:
        self._warehouse = warehouse
        self._http = http
        self._clock = clock
        self._wakes = wakes
        self._id = warehouse.http_path.rstrip("/").rpartition("/")[2]
        self._credentials = databricks_access.credentials(warehouse, http, clock)
        self._state: tuple[float, WarehouseState] | None = None

    def query(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        if not self._wakes and not self.state().is_awake:
            raise Asleep("the SQL warehouse is asleep; it wakes with the next load")
        asked = {
            "warehouse_id": self._id,
            "catalog": self._warehouse.catalog,
            "schema": self._warehouse.schema,
            "statement": statement,
            "parameters": [_parameter(name, value) for name, value in parameters.items()],
            "wait_timeout": f"{STATEMENT_SECONDS}s",
            "on_wait_timeout": "CANCEL",
        }
        body = self._send("POST", "/api/2.0/sql/statements", REQUEST_SECONDS, asked)
        answer = _decoded(body, _Statement)
        if answer.status.state != "SUCCEEDED":
            raise self._failure(answer.status)
        types = [column.type_name for column in answer.manifest.schema.columns]
        return [_row(types, row) for row in self._rows(answer.result)]

    def state(self) -> WarehouseState:
        now = self._clock()
        if self._state is None or not 0 <= now - self._state[0] < STATE_LASTS:
            started = time.perf_counter()
            path = f"/api/2.0/sql/warehouses/{self._id}"
            found = _decoded(self._send("GET", path, STATE_SECONDS), _State).state
            latency = round(time.perf_counter() - started, 3)
            self._state = now, WarehouseState(found in AWAKE, found.lower(), latency)
        return self._state[1]

    def _rows(self, chunk: _Chunk) -> list[list[str | None]]:
        rows = chunk.data_array
        while chunk.next_chunk_internal_link is not None:
            body = self._send("GET", chunk.next_chunk_internal_link, REQUEST_SECONDS)
            chunk = _decoded(body, _Chunk)
            rows += chunk.data_array
        return rows

    def _send(self, method: str, path: str, timeout: float, json: Any = None) -> bytes:
        answer = self._ask(method, path, timeout, json)
        if answer.status in (401, 403) and self._credentials:
            self._credentials.forget()
            answer = self._ask(method, path, timeout, json)
        if answer.status != 200:
            raise Unavailable(databricks_access.refused(answer.status))
        return answer.body

    def _ask(self, method: str, path: str, timeout: float, json: Any) -> HttpAnswer:
        bearer = self._credentials.token(timeout) if self._credentials else self._warehouse.token
        headers = {"Authorization": f"Bearer {bearer}"}
        url = f"{self._warehouse.url}{path}"
        return self._http.send(HttpRequest(method, url, headers, json=json), timeout)

    def _failure(self, status: _Status) -> Exception:
        message = status.error.message
        if status.state in ("CANCELED", "CLOSED"):
            return Unavailable(f"Databricks: the statement took longer than {STATEMENT_SECONDS} s")
        if "TABLE_OR_VIEW_NOT_FOUND" in message or "SCHEMA_NOT_FOUND" in message:
            return NotFound("the tables are not there yet: the first load creates them")
        return Unavailable(databricks_access.explained(self._warehouse, message))


def _parameter(name: str, value: Any) -> dict[str, Any]:
    text = value if value is None or isinstance(value, str) else str(value).lower()
    return {"name": name, "value": text, "type": _TYPES.get(type(value), "STRING")}


def _row(types: list[str], row: list[str | None]) -> tuple[Any, ...]:
    return tuple(
        value if value is None or kind not in _VALUES else _VALUES[kind](value)
        for kind, value in zip(types, row, strict=True)
    )


def _decoded(body: bytes, kind: Any) -> Any:
    try:
        return msgspec.json.decode(body, type=kind)
    except ValueError as error:
        raise Unavailable(f"Databricks's answer cannot be understood: {error}") from error
