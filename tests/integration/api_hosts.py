"""The api function on each host that it runs on, asked in the same way."""

import base64
import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import requests

from tests.e2e.local_run import free_port
from tests.integration.api_server import serving
from tests.integration.waiting import eventually

SOURCE = Path(__file__).resolve().parents[2] / "functions/api/main.py"
SECONDS = 30.0


class Reply(NamedTuple):
    """Names of headers are in lower case; the body is as it went over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


Ask = Callable[..., Reply]
"""(method, path, query="", headers={}, body=b"")"""


def gateway(
    method: str, path: str, query: str, headers: dict[str, str], body: bytes
) -> dict[str, Any]:
    """An event of API Gateway's HTTP API, format 2.0: text comes as it is, the rest in base64."""
    is_text = body.isascii()
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "api.example", **{k.lower(): v for k, v in headers.items()}},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "api",
            "domainName": "api.example",
            "http": {**http, "userAgent": "test"},
            "requestId": "1",
            "routeKey": "$default",
            "stage": "$default",
            "time": "14/Nov/2023:22:13:20 +0000",
            "timeEpoch": 1_700_000_000_000,
        },
        "body": body.decode() if is_text else base64.b64encode(body).decode(),
        "isBase64Encoded": not is_text,
    }


def function_url(*question: Any) -> dict[str, Any]:
    """An event of a Lambda function URL: the same format, with a context of its own."""
    event = gateway(*question)
    own = {
        "accountId": "anonymous",
        "apiId": "url-id",
        "domainName": "url-id.lambda-url.eu-central-1.on.aws",
        "domainPrefix": "url-id",
    }
    return event | {"requestContext": event["requestContext"] | own}


def invoked(function: ModuleType, event: Callable[..., dict[str, Any]]) -> Ask:
    """As Lambda calls the handler."""

    def ask(
        method: str,
        path: str,
        query: str = "",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        answer = function.handler(event(method, path, query, headers or {}, body), None)
        is_coded = answer["isBase64Encoded"]
        content = base64.b64decode(answer["body"]) if is_coded else answer["body"].encode()
        return Reply(answer["statusCode"], answer["headers"], content)

    return ask


@contextmanager
def by_uvicorn(function: ModuleType) -> Iterator[Ask]:
    with serving(function.app) as port, requests.Session() as session:
        yield _asked(session, f"http://127.0.0.1:{port}")


@contextmanager
def by_functions_framework(log: Path) -> Iterator[Ask]:
    """Its own command, in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "functions_framework", "--asgi", "--target", "http"]
    command += ["--source", str(SOURCE), "--host", "127.0.0.1", "--port", str(port)]
    environ = {**os.environ, "PYTHONPATH": f"{SOURCE.parent}:{os.environ.get('PYTHONPATH', '')}"}
    with (
        log.open("wb") as output,
        requests.Session() as session,
        subprocess.Popen(command, env=environ, stdout=output, stderr=output) as process,
    ):
        ask = _asked(session, f"http://127.0.0.1:{port}")
        try:
            eventually(lambda: _answers(ask), SECONDS)
            yield ask
        finally:
            process.terminate()


def _asked(session: requests.Session, url: str) -> Ask:
    session.trust_env = False

    def ask(
        method: str,
        path: str,
        query: str = "",
        headers: dict[str, str] | None = None,
        body: bytes = b"",
    ) -> Reply:
        own = {"Accept-Encoding": "identity", "Accept": "*/*", **(headers or {})}
        where = f"{url}{path}?{query}" if query else f"{url}{path}"
        with session.request(
            method, where, headers=own, data=body, timeout=SECONDS, stream=True
        ) as answer:
            content = answer.raw.read(decode_content=False)
            found = {k.lower(): v for k, v in answer.headers.items()}
            return Reply(answer.status_code, found, content)

    return ask


def _answers(ask: Ask) -> bool:
    with contextlib.suppress(requests.ConnectionError):
        return ask("GET", "/docs").status == 200
    return False
