"""The contract of SecretStore: the same tests over memory, Secrets Manager and Parameter Store.

The two of AWS are moto's server; what moto does not refuse, a scripted server does in AWS's words.
"""

import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import boto3
import pytest

from flight_tracker import wiring
from flight_tracker.adapters.aws_secrets import AwsSecretStore
from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.ports import SecretId, SecretStore
from flight_tracker.secrets import read, references
from tests.integration import moto_s3
from tests.integration.embedded_broker import ROOT
from tests.integration.scripted_server import Answer, ScriptedServer
from tests.integration.waiting import at_most
from tests.unit.test_secrets import MemorySecretStore

REGION = "eu-central-1"
IDS = {
    "secretsmanager": SecretId("secretsmanager", "flight-tracker/kafka"),
    "ssm": SecretId("ssm", "/flight-tracker/kafka"),
}


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with moto_s3.served("no-bucket-of-the-sky") as url:
        yield url


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """The environment in which AWS is at an address."""

    def environment(url: str) -> None:
        for name in ("AWS_PROFILE", "AWS_DEFAULT_REGION", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(name.lower(), raising=False)
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        monkeypatch.setenv("AWS_REGION", REGION)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    return environment


class Filled:
    """A store with one secret, `kept`."""

    def __init__(self, store: SecretStore, kept: SecretId, put: Callable[[str], Any]) -> None:
        self.store, self.kept, self.put = store, kept, put
        self.put("a word")


@pytest.fixture(params=["memory", "secretsmanager", "ssm"])
def filled(request: pytest.FixtureRequest) -> Iterator[Filled]:
    if request.param == "memory":
        memory, kept = MemorySecretStore({}), IDS["ssm"]
        yield Filled(memory, kept, lambda text: memory.texts.update({kept: text}))
        return
    request.getfixturevalue("at")(request.getfixturevalue("aws"))
    kept = IDS[request.param]
    client = boto3.client(kept.service, region_name=REGION)
    if kept.service == "ssm":
        parameter = {"Name": kept.name, "Type": "SecureString", "Overwrite": True}
        yield Filled(
            AwsSecretStore(), kept, lambda text: client.put_parameter(**parameter, Value=text)
        )
        client.delete_parameter(Name=kept.name)
    else:
        client.create_secret(Name=kept.name)
        put = client.put_secret_value
        yield Filled(
            AwsSecretStore(), kept, lambda text: put(SecretId=kept.name, SecretString=text)
        )
        client.delete_secret(SecretId=kept.name, ForceDeleteWithoutRecovery=True)
    client.close()


def test_a_secret_is_its_whole_text(filled: Filled) -> None:
    filled.put('{"password": "a word"}\n')
    assert filled.store.read(filled.kept) == '{"password": "a word"}\n'


def test_a_new_value_is_read_at_once(filled: Filled) -> None:
    assert filled.store.read(filled.kept) == "a word"
    filled.put("another")
    assert filled.store.read(filled.kept) == "another"


def test_a_missing_secret_is_named(filled: Filled) -> None:
    missing = SecretId(filled.kept.service, "/nowhere")
    with pytest.raises(ConfigError, match=f"^{missing} is not there"):
        filled.store.read(missing)


def test_references_get_their_values(filled: Filled) -> None:
    filled.put('{"password": "a word"}')
    found = references({"KAFKA_SASL_PASSWORD": f"{filled.kept}#password"})
    assert read(found, filled.store) == {"KAFKA_SASL_PASSWORD": "a word"}


@pytest.fixture
def manager(aws: str, at: Callable[[str], None]) -> Iterator[Any]:
    at(aws)
    client = boto3.client("secretsmanager", region_name=REGION)
    yield client
    client.close()


def test_an_arn_is_as_good_as_a_name(manager: Any) -> None:
    arn = manager.create_secret(Name="by-arn", SecretString="a word")["ARN"]
    assert AwsSecretStore().read(SecretId("secretsmanager", arn)) == "a word"


def test_a_secret_that_nobody_has_filled_is_named(manager: Any) -> None:
    manager.create_secret(Name="empty")
    with pytest.raises(ConfigError, match=r"secretsmanager:empty .* no value yet: .* fill it"):
        AwsSecretStore().read(SecretId("secretsmanager", "empty"))


def test_a_secret_that_is_marked_for_deletion_is_named(manager: Any) -> None:
    manager.create_secret(Name="leaving", SecretString="a word")
    manager.delete_secret(SecretId="leaving")
    with pytest.raises(ConfigError, match=r"secretsmanager:leaving .* restore it"):
        AwsSecretStore().read(SecretId("secretsmanager", "leaving"))


def test_a_binary_secret_is_refused(manager: Any) -> None:
    manager.create_secret(Name="binary", SecretBinary=b"a word")
    with pytest.raises(ConfigError, match="secretsmanager:binary is binary"):
        AwsSecretStore().read(SecretId("secretsmanager", "binary"))


class No(NamedTuple):
    """What AWS answers, and what becomes of it."""

    service: str
    status: int
    code: str
    sentence: str
    words: str = ""

    def answer(self) -> Answer:
        return Answer(
            self.status, json.dumps({"__type": self.code, "message": self.words}).encode()
        )


WHO = "User: arn:aws:sts::123456789012:assumed-role/poll/poll is not authorized to perform: "
DENIED = "AccessDeniedException"
MANAGER_RIGHT, SSM_RIGHT = "secretsmanager:GetSecretValue", "ssm:GetParameter"

REFUSALS = [
    No(
        "secretsmanager",
        400,
        DENIED,
        f"{MANAGER_RIGHT} on it",
        f"{WHO}{MANAGER_RIGHT} on a-kms-key",
    ),
    No("ssm", 400, DENIED, f"{SSM_RIGHT} on it", f"{WHO}{SSM_RIGHT} on resource: a-cipher"),
    No("secretsmanager", 400, DENIED, "kms:Decrypt on its KMS key", "Access to KMS is not allowed"),
    No("ssm", 400, DENIED, "kms:Decrypt on its KMS key", f"{WHO}kms:Decrypt on resource: a"),
    No("ssm", 400, DENIED, "kms:Decrypt on its KMS key", "The ciphertext refers to a customer"),
    No("secretsmanager", 400, "DecryptionFailure", "the key is enabled"),
    No("ssm", 400, "InvalidKeyId", "the key is enabled"),
    No("ssm", 400, "ValidationException", "no name that AWS accepts"),
    No("ssm", 400, "ParameterVersionNotFound", "version or label"),
    No("secretsmanager", 400, "ExpiredTokenException", "refuses the credentials"),
    No("secretsmanager", 400, "SomethingNew", "cannot be read"),
]
PASSING = [
    No("ssm", 400, "ThrottlingException", "asks for fewer requests"),
    No("secretsmanager", 400, "ThrottlingException", "asks for fewer requests"),
    No("secretsmanager", 429, "Busy", "asks for fewer requests"),
    No("ssm", 500, "InternalServerError", "is in trouble"),
    No("secretsmanager", 503, "ServiceUnavailable", "is in trouble"),
]


@pytest.mark.parametrize("no", REFUSALS)
def test_a_refusal_says_what_to_do(
    server: ScriptedServer, at: Callable[[str], None], no: No
) -> None:
    at(server.url)
    server.on("/", no.answer())
    with pytest.raises(ConfigError, match=f"^{IDS[no.service]} .*{no.sentence}.*{no.code}"):
        AwsSecretStore().read(IDS[no.service])
    assert len(server.asked) == 1


@pytest.mark.parametrize("no", PASSING)
def test_what_may_pass_is_tried_twice_and_then_unavailable(
    server: ScriptedServer, at: Callable[[str], None], no: No
) -> None:
    at(server.url)
    server.on("/", no.answer())
    with pytest.raises(Unavailable, match=f"^{IDS[no.service]}: AWS {no.sentence}.*{no.code}"):
        AwsSecretStore().read(IDS[no.service])
    assert len(server.asked) == 2


def test_a_service_that_is_not_there_is_unavailable(at: Callable[[str], None]) -> None:
    at("http://127.0.0.1:1")
    with pytest.raises(Unavailable, match=r"no answer from AWS .* VPC endpoint"):
        AwsSecretStore().read(IDS["ssm"])


def test_a_service_that_is_silent_costs_less_than_a_cold_start_has(
    server: ScriptedServer, at: Callable[[str], None]
) -> None:
    at(server.url)
    store, (refusal, *_) = AwsSecretStore(), REFUSALS
    server.on("/", refusal.answer())
    with pytest.raises(ConfigError):  # the client and its models are loaded once
        store.read(IDS["ssm"])
    server.on("/", Answer(before=8))
    with at_most(6), pytest.raises(Unavailable, match="ReadTimeoutError"):
        store.read(IDS["ssm"])


@pytest.mark.parametrize(
    ("absent", "sentence"),
    [
        (["AWS_REGION"], "AWS_REGION is missing"),
        (["AWS_SECRET_ACCESS_KEY"], "credentials are not complete"),
        (["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], "give the function a role"),
    ],
)
def test_what_aws_itself_needs_is_named(
    at: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, absent: list[str], sentence: str
) -> None:
    at("http://127.0.0.1:1")
    for name in absent:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, "no such file")
    with pytest.raises(ConfigError, match=sentence):
        AwsSecretStore().read(IDS["ssm"])


def test_a_value_stays_out_of_the_most_talkative_log(
    manager: Any, caplog: pytest.LogCaptureFixture
) -> None:
    manager.create_secret(Name="quiet", SecretString="hunter2")
    caplog.set_level(logging.DEBUG)
    assert AwsSecretStore().read(SecretId("secretsmanager", "quiet")) == "hunter2"
    assert "hunter2" not in caplog.text


def test_a_reference_without_boto3_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "flight_tracker.adapters.aws_secrets")
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(ConfigError, match="needs boto3"):
        wiring.renewing({"KAFKA_SASL_PASSWORD": "ssm:/a"}, lambda settings: None)


NO_REFERENCE = """
import sys
from flight_tracker import wiring
with wiring.renewing({"KAFKA_BOOTSTRAP_SERVERS": "b:9092"}, lambda settings: None):
    print([name for name in sys.modules if name.startswith("boto")])
"""


def test_without_a_reference_boto3_is_never_imported() -> None:
    command = [sys.executable, "-c", NO_REFERENCE]
    done = subprocess.run(command, cwd=ROOT / "core", capture_output=True, text=True, timeout=30)
    assert done.stdout == "[]\n", done.stderr
