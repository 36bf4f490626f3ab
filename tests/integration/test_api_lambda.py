"""The api function behind Lambda's two HTTP events."""

import base64
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from local.functions import load
from tests.integration.embedded_broker import EmbeddedBroker

KEY = "a-key"


@pytest.fixture
def function(
    broker: EmbeddedBroker, topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    environment = {
        "KAFKA_BOOTSTRAP_SERVERS": broker.address,
        "KAFKA_TOPIC": topic,
        "OBJECT_STORE_URL": str(tmp_path / "store"),
        "INGEST_API_KEYS": KEY,
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load("api")


def gateway(method: str, path: str, query: str = "", **changes: Any) -> dict[str, Any]:
    """An event of API Gateway's HTTP API, format 2.0."""
    http = {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"}
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "api.example", "accept": "application/json"},
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
        "isBase64Encoded": False,
    }
    return event | changes


def function_url(method: str, path: str, query: str = "", **changes: Any) -> dict[str, Any]:
    """An event of a Lambda function URL: the same format, with a context of its own."""
    event = gateway(method, path, query, **changes)
    context = event["requestContext"] | {
        "accountId": "anonymous",
        "apiId": "url-id",
        "domainName": "url-id.lambda-url.eu-central-1.on.aws",
        "domainPrefix": "url-id",
    }
    return event | {"requestContext": context}


@pytest.fixture(params=[gateway, function_url])
def make_event(request: pytest.FixtureRequest) -> Any:
    return request.param


def call(function: ModuleType, event: dict[str, Any]) -> tuple[int, Any]:
    answer = function.handler(event, None)
    body = answer["body"]
    if answer["isBase64Encoded"]:
        body = base64.b64decode(body)
    return answer["statusCode"], json.loads(body)


def test_a_query_reaches_its_endpoint(function: ModuleType, make_event: Any) -> None:
    event = make_event(
        "GET", "/flights/current", "bbox=-20,170,-10,-170&icao24=00000a&icao24=00000b"
    )
    status, body = call(function, event)
    assert (status, body["count"]) == (200, 0)


def test_a_wrong_parameter_is_a_problem(function: ModuleType, make_event: Any) -> None:
    status, body = call(function, make_event("GET", "/flights/current", "bbox=1%2C2"))
    assert (status, body["errors"][0]["parameter"]) == (422, "bbox")


@pytest.mark.parametrize("is_base64", [False, True])
def test_a_posted_body_reaches_kafka(
    function: ModuleType, make_event: Any, broker: EmbeddedBroker, topic: str, is_base64: bool
) -> None:
    body = json.dumps([{"icao24": "4b1816", "last_contact": 1}])
    event = make_event(
        "POST",
        "/flights/ingest",
        headers={"x-api-key": KEY, "content-type": "application/json"},
        body=base64.b64encode(body.encode()).decode() if is_base64 else body,
        isBase64Encoded=is_base64,
    )
    status, result = call(function, event)
    assert (status, result["accepted"]) == (202, 1)
    assert [record.key for record in broker.records(topic)] == [b"4b1816"]


def test_a_wrong_key_is_a_problem(function: ModuleType, make_event: Any) -> None:
    status, body = call(function, make_event("POST", "/flights/ingest", body="[]"))
    assert (status, body["status"]) == (401, 401)


def test_an_unknown_path_is_a_problem(function: ModuleType, make_event: Any) -> None:
    status, body = call(function, make_event("GET", "/nothing"))
    assert (status, body["status"]) == (404, 404)


def test_health_asks_the_broker(function: ModuleType, make_event: Any) -> None:
    status, body = call(function, make_event("GET", "/health"))
    assert (status, body["components"]["broker"]["status"]) == (503, "ok")
