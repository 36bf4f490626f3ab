"""Kafka's password in the emulated Secrets Manager, behind the roles that Terraform wrote."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulation.conftest import Opened
from tests.emulation.stage import POLLER, STATES, Stage
from tests.kafka_broker import KafkaBroker

pytestmark = pytest.mark.emulation
SECRET = "flight-tracker/kafka"


@pytest.fixture(scope="module")
def guarded(opened: Opened) -> Iterator[Stage]:
    if (reason := KafkaBroker.unavailable_reason()) is not None:
        pytest.skip(reason)
    with opened(sasl=True, kafka_security_protocol="SASL_PLAINTEXT") as made:
        yield made


@pytest.fixture
def secrets(guarded: Stage) -> Any:
    return guarded.cloud.emulator.client("secretsmanager")


def fill(secrets: Any, guarded: Stage, password: str | None = None) -> None:
    right = guarded.cloud.broker.environment
    value = {
        "username": right["KAFKA_SASL_USERNAME"],
        "password": password or right["KAFKA_SASL_PASSWORD"],
    }
    secrets.put_secret_value(SecretId=SECRET, SecretString=json.dumps(value))


def cold(guarded: Stage) -> None:
    """The next invocation is a cold start."""
    client = guarded.cloud.emulator.client("lambda")
    found = client.get_function_configuration(FunctionName=POLLER)
    client.update_function_configuration(FunctionName=POLLER, Environment=found["Environment"])


def test_a_secret_that_nobody_has_filled_stops_the_start_with_its_name(guarded: Stage) -> None:
    # AWS answers ResourceNotFoundException here, MiniStack a secret without a string.
    message = guarded.invoke(POLLER)["errorMessage"]
    assert f"KAFKA_SASL_PASSWORD, KAFKA_SASL_USERNAME: secretsmanager:{SECRET}" in message


def test_a_missing_secret_stops_the_start_with_its_name(guarded: Stage, secrets: Any) -> None:
    secrets.delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
    try:
        message = guarded.invoke(POLLER)["errorMessage"]
    finally:
        secrets.create_secret(Name=SECRET)
    # The role may read no other than the one that was made: AWS, too, denies what is not there.
    assert f"secretsmanager:{SECRET} may not be read" in message
    assert "if it is there" in message


def test_a_filled_secret_lets_the_poll_in(guarded: Stage, secrets: Any) -> None:
    fill(secrets, guarded)
    assert guarded.poll() == guarded.records(STATES)


def test_a_role_that_may_not_read_the_secret_is_told_what_to_allow(guarded: Stage) -> None:
    iam = guarded.cloud.emulator.client("iam")
    policy = iam.get_role_policy(RoleName=POLLER, PolicyName=POLLER)["PolicyDocument"]
    without = [s for s in policy["Statement"] if s["Sid"] != "ReadSecrets"]
    assert len(without) == len(policy["Statement"]) - 1

    def put(statements: list[Any]) -> None:
        document = json.dumps({**policy, "Statement": statements})
        iam.put_role_policy(RoleName=POLLER, PolicyName=POLLER, PolicyDocument=document)

    put(without)
    try:
        cold(guarded)
        message = guarded.invoke(POLLER)["errorMessage"]
    finally:
        put(policy["Statement"])
    assert "secretsmanager:GetSecretValue" in message


def test_wrong_credentials_are_refused_by_kafka_and_published_nowhere(
    guarded: Stage, secrets: Any
) -> None:
    fill(secrets, guarded, "wrong")
    cold(guarded)
    before = guarded.records(STATES)
    assert "errorMessage" in guarded.invoke(POLLER)
    assert guarded.records(STATES) == before
    assert "uthentication failed" in guarded.log(POLLER)


def test_a_rotated_secret_is_used_by_the_next_start(guarded: Stage, secrets: Any) -> None:
    fill(secrets, guarded, "wrong")
    cold(guarded)
    assert "errorMessage" in guarded.invoke(POLLER)
    fill(secrets, guarded)
    assert guarded.poll()


def test_no_secret_stands_in_the_functions_environment_or_terraforms_state(
    guarded: Stage, secrets: Any
) -> None:
    fill(secrets, guarded)
    password = guarded.cloud.broker.environment["KAFKA_SASL_PASSWORD"]
    client = guarded.cloud.emulator.client("lambda")
    found = client.get_function_configuration(FunctionName=POLLER)
    assert password not in json.dumps(found["Environment"])
    folder = guarded.cloud.folder
    files = [folder / "terraform" / "terraform.tfstate", folder / "carried.json"]
    assert all(password not in file.read_text() for file in files if file.exists())
