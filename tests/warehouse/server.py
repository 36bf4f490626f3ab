"""The warehouse's HTTP side: Thrift calls, presigned addresses, tokens, and what can go wrong."""

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

from databricks.sql.thrift_api.TCLIService import TCLIService, ttypes
from thrift.protocol.TBinaryProtocol import TBinaryProtocol
from thrift.transport.TTransport import TMemoryBuffer, TTransportException

from tests.warehouse import results
from tests.warehouse.engine import DuckDbEngine, Engine, Result, SqlError
from tests.warehouse.rest import Rest

HTTP_PATH = "/sql/1.0/warehouses/stand-in"
PAGE = 1000
"""Rows of one answer."""
SIGNATURE = "presigned-secret"
_INTEGERS = dict.fromkeys(("TINYINT", "SMALLINT", "INT", "BIGINT"), int)
_PARSED = _INTEGERS | {"DOUBLE": float, "DATE": date.fromisoformat}


class Fault(TTransportException):
    """Ends a call in its own way: an HTTP status, or None for a cut connection."""

    def __init__(self, status: int | None) -> None:
        super().__init__()
        self.status = status


class StandInWarehouse:
    """A SQL warehouse. `tokens` are accepted; `client` may fetch more of them.

    DuckDB executes its statements, or the `engine` that is given.
    """

    def __init__(
        self, folder: Path, token: str, client: tuple[str, str], engine: Engine | None = None
    ) -> None:
        self.engine = engine or DuckDbEngine(folder)
        self.rest = Rest(self.engine, HTTP_PATH.rpartition("/")[2])
        self.tokens = {token}
        self.client = client
        self.issued = 0
        """Tokens given to `client`."""
        self.expires_in = 3600
        self.statements: list[str] = []
        """As they arrived, repeated ones too."""
        self.uploaded: list[int] = []
        """Bytes of each file."""
        self.calls: list[str] = []
        self.sessions: dict[bytes, dict[str, str]] = {}
        self.asleep = 0
        """How often a statement's state is asked for before it is done."""
        self._faults: list[list[Any]] = []

    def fail(self, how: str, on: str, times: int = 1) -> None:
        """The next `times` calls or statements that begin with `on`: `cut_before` or `cut_after`
        they took effect, or answered by an HTTP status."""
        self._faults.append([how, on, times])

    def recover(self) -> None:
        self._faults.clear()

    def expire_sessions(self) -> None:
        self.sessions.clear()

    def fault(self, when: str, what: str) -> None:
        """Called before and after all that a test may want to fail."""
        for fault in self._faults:
            how, on, times = fault
            is_now = how == f"cut_{when}" or (when == "before" and how.isdecimal())
            if is_now and times > 0 and what.startswith(on):
                fault[2] -= 1
                raise Fault(int(how) if how.isdecimal() else None)

    def __enter__(self) -> Self:
        own = {"warehouse": self, "processor": TCLIService.Processor(_Service(self))}
        handler = type("Handler", (_Handler,), own)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.uri = f"{self.url}{HTTP_PATH}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self.engine.close()


class _Service:
    """The Thrift calls."""

    def __init__(self, warehouse: StandInWarehouse) -> None:
        self._warehouse = warehouse
        self._namespaces: dict[bytes, tuple[str, str]] = {}
        self._operations: dict[bytes, Result] = {}
        self._next_row: dict[bytes, int] = {}
        self._polls: dict[bytes, int] = {}

    def OpenSession(self, req: Any) -> Any:
        handle = ttypes.TSessionHandle(sessionId=_identifier())
        self._warehouse.sessions[handle.sessionId.guid] = req.configuration
        if (place := req.initialNamespace) is not None:
            self._namespaces[handle.sessionId.guid] = place.catalogName, place.schemaName
        return ttypes.TOpenSessionResp(
            status=results.success(),
            serverProtocolVersion=ttypes.TProtocolVersion.SPARK_CLI_SERVICE_PROTOCOL_V8,
            sessionHandle=handle,
            configuration={},
            canUseMultipleCatalogs=True,
        )

    def CloseSession(self, req: Any) -> Any:
        self._warehouse.sessions.pop(req.sessionHandle.sessionId.guid, None)
        return ttypes.TCloseSessionResp(status=results.success())

    def ExecuteStatement(self, req: Any) -> Any:
        self._warehouse.fault("arrived", req.statement)
        if req.sessionHandle.sessionId.guid not in self._warehouse.sessions:
            message = "Invalid SessionHandle: SessionHandle [stand-in]"
            return ttypes.TExecuteStatementResp(status=_error(message))
        self._warehouse.statements.append(req.statement)
        self._warehouse.fault("before", req.statement)
        identifier = _identifier()
        handle = ttypes.TOperationHandle(
            identifier, ttypes.TOperationType.EXECUTE_STATEMENT, hasResultSet=True
        )
        try:
            namespace = self._namespaces.get(req.sessionHandle.sessionId.guid)
            result = self._warehouse.engine.execute(req.statement, _parameters(req), namespace)
        except SqlError as error:
            direct = ttypes.TSparkDirectResults(operationStatus=_failed(str(error)))
            return ttypes.TExecuteStatementResp(results.success(), handle, direct)
        self._warehouse.fault("after", req.statement)
        if result.is_staging:
            result = self._presigned(result)
        self._operations[identifier.guid] = result
        if self._warehouse.asleep:
            self._polls[identifier.guid] = self._warehouse.asleep
            return ttypes.TExecuteStatementResp(results.success(), handle)
        direct = ttypes.TSparkDirectResults(
            _state("FINISHED_STATE"), results.metadata(result), self._page(identifier.guid)
        )
        return ttypes.TExecuteStatementResp(results.success(), handle, direct)

    def GetOperationStatus(self, req: Any) -> Any:
        guid = req.operationHandle.operationId.guid
        self._polls[guid] -= 1
        time.sleep(0.02)
        return _state("RUNNING_STATE" if self._polls[guid] > 0 else "FINISHED_STATE")

    def GetResultSetMetadata(self, req: Any) -> Any:
        return results.metadata(self._operations[req.operationHandle.operationId.guid])

    def FetchResults(self, req: Any) -> Any:
        return self._page(req.operationHandle.operationId.guid)

    def CloseOperation(self, req: Any) -> Any:
        self._operations.pop(req.operationHandle.operationId.guid, None)
        return ttypes.TCloseOperationResp(status=results.success())

    def _page(self, guid: bytes) -> Any:
        first = self._next_row.get(guid, 0)
        self._next_row[guid] = first + PAGE
        return results.page(self._operations[guid], first, PAGE)

    def _presigned(self, result: Result) -> Result:
        [(operation, path, headers, local)] = result.rows
        url = f"{self._warehouse.url}{path}?signature={SIGNATURE}"
        return result._replace(rows=[(operation, url, headers, local)])


def _parameters(req: Any) -> dict[str, Any]:
    return {p.name: _PARSED.get(p.type, str)(p.value.stringValue) for p in req.parameters or ()}


def _identifier() -> Any:
    return ttypes.THandleIdentifier(guid=uuid.uuid4().bytes, secret=uuid.uuid4().bytes)


def _error(message: str) -> Any:
    return ttypes.TStatus(statusCode=ttypes.TStatusCode.ERROR_STATUS, errorMessage=message)


def _state(name: str) -> Any:
    state = getattr(ttypes.TOperationState, name)
    return ttypes.TGetOperationStatusResp(status=results.success(), operationState=state)


def _failed(message: str) -> Any:
    status = _state("ERROR_STATE")
    status.errorMessage = status.displayMessage = message
    return status


class _Handler(BaseHTTPRequestHandler):
    warehouse: StandInWarehouse
    processor: Any

    def do_POST(self) -> None:
        body = self._body()
        if self.path == "/oidc/v1/token":
            return self._answer(*_token(self.warehouse, parse_qs(body.decode())))
        if not self.path.startswith((HTTP_PATH, "/api/")):
            return self._answer(404, b"no such warehouse")
        if not self._is_known():
            return self._answer(401, b"Credential was not sent or was of an unsupported type")
        if self.path != HTTP_PATH:
            return self._answer(*self.warehouse.rest.post(self.path, body))
        self._guarded(lambda: self._answer(200, _call(self.warehouse, self.processor, body)))

    def do_GET(self) -> None:
        known = self._is_known()
        self._answer(*(self.warehouse.rest.get(self.path) if known else (401, b"")))

    def do_PUT(self) -> None:
        body = self._body()
        if not self._is_signed():
            return self._answer(403)

        def store() -> None:
            self.warehouse.fault("before", "upload")
            self.warehouse.uploaded.append(len(body))
            self._file().write_bytes(body)
            self.warehouse.fault("after", "upload")
            self._answer(200)

        self._guarded(store)

    def do_DELETE(self) -> None:
        if not self._is_signed():
            return self._answer(403)
        self._file().unlink(missing_ok=True)
        self._answer(204)

    def log_message(self, *_: Any) -> None:
        pass

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Fault as fault:
            if fault.status is not None:
                self._answer(fault.status)
            self.close_connection = True

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _is_known(self) -> bool:
        bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return bearer in self.warehouse.tokens

    def _is_signed(self) -> bool:
        return parse_qs(urlsplit(self.path).query).get("signature") == [SIGNATURE]

    def _file(self) -> Path:
        return self.warehouse.engine.file(unquote(urlsplit(self.path).path))

    def _answer(self, status: int, body: bytes = b"") -> None:
        head = f"HTTP/1.1 {status} Stand-in\r\nContent-Length: {len(body)}\r\n"
        with contextlib.suppress(OSError):  # the client has gone
            self.wfile.write(f"{head}Connection: close\r\n\r\n".encode() + body)
        self.close_connection = True


def _call(warehouse: StandInWarehouse, processor: Any, body: bytes) -> bytes:
    request = TBinaryProtocol(TMemoryBuffer(body))
    name = request.readMessageBegin()[0]
    warehouse.calls.append(name)
    warehouse.fault("before", name)
    answer = TMemoryBuffer()
    processor.process(TBinaryProtocol(TMemoryBuffer(body)), TBinaryProtocol(answer))
    return answer.getvalue()


def _token(warehouse: StandInWarehouse, form: dict[str, list[str]]) -> tuple[int, bytes]:
    given = (form.get("client_id", [""])[0], form.get("client_secret", [""])[0])
    wanted = (["client_credentials"], ["all-apis"])
    if given != warehouse.client or (form.get("grant_type"), form.get("scope")) != wanted:
        return 401, b'{"error": "invalid_client"}'
    warehouse.issued += 1
    token = f"m2m-{warehouse.issued}"
    warehouse.tokens.add(token)
    return 200, json.dumps({"access_token": token, "expires_in": warehouse.expires_in}).encode()
