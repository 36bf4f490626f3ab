"""A session with a SQL warehouse: opened late, opened again when it was lost, never for long.

Source: databricks-sql-connector 4.9 (its parameters, and how it repeats a request); Databricks
REST API, "OAuth machine-to-machine" for the token of a service principal.
"""

import contextlib
import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from databricks import sql
from urllib3.exceptions import HTTPError

from flight_tracker import databricks_access
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import Unavailable
from flight_tracker.ports import Clock, HttpClient

ATTEMPTS = 30
"""Of one request; the limit in seconds comes first."""
MIN_DELAY, MAX_DELAY = 1.0, 5.0
"""Seconds between two attempts. The connector waits the longer of the two, and at least 5."""


class Limits(NamedTuple):
    """Seconds. The connector's own, 900 each, outlast a function."""

    retry: float = 90.0
    """For which a request is repeated that the warehouse cannot take yet, being asleep."""
    socket: float = 60.0
    """Without a byte of the answer. The warehouse itself answers sooner: not yet."""
    statement: float = 600.0
    """After which the warehouse gives up a statement."""


_FAILURES = (sql.Error, HTTPError, OSError)

_EXPIRED = re.compile(
    r"invalid.?session|session.?(handle|id)?\S* .{0,80}(expired|closed|not found|does not exist)",
    re.IGNORECASE,
)


class Session:
    """A connection to the warehouse, opened when it is needed and once more when it was lost.

    `namespace` is the catalog and schema of tables that are called by their plain names.
    """

    def __init__(
        self,
        warehouse: Warehouse,
        http: HttpClient,
        clock: Clock,
        limits: Limits,
        namespace: tuple[str, str] | None = None,
    ) -> None:
        self._warehouse = warehouse
        self._namespace = namespace
        self._credentials = databricks_access.credentials(warehouse, http, clock)
        self._limits = limits
        self._connection: Any = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def run(
        self,
        statement: str,
        parameters: Mapping[str, Any] | None = None,
        stream: io.BytesIO | None = None,
    ) -> list[Any]:
        """Execute; the rows of the answer. `stream` is what PUT puts. Raises Unavailable."""
        if self._credentials and self._credentials.is_over:
            self.close()  # the connector keeps a token as long as its connection
        was_open = self.is_open
        try:
            return self._run(statement, parameters, stream)
        except _FAILURES as error:
            is_lost = _is_lost(error)
            if is_lost or not isinstance(error, sql.ServerOperationError):
                self._drop()
            if _http_code(error) in (401, 403) and self._credentials:
                self._credentials.forget()
            if not (was_open and is_lost):
                raise Unavailable(self._explained(error)) from None
        return self.run(statement, parameters, stream)

    def close(self) -> None:
        """End the session, if the warehouse still listens."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(*_FAILURES):
                connection.close()

    def _drop(self) -> None:
        """Leave a broken connection, without the requests that a good end would send."""
        if self._connection is not None:
            self._connection.session.is_open = False
            self.close()

    def _run(
        self, statement: str, parameters: Mapping[str, Any] | None, stream: io.BytesIO | None
    ) -> list[Any]:
        if self._connection is None:
            self._connection = self._connect()
        with self._connection.cursor() as cursor:
            given = dict(parameters) if parameters else None
            cursor.execute(statement, given, input_stream=stream)
            is_staging = statement.startswith(("PUT ", "REMOVE "))
            return [] if is_staging else _with_dates(cursor.fetchall(), cursor.description)

    def _connect(self) -> Any:
        options: dict[str, Any] = {
            "enable_telemetry": False,
            "user_agent_entry": "flight-tracker",
            "session_configuration": {"STATEMENT_TIMEOUT": int(self._limits.statement)},
            "_socket_timeout": self._limits.socket,
            "_retry_stop_after_attempts_duration": self._limits.retry,
            "_retry_stop_after_attempts_count": ATTEMPTS,
            "_retry_delay_min": MIN_DELAY,
            "_retry_delay_max": MAX_DELAY,
        }
        warehouse = self._warehouse
        if warehouse.is_stand_in:
            options["_connection_uri"] = f"{warehouse.url}{warehouse.http_path}"
        if self._credentials:
            token = self._credentials.token(self._limits.socket)
            options["credentials_provider"] = _Bearer(token)
        else:
            options["access_token"] = warehouse.token
        if self._namespace is not None:
            options["catalog"], options["schema"] = self._namespace
        return sql.connect(warehouse.server_hostname, warehouse.http_path, **options)

    def _explained(self, error: Exception) -> str:
        """What to do about it. A server's own words only where the statement failed."""
        message = str(error)
        if isinstance(error, sql.DatabaseError) and not isinstance(error, sql.OperationalError):
            return databricks_access.explained(self._warehouse, message)
        if message.startswith(("Staging operation", "HTTP request")):
            return "Databricks: the storage of the volume refused a file, or did not answer"
        code = _http_code(error)
        if code is None:
            return "Databricks: no answer from the SQL warehouse; check DATABRICKS_SERVER_HOSTNAME"
        return databricks_access.refused(code)


class _Bearer:
    """What the connector calls a credentials provider."""

    def __init__(self, token: str) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}

    def auth_type(self) -> str:
        return "flight-tracker"

    def __call__(self) -> Callable[[], dict[str, str]]:
        return lambda: self._headers


def _with_dates(rows: list[Any], description: list[Any]) -> list[Any]:
    """Without pyarrow, which weighs more than all the rest, the connector gives dates as text."""
    dates = {index for index, column in enumerate(description) if column[1] == "date"}
    if not dates:
        return rows
    return [
        tuple(
            date.fromisoformat(value) if index in dates and isinstance(value, str) else value
            for index, value in enumerate(row)
        )
        for row in rows
    ]


def _is_lost(error: Exception) -> bool:
    """The statement was not looked at: the session or the token is over."""
    if isinstance(error, sql.OperationalError | HTTPError):
        return _http_code(error) in (401, 403, 404)
    return isinstance(error, sql.Error) and _EXPIRED.search(str(error)) is not None


def _http_code(error: Exception) -> int | None:
    """The status that the warehouse answered with, if it was an answer at all."""
    for over in (error, *error.args):
        if isinstance(over, sql.MaxRetryDurationError):  # what was repeated until then?
            return None if isinstance(over.__context__, HTTPError) else 503
    if isinstance(error, sql.Error):
        code = error.context.get("http-code")
        return code if isinstance(code, int) and code >= 400 else None
    return 503 if "too many 503" in str(error) else None
