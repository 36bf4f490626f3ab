"""References to secrets: found, read once, put in; renewed; their values never told."""

import logging
from collections.abc import Mapping

import pytest

from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.ports import SecretId
from flight_tracker.secrets import (
    SECRETS_MAX_AGE,
    SECRETS_RETRY,
    Reference,
    Renewal,
    picked,
    read,
    references,
)

ARN = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:flight-tracker/kafka-AbCdEf"
KAFKA = SecretId("secretsmanager", "flight-tracker/kafka")
OPENSKY = SecretId("ssm", "/flight-tracker/opensky-client-secret")
ENVIRON = {
    "KAFKA_SASL_USERNAME": f"{KAFKA}#username",
    "KAFKA_SASL_PASSWORD": f"{KAFKA}#password",
    "OPENSKY_CLIENT_SECRET": str(OPENSKY),
    "KAFKA_TOPIC": "flights.states",
}


class MemorySecretStore:
    """Keeps texts by service and name. `is_away` makes it refuse."""

    def __init__(self, texts: Mapping[SecretId, str]) -> None:
        self.texts = dict(texts)
        self.asked: list[SecretId] = []
        self.is_away = False

    def read(self, secret: SecretId) -> str:
        self.asked.append(secret)
        if self.is_away:
            raise Unavailable(f"{secret}: away")
        if secret not in self.texts:
            raise ConfigError([f"{secret} is not there"])
        return self.texts[secret]


class Stage:
    """A function that has been started over a store in memory; `now` is its clock."""

    def __init__(self, environ: Mapping[str, str] = ENVIRON) -> None:
        texts = {KAFKA: '{"username": "tracker", "password": "old-word"}', OPENSKY: "sky-word"}
        self.store = MemorySecretStore(texts)
        self.now, self.opened = 1000.0, 0
        self.started: list[Mapping[str, str]] = []
        self.refuses = ""
        self.renewal = Renewal(environ, self.open, self.start, lambda: self.now)

    def open(self) -> MemorySecretStore:
        self.opened += 1
        return self.store

    def start(self, environ: Mapping[str, str]) -> None:
        if self.refuses:
            raise ConfigError([self.refuses])
        self.started.append(environ)

    def rotate(self, password: str = "new-word") -> None:
        self.store.texts[KAFKA] = f'{{"username": "tracker", "password": "{password}"}}'

    def invoke(self, after: float = 0.0) -> None:
        self.now += after
        with self.renewal:
            pass

    def fail(self) -> None:
        with pytest.raises(Unavailable), self.renewal:
            raise Unavailable("Kafka: Authentication failed")


def errors(environ: Mapping[str, str], texts: Mapping[SecretId, str]) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        read(references(environ), MemorySecretStore(texts))
    return caught.value.errors


def test_a_reference_is_a_service_a_name_and_perhaps_a_key() -> None:
    assert references(ENVIRON) == {
        "KAFKA_SASL_USERNAME": Reference(KAFKA, "username"),
        "KAFKA_SASL_PASSWORD": Reference(KAFKA, "password"),
        "OPENSKY_CLIENT_SECRET": Reference(OPENSKY),
    }


def test_a_name_may_be_an_arn_or_have_a_version() -> None:
    found = references({"A": f"secretsmanager:{ARN}#key", "B": "ssm:/sky:3"})
    assert found["A"] == Reference(SecretId("secretsmanager", ARN), "key")
    assert found["B"] == Reference(SecretId("ssm", "/sky:3"))


@pytest.mark.parametrize("text", ["", "ssm", "http://ssm:1", "SSM:/a", "{secretsmanager:a}"])
def test_any_other_value_is_none(text: str) -> None:
    assert references({"A": text}) == {}


@pytest.mark.parametrize("text", ["ssm:", "ssm:#key", "secretsmanager:name#", "secretsmanager:#"])
def test_every_wrong_reference_is_named(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        references({"ONE": text, "TWO": text})
    assert [sentence.split()[0] for sentence in caught.value.errors] == ["ONE", "TWO"]


def test_a_secret_is_read_once_for_all_that_refer_to_it() -> None:
    stage = Stage()
    assert stage.store.asked == [KAFKA, OPENSKY]
    assert stage.started == [
        {
            "KAFKA_SASL_USERNAME": "tracker",
            "KAFKA_SASL_PASSWORD": "old-word",
            "OPENSKY_CLIENT_SECRET": "sky-word",
            "KAFKA_TOPIC": "flights.states",
        }
    ]


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("a word", None, "a word"),
        ('{"a": 1}', None, '{"a": 1}'),
        ('{"a": "b#c"}', "a", "b#c"),
        ('{"port": 9092}', "port", "9092"),
        ('{"loop": true}', "loop", "true"),
    ],
)
def test_a_value_is_the_whole_text_or_what_is_under_the_key(
    text: str, key: str | None, value: str
) -> None:
    assert picked(text, key) == value


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a word", "no JSON object"),
        ('["a word"]', "no JSON object"),
        ('{"word": "a"}', "no such key"),
        ('{"key": null}', "neither text nor a number"),
        ('{"key": ["a word"]}', "neither text nor a number"),
        ('{"key": "  "}', "is empty"),
    ],
)
def test_what_cannot_be_a_value_is_named_by_variable_and_secret_and_not_told(
    text: str, sentence: str
) -> None:
    (only,) = errors({"A": "ssm:/sky#key"}, {SecretId("ssm", "/sky"): text})
    assert only.startswith("A: ssm:/sky#key ") and sentence in only and "word" not in only


def test_all_that_is_wrong_is_named_at_once() -> None:
    found = errors(ENVIRON, {OPENSKY: ""})
    assert found == [
        f"KAFKA_SASL_USERNAME, KAFKA_SASL_PASSWORD: {KAFKA} is not there",
        f"OPENSKY_CLIENT_SECRET: {OPENSKY} is empty",
    ]


def test_without_a_reference_no_store_is_opened() -> None:
    stage = Stage({"KAFKA_TOPIC": "flights.states"})
    stage.fail()
    stage.invoke(after=SECRETS_MAX_AGE)
    assert (stage.opened, len(stage.started)) == (0, 1)


def test_a_start_without_the_store_fails_and_may_be_tried_again() -> None:
    store = MemorySecretStore({})
    store.is_away = True
    with pytest.raises(Unavailable, match="away"):
        Renewal(ENVIRON, lambda: store, lambda _: None, lambda: 0.0)


def test_values_are_read_again_when_they_are_old_and_not_before() -> None:
    stage = Stage()
    stage.invoke(after=SECRETS_MAX_AGE - 1)
    assert len(stage.store.asked) == 2
    stage.invoke(after=1)
    stage.invoke()
    assert len(stage.store.asked) == 4


def test_what_has_not_changed_goes_on() -> None:
    stage = Stage()
    stage.invoke(after=SECRETS_MAX_AGE)
    assert len(stage.started) == 1


def test_a_changed_value_starts_anew() -> None:
    stage = Stage()
    stage.rotate()
    stage.invoke(after=SECRETS_MAX_AGE)
    stage.invoke(after=SECRETS_MAX_AGE)
    assert [e["KAFKA_SASL_PASSWORD"] for e in stage.started] == ["old-word", "new-word"]


def test_after_a_failure_the_next_invocation_reads_again() -> None:
    stage = Stage()
    stage.rotate()
    stage.now += SECRETS_RETRY
    stage.fail()
    assert len(stage.started) == 1
    stage.invoke()
    assert len(stage.started) == 2


def test_failures_in_a_row_read_once_in_a_while() -> None:
    stage = Stage()
    for _ in range(19):
        stage.now += SECRETS_RETRY / 10
        stage.fail()
    assert len(stage.store.asked) == 2 + 2


def test_another_failure_is_no_reason_to_read_again() -> None:
    stage = Stage()
    with pytest.raises(ValueError, match="a defect"), stage.renewal:
        raise ValueError("a defect")
    stage.invoke(after=SECRETS_RETRY)
    assert len(stage.store.asked) == 2


def test_while_the_store_is_away_the_last_values_stay_and_it_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    stage = Stage()
    stage.rotate()
    stage.store.is_away = True
    for _ in range(3):
        stage.invoke(after=SECRETS_MAX_AGE)
    stage.store.is_away = False
    stage.invoke(after=SECRETS_MAX_AGE)
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO", "INFO"]
    assert [e["KAFKA_SASL_PASSWORD"] for e in stage.started] == ["old-word", "new-word"]


def test_a_secret_that_has_gone_stops_nothing_that_runs(caplog: pytest.LogCaptureFixture) -> None:
    stage = Stage()
    del stage.store.texts[OPENSKY]
    stage.invoke(after=SECRETS_MAX_AGE)
    (record,) = caplog.records
    assert "OPENSKY_CLIENT_SECRET: ssm:" in record.getMessage() and len(stage.started) == 1


def test_new_values_that_cannot_work_are_tried_again() -> None:
    stage = Stage()
    stage.rotate()
    stage.refuses = "KAFKA_SASL_PASSWORD is too short"
    stage.invoke(after=SECRETS_MAX_AGE)
    stage.refuses = ""
    stage.invoke(after=SECRETS_MAX_AGE)
    assert [e["KAFKA_SASL_PASSWORD"] for e in stage.started] == ["old-word", "new-word"]


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("KAFKA_SASL_PASSWORD must be a number, not 'old-word'", f"{KAFKA}#password"),
        ("KAFKA_TOPIC is 'old-word', and so is another", "KAFKA_TOPIC is '***'"),
    ],
)
def test_a_setting_that_cannot_work_is_named_without_its_value(sentence: str, told: str) -> None:
    stage = Stage()
    stage.refuses = sentence
    with pytest.raises(ConfigError) as caught:
        Renewal(ENVIRON, stage.open, stage.start, lambda: 0.0)
    assert told in str(caught.value) and "old-word" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_no_value_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    stage = Stage()
    stage.rotate()
    stage.invoke(after=SECRETS_MAX_AGE)
    assert "KAFKA_SASL_PASSWORD" in caplog.text
    assert "word" not in caplog.text.replace("PASSWORD", "") and "word" not in repr(stage.renewal)
