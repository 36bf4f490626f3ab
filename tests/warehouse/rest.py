"""The warehouse's REST side: Statement Execution and SQL Warehouses, as far as they are used."""

import json
from datetime import date
from typing import Any

from tests.warehouse.engine import Engine, SqlError

CHUNK = 3
"""Rows of one chunk of an answer."""

_NAMES = {"VARCHAR": "STRING", "BIGINT": "LONG", "INTEGER": "INT"}
_PARSED = {"BIGINT": int, "DOUBLE": float, "DATE": date.fromisoformat, "STRING": str}


class Rest:
    """Answers by path. `state` is the warehouse's; a statement starts a stopped one."""

    def __init__(self, engine: Engine, identifier: str) -> None:
        self.state = "RUNNING"
        self.asked: list[dict[str, Any]] = []
        self._engine = engine
        self._id = identifier
        self._rows: list[list[str | None]] = []

    def get(self, path: str) -> tuple[int, bytes]:
        if path == f"/api/2.0/sql/warehouses/{self._id}":
            return 200, json.dumps({"id": self._id, "state": self.state}).encode()
        if path.startswith("/api/2.0/sql/statements/1/result/chunks/"):
            return 200, json.dumps(self._chunk(int(path.rpartition("/")[2]))).encode()
        return 404, b'{"error_code": "RESOURCE_DOES_NOT_EXIST"}'

    def post(self, path: str, body: bytes) -> tuple[int, bytes]:
        asked = json.loads(body)
        if path != "/api/2.0/sql/statements" or asked["warehouse_id"] != self._id:
            return 404, b'{"error_code": "RESOURCE_DOES_NOT_EXIST"}'
        self.asked.append(asked)
        self.state = "RUNNING"
        given = {p["name"]: _PARSED[p["type"]](p["value"]) for p in asked["parameters"]}
        namespace = asked["catalog"], asked["schema"]
        try:
            result = self._engine.execute(asked["statement"], given, namespace)
        except SqlError as error:
            failed = {"error_code": "BAD_REQUEST", "message": str(error)}
            status = {"state": "FAILED", "error": failed}
            return 200, json.dumps({"statement_id": "1", "status": status}).encode()
        columns = [{"name": n, "type_name": _NAMES.get(k, k)} for n, k in result.columns]
        self._rows = [[_text(value) for value in row] for row in result.rows]
        answer = {
            "statement_id": "1",
            "status": {"state": "SUCCEEDED"},
            "manifest": {"format": "JSON_ARRAY", "schema": {"columns": columns}},
            "result": self._chunk(0),
        }
        return 200, json.dumps(answer).encode()

    def _chunk(self, index: int) -> dict[str, Any]:
        if not self._rows:
            return {}  # an empty answer has no data_array
        rows = self._rows[index * CHUNK : (index + 1) * CHUNK]
        chunk: dict[str, Any] = {"chunk_index": index, "data_array": rows}
        if (index + 1) * CHUNK < len(self._rows):
            link = f"/api/2.0/sql/statements/1/result/chunks/{index + 1}"
            chunk["next_chunk_internal_link"] = link
        return chunk


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)
