"""A secret is changed while a function runs: the real module goes on with the new value.

Also the api function's paths: with CloudFront's /api before them, and without.
"""

import asyncio
import contextlib
import gc
import json
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from flight_tracker import secrets
from flight_tracker.errors import ConfigError, Unavailable
from local.functions import load
from local.service import Context
from tests.integration import moto_s3
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.scripted_server import Answer, ScriptedServer
from tests.kafka_broker import KafkaBroker

REGION = "eu-central-1"
NAME = "flight-tracker/rotated"
OLD, NEW = "old-word", "new-word"
ENTRIES = [
    ("poll_opensky", "main"),
    ("consume_batch", "main"),
    ("consume_batch", "load"),
    ("api", "main"),
]

SetEnviron = Callable[[dict[str, str]], None]


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with moto_s3.served("no-bucket-of-the-rotation") as url:
        yield url


@pytest.fixture
def environ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SetEnviron:
    """Adds to the environment of a function in which AWS is not there."""

    def add(more: dict[str, str]) -> None:
        for name, value in more.items():
            monkeypatch.setenv(name, value)

    for name in ("AWS_PROFILE", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    add({"AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"})
    add({"AWS_ENDPOINT_URL": "http://127.0.0.1:1", "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1"})
    add({"OBJECT_STORE_URL": str(tmp_path / "store"), "DATA_DIR": str(tmp_path)})
    add({"FLIGHT_SOURCE": "simulation", "SIMULATION_AIRCRAFT": "10", "POLL_INTERVAL_SECONDS": "1"})
    return add


@pytest.fixture
def put(aws: str, environ: SetEnviron) -> Iterator[Callable[[str], Any]]:
    """Puts the word into a secret of the environment's AWS; it starts with the old one."""
    environ({"AWS_ENDPOINT_URL": aws})
    manager = boto3.client("secretsmanager", region_name=REGION)
    manager.create_secret(Name=NAME, SecretString=json.dumps({"word": OLD}))
    yield lambda word: manager.put_secret_value(
        SecretId=NAME, SecretString=json.dumps({"word": word})
    )
    manager.delete_secret(SecretId=NAME, ForceDeleteWithoutRecovery=True)
    manager.close()


@pytest.fixture
def reachable(environ: SetEnviron, broker: EmbeddedBroker, topic: str) -> SetEnviron:
    """The environment, with the embedded broker in it."""
    environ({"KAFKA_BOOTSTRAP_SERVERS": broker.address, "KAFKA_TOPIC": topic})
    return environ


@pytest.fixture
def is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value has reached its age."""
    monkeypatch.setattr(secrets, "SECRETS_MAX_AGE", 0.0)


@pytest.fixture
def is_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure is enough to read again, however soon."""
    monkeypatch.setattr(secrets, "SECRETS_RETRY", 0.0)


def request(method: str, path: str, key: str = "", body: str = "") -> dict[str, Any]:
    """An event of API Gateway's HTTP API, format 2.0."""
    http = {"method": method, "path": path, "sourceIp": "192.0.2.1", "protocol": "HTTP/1.1"}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {"host": "api.example", "x-api-key": key},
        "requestContext": {"http": http, "stage": "$default"},
        "body": body,
        "isBase64Encoded": False,
    }


def http(function: Any) -> Any:
    """What functions-framework gets; in a loop of its own, for Mangum uses the default one."""
    with contextlib.closing(asyncio.new_event_loop()) as loop:
        return loop.run_until_complete(function.http(None))


def ingest(key: str) -> dict[str, Any]:
    return request("POST", "/flights/ingest", key, "[]")


@pytest.mark.usefixtures("is_patient")
def test_a_poller_whose_password_was_rotated_goes_on_with_the_new_one(
    kafka_sasl: KafkaBroker, put: Callable[[str], Any], environ: SetEnviron
) -> None:
    environ(kafka_sasl.environment)
    environ({"KAFKA_SASL_PASSWORD": f"secretsmanager:{NAME}#word", "KAFKA_TOPIC": "rotated"})
    function = load("poll_opensky")
    with pytest.raises(Unavailable, match="not confirmed"):
        function.handler({}, Context(3.0))
    put(kafka_sasl.environment["KAFKA_SASL_PASSWORD"])
    assert function.handler({}, Context(10.0))["published"] == 10


@pytest.mark.parametrize(
    ("function", "entry", "use_case"),
    [
        ("poll_opensky", "main", "poller"),
        ("consume_batch", "main", "consumer"),
        ("consume_batch", "load", "loader"),
        ("consume_batch", "load", "refresher"),
    ],
)
@pytest.mark.usefixtures("is_old")
def test_each_function_starts_anew_with_what_was_rotated_and_only_then(
    put: Callable[[str], Any], reachable: SetEnviron, function: str, entry: str, use_case: str
) -> None:
    reachable({"INGEST_API_KEYS": f"secretsmanager:{NAME}#word"})
    module = load(function, entry)
    first = getattr(module, use_case)
    module.handler({"records": {}}, Context())
    assert getattr(module, use_case) is first
    put(NEW)
    module.handler({"records": {}}, Context())
    assert getattr(module, use_case) is not first


@pytest.fixture
def api(put: Callable[[str], Any], reachable: SetEnviron) -> Any:
    reachable({"INGEST_API_KEYS": f"secretsmanager:{NAME}#word"})
    return load("api")


@pytest.mark.usefixtures("is_old")
def test_a_key_that_was_rotated_is_known_when_the_old_one_has_its_age(
    api: Any, put: Callable[[str], Any]
) -> None:
    before = [api.handler(ingest(key), None)["statusCode"] for key in (OLD, NEW)]
    put(NEW)
    after = [api.handler(ingest(key), None)["statusCode"] for key in (OLD, NEW)]
    assert (before, after) == ([202, 401], [401, 202])


@pytest.mark.usefixtures("is_patient")
def test_an_answer_of_503_makes_the_api_look_for_new_secrets(
    api: Any, put: Callable[[str], Any]
) -> None:
    put(NEW)
    assert api.handler(ingest(NEW), None)["statusCode"] == 401
    assert api.handler(request("GET", "/health"), None)["statusCode"] == 503
    assert api.handler(ingest(NEW), None)["statusCode"] == 202


@pytest.mark.usefixtures("is_old")
def test_what_was_not_rotated_goes_on(api: Any) -> None:
    services = api.services
    api.handler(ingest(OLD), None)
    assert http(api).state.services is services


@pytest.mark.usefixtures("is_old")
def test_functions_framework_gets_what_is_new(api: Any, put: Callable[[str], Any]) -> None:
    put(NEW)
    assert http(api).state.services.ingest_api_keys == (NEW,)


@pytest.mark.usefixtures("is_patient")
def test_nothing_keeps_a_client_with_the_old_password(api: Any, put: Callable[[str], Any]) -> None:
    old = weakref.ref(api.services.log)
    api.handler(request("GET", "/health"), None)
    put(NEW)
    api.handler(request("GET", "/nothing"), None)
    gc.collect()
    assert old() is None


@pytest.mark.parametrize(("function", "entry"), ENTRIES)
@pytest.mark.usefixtures("put")
def test_a_missing_secret_stops_the_start(environ: SetEnviron, function: str, entry: str) -> None:
    environ({"KAFKA_SASL_PASSWORD": "secretsmanager:flight-tracker/nowhere#password"})
    with pytest.raises(ConfigError, match=r"^KAFKA_SASL_PASSWORD: .*flight-tracker/nowhere is not"):
        load(function, entry)


@pytest.mark.parametrize(("function", "entry"), ENTRIES)
def test_a_secret_that_nobody_has_filled_stops_the_start_with_one_sentence(
    environ: SetEnviron, aws: str, function: str, entry: str
) -> None:
    """As between `terraform apply` and its next steps (docs/deploy.md)."""
    manager = boto3.client("secretsmanager", region_name=REGION, endpoint_url=aws)
    made = manager.create_secret(Name=f"flight-tracker/empty-{function}-{entry}")["Name"]
    manager.close()
    names = ["KAFKA_SASL_PASSWORD", "KAFKA_SASL_USERNAME"]
    environ({"AWS_ENDPOINT_URL": aws, **{n: f"secretsmanager:{made}#{n}" for n in names}})
    with pytest.raises(ConfigError) as caught:
        load(function, entry)
    told = f"{', '.join(names)}: secretsmanager:{made} is not there or holds no value yet"
    [sentence] = str(caught.value).splitlines()
    assert sentence.startswith(told)


@pytest.mark.parametrize(("function", "entry"), ENTRIES)
def test_a_denied_secret_stops_the_start(
    environ: SetEnviron, server: ScriptedServer, function: str, entry: str
) -> None:
    server.on("/", Answer(400, b'{"__type": "AccessDeniedException"}'))
    environ({"AWS_ENDPOINT_URL": server.url, "INGEST_API_KEYS": "ssm:/flight-tracker/keys"})
    with pytest.raises(ConfigError, match=r"^INGEST_API_KEYS: .* ssm:GetParameter"):
        load(function, entry)


def test_a_store_that_is_away_fails_the_start_for_now(environ: SetEnviron) -> None:
    environ({"INGEST_API_KEYS": "ssm:/flight-tracker/keys"})
    with pytest.raises(Unavailable, match="ssm:/flight-tracker/keys: no answer from AWS"):
        load("poll_opensky")


def test_a_value_that_is_no_setting_is_not_told(
    environ: SetEnviron, put: Callable[[str], Any]
) -> None:
    environ({"API_PORT": f"secretsmanager:{NAME}#word"})
    with pytest.raises(ConfigError) as caught:
        load("poll_opensky")
    assert str(caught.value) == f"API_PORT cannot be what secretsmanager:{NAME}#word holds"


@pytest.mark.parametrize("path", ["/health", "/api/health"])
def test_the_api_answers_with_and_without_cloudfronts_path(api: Any, path: str) -> None:
    answer = api.handler(request("GET", path), None)
    assert "components" in json.loads(answer["body"])
