"""A session with a SQL warehouse: opened late, opened again when it was lost, never for long.

Source: databricks-sql-connector 4.9 (its parameters, and how it repeats a request); Databricks
REST API, "OAuth machine-to-machine" for the token of a service principal.
"""

import contextlib
import io
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec
from databricks import sql
from urllib3.exceptions import HTTPError

from flight_tracker.errors import Unavailable
from flight_tracker.ports import Clock, HttpClient, HttpRequest

TOKEN_MARGIN = 60.0
"""Seconds before its end at which a token is replaced."""
ATTEMPTS = 30
"""Of one request; the limit in seconds comes first."""
MIN_DELAY, MAX_DELAY = 1.0, 5.0
"""Seconds between two attempts. The connector waits the longer of the two, and at least 5."""
DETAIL_CHARACTERS = 300


class Warehouse(NamedTuple):
    """Where the SQL warehouse is and as whom: `client`'s id and secret, else `token`.

    `connection_uri` replaces host and path, for a stand-in.
    """

    server_hostname: str
    http_path: str
    token: str | None = None
    client: tuple[str, str] | None = None
    catalog: str = "workspace"
    schema: str = "flight_tracker"
    connection_uri: str | None = None


class Limits(NamedTuple):
    """Seconds. The connector's own, 900 each, outlast a function."""

    retry: float = 90.0
    """For which a request is repeated that the warehouse cannot take yet, being asleep."""
    socket: float = 60.0
    """Without a byte of the answer. The warehouse itself answers sooner: not yet."""
    statement: float = 600.0
    """After which the warehouse gives up a statement."""


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float = 3600


_FAILURES = (sql.Error, HTTPError, OSError)

_HTTP_HINTS = {
    400: "the request was refused; check DATABRICKS_HTTP_PATH",
    401: "the credentials were refused: check DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and "
    "DATABRICKS_CLIENT_SECRET; a token may have expired",
    403: "access is forbidden: the token is not valid, or its owner may not use this warehouse",
    404: "there is no such SQL warehouse: it may have been deleted; check DATABRICKS_HTTP_PATH",
    429: "the SQL warehouse has too much to do; it is tried again with the next load",
    503: "the SQL warehouse is starting or not available; it is tried again with the next load",
}
_HINTS = {
    r"PERMISSION_DENIED|INSUFFICIENT_P": "a permission is missing: grant USE CATALOG, and on the "
    "schema USE SCHEMA, CREATE TABLE, CREATE VOLUME, SELECT, MODIFY, READ VOLUME, WRITE VOLUME",
    r"NO_SUCH_CATALOG|CATALOG_NOT_FOUND": "there is no such catalog: check DATABRICKS_CATALOG",
    r"SCHEMA_NOT_FOUND|NO_SUCH_SCHEMA": "the schema is not there: check DATABRICKS_SCHEMA; the "
    "next load creates it if it may",
    r"TABLE_OR_VIEW_NOT_FOUND": "a table is not there: the next load creates it",
    r"VOLUME_(DOES_NOT_EXIST|NOT_FOUND)|NO_SUCH_VOLUME": "the volume `landing` is not there: the "
    "next load creates it",
}
_EXPIRED = re.compile(
    r"invalid.?session|session.?(handle|id)?\S* .{0,80}(expired|closed|not found|does not exist)",
    re.IGNORECASE,
)


class Session:
    """A connection to the warehouse, opened when it is needed and once more when it was lost."""

    def __init__(
        self, warehouse: Warehouse, http: HttpClient, clock: Clock, limits: Limits
    ) -> None:
        self._warehouse = warehouse
        self._http = http
        self._clock = clock
        self._limits = limits
        self._connection: Any = None
        self._token: tuple[str, float] | None = None

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
        if self._token is not None and self._clock() >= self._token[1]:
            self._token = None
            self.close()  # the connector keeps a token as long as its connection
        was_open = self.is_open
        try:
            return self._run(statement, parameters, stream)
        except _FAILURES as error:
            is_lost = _is_lost(error)
            if is_lost or not isinstance(error, sql.ServerOperationError):
                self._drop()
            if _http_code(error) in (401, 403):
                self._token = None
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
            return [] if is_staging else list(cursor.fetchall())

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
        if warehouse.connection_uri is not None:
            options["_connection_uri"] = warehouse.connection_uri
        if warehouse.client is not None:
            options["credentials_provider"] = _Bearer(self._bearer(warehouse.client))
        else:
            options["access_token"] = warehouse.token
        return sql.connect(warehouse.server_hostname, warehouse.http_path, **options)

    def _bearer(self, client: tuple[str, str]) -> str:
        """The service principal's token, kept until shortly before its end."""
        if self._token is None:
            form = {"grant_type": "client_credentials", "scope": "all-apis"}
            form |= {"client_id": client[0], "client_secret": client[1]}
            asked_at = self._clock()
            host = self._warehouse.server_hostname.rstrip("/")
            url = host if host.startswith("http") else f"https://{host}"
            request = HttpRequest("POST", f"{url}/oidc/v1/token", form=form)
            answer = self._http.send(request, self._limits.socket)
            if answer.status != 200:
                raise Unavailable(
                    f"Databricks's token endpoint answered {answer.status}: check "
                    "DATABRICKS_CLIENT_ID, DATABRICKS_CLIENT_SECRET and the host name"
                )
            try:
                token = msgspec.json.decode(answer.body, type=_Token)
            except ValueError:
                raise Unavailable("Databricks's token endpoint answered without a token") from None
            seconds = max(0.0, token.expires_in - TOKEN_MARGIN)
            self._token = token.access_token, asked_at + seconds
        return self._token[0]

    def _explained(self, error: Exception) -> str:
        """What to do about it. A server's own words only where the statement failed."""
        message = str(error)
        if isinstance(error, sql.DatabaseError) and not isinstance(error, sql.OperationalError):
            detail = self._without_secrets(message.partition("\n")[0])[:DETAIL_CHARACTERS]
            hint = next((text for key, text in _HINTS.items() if re.search(key, message)), None)
            return f"Databricks: {hint} ({detail})" if hint else f"Databricks: {detail}"
        if message.startswith(("Staging operation", "HTTP request")):
            return "Databricks: the storage of the volume refused a file, or did not answer"
        code = _http_code(error)
        if code is None:
            return "Databricks: no answer from the SQL warehouse; check DATABRICKS_SERVER_HOSTNAME"
        return f"Databricks answered {code}: {_HTTP_HINTS.get(code, 'the warehouse is in trouble')}"

    def _without_secrets(self, text: str) -> str:
        secrets = [self._warehouse.token, *(self._warehouse.client or ())[1:]]
        for secret in filter(None, secrets):
            text = text.replace(secret, "***")
        return re.sub(r"(https?://[^\s?]*)\?\S*", r"\1", text)  # a presigned address


class _Bearer:
    """What the connector calls a credentials provider."""

    def __init__(self, token: str) -> None:
        self._headers = {"Authorization": f"Bearer {token}"}

    def auth_type(self) -> str:
        return "flight-tracker"

    def __call__(self) -> Callable[[], dict[str, str]]:
        return lambda: self._headers


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
