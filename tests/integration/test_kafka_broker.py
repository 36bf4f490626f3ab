"""The broker fixture itself: it answers, it asks for a password, it comes back with its data."""

import time
import uuid

import pytest
from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient

from tests.kafka_broker import KafkaBroker

SECONDS = 30.0
QUIET = {"log_level": "0"}


def _produce(broker: KafkaBroker, topic: str) -> None:
    producer = Producer(broker.client_config | {"enable.idempotence": True})
    producer.produce(topic, key=b"key", value=b"value")
    assert producer.flush(SECONDS) == 0


def _consume(broker: KafkaBroker, topic: str) -> bytes | None:
    options = {"group.id": topic, "auto.offset.reset": "earliest"}
    consumer = Consumer(broker.client_config | options)
    consumer.subscribe([topic])
    deadline = time.monotonic() + SECONDS
    try:
        while time.monotonic() < deadline:
            message = consumer.poll(1.0)
            if message is not None and message.error() is None:
                consumer.commit(message=message, asynchronous=False)
                return message.value()
    finally:
        consumer.close()
    return None


@pytest.mark.parametrize("name", ["kafka_plain", "kafka_sasl"])
def test_what_is_produced_is_consumed(name: str, request: pytest.FixtureRequest) -> None:
    broker: KafkaBroker = request.getfixturevalue(name)
    topic = f"selftest-{uuid.uuid4()}"
    _produce(broker, topic)
    assert _consume(broker, topic) == b"value"
    found = AdminClient(broker.client_config).list_topics(topic, timeout=SECONDS)
    assert len(found.topics[topic].partitions) == 4


def test_a_wrong_password_is_refused(request: pytest.FixtureRequest) -> None:
    broker: KafkaBroker = request.getfixturevalue("kafka_sasl")
    config = broker.client_config | QUIET | {"sasl.password": "wrong"}
    with pytest.raises(KafkaException):
        AdminClient(config).list_topics(timeout=3.0)


@pytest.mark.parametrize("name", ["kafka_plain", "kafka_sasl"])
def test_it_goes_away_and_comes_back_with_its_data(
    name: str, request: pytest.FixtureRequest
) -> None:
    broker: KafkaBroker = request.getfixturevalue(name)
    topic = f"selftest-{uuid.uuid4()}"
    _produce(broker, topic)
    broker.stop()
    try:
        with pytest.raises(KafkaException):
            AdminClient(broker.client_config | QUIET).list_topics(timeout=1.0)
    finally:
        broker.start()
    assert _consume(broker, topic) == b"value"
