"""Where a SQL warehouse is, as whom it is asked, and what its refusals mean.

Source: Databricks REST API, "OAuth machine-to-machine" for the token of a service principal.
"""

import re
from typing import NamedTuple

from flight_tracker.client_credentials import ClientCredentials
from flight_tracker.errors import Unavailable
from flight_tracker.ports import Clock, HttpAnswer, HttpClient

DETAIL_CHARACTERS = 300

HTTP_HINTS = {
    400: "the request was refused; check DATABRICKS_HTTP_PATH",
    401: "the credentials were refused: check DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and "
    "DATABRICKS_CLIENT_SECRET; a token may have expired",
    403: "access is forbidden: the token is not valid, or its owner may not use this warehouse",
    404: "there is no such SQL warehouse: it may have been deleted; check DATABRICKS_HTTP_PATH",
    429: "the SQL warehouse has too much to do; it is tried again with the next load",
    503: "the SQL warehouse is starting or not available; it is tried again with the next load",
}
HINTS = {
    r"PERMISSION_DENIED|INSUFFICIENT_P": "a permission is missing: grant USE CATALOG, and on the "
    "schema USE SCHEMA, CREATE TABLE, CREATE VOLUME, SELECT, MODIFY, READ VOLUME, WRITE VOLUME",
    r"NO_SUCH_CATALOG|CATALOG_NOT_FOUND": "there is no such catalog: check DATABRICKS_CATALOG",
    r"SCHEMA_NOT_FOUND|NO_SUCH_SCHEMA": "the schema is not there: check DATABRICKS_SCHEMA; the "
    "next load creates it if it may",
    r"TABLE_OR_VIEW_NOT_FOUND": "a table is not there: the next load creates it",
    r"VOLUME_(DOES_NOT_EXIST|NOT_FOUND)|NO_SUCH_VOLUME": "the volume `landing` is not there: the "
    "next load creates it",
}


class Warehouse(NamedTuple):
    """Where the SQL warehouse is and as whom: `client`'s id and secret, else `token`.

    A host with a scheme, `http://127.0.0.1:8080`, is a stand-in.
    """

    server_hostname: str
    http_path: str
    token: str | None = None
    client: tuple[str, str] | None = None
    catalog: str = "workspace"
    schema: str = "flight_tracker"

    @property
    def url(self) -> str:
        """Of the workspace."""
        host = self.server_hostname.rstrip("/")
        return host if self.is_stand_in else f"https://{host}"

    @property
    def is_stand_in(self) -> bool:
        return self.server_hostname.startswith(("http://", "https://"))


def credentials(warehouse: Warehouse, http: HttpClient, clock: Clock) -> ClientCredentials | None:
    """The service principal's tokens; None where a personal token is used."""
    if warehouse.client is None:
        return None
    url = f"{warehouse.url}/oidc/v1/token"
    return ClientCredentials(http, clock, url, warehouse.client, _check_token, scope="all-apis")


def refused(status: int) -> str:
    """A sentence for an HTTP status that is no success."""
    return f"Databricks answered {status}: {HTTP_HINTS.get(status, 'the warehouse is in trouble')}"


def explained(warehouse: Warehouse, message: str) -> str:
    """A sentence for a statement that failed: what to do, and the server's own words."""
    detail = _without_secrets(warehouse, message.partition("\n")[0])[:DETAIL_CHARACTERS]
    hint = next((text for key, text in HINTS.items() if re.search(key, message)), None)
    return f"Databricks: {hint} ({detail})" if hint else f"Databricks: {detail}"


def _check_token(answer: HttpAnswer) -> None:
    if answer.status != 200:
        raise Unavailable(
            f"Databricks's token endpoint answered {answer.status}: check "
            "DATABRICKS_CLIENT_ID, DATABRICKS_CLIENT_SECRET and the host name"
        )


def _without_secrets(warehouse: Warehouse, text: str) -> str:
    secrets = [warehouse.token, *(warehouse.client or ())[1:]]
    for secret in filter(None, secrets):
        text = text.replace(secret, "***")
    return re.sub(r"(https?://[^\s?]*)\?\S*", r"\1", text)  # a presigned address
