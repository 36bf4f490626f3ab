"""StateLog and LogOffsets over confluent-kafka."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.log_offsets import LogEnds

PRODUCER = {
    "acks": "all",
    "enable.idempotence": True,
    # A real sky of 9,810 states takes 57 bytes a record on the wire; with the usual level 3, 61.
    "compression.type": "zstd",
    "compression.level": 6,
    "linger.ms": 20,
    "batch.size": 1_000_000,
    # A broker's default limit; the client's own default is a little lower and would refuse what
    # the broker takes.
    "message.max.bytes": 1_048_588,
    "queue.buffering.max.messages": 500_000,
    "queue.buffering.max.kbytes": 262_144,
    # A function is frozen between invocations: connections die in their sleep.
    "socket.keepalive.enable": True,
    "connections.max.idle.ms": 240_000,
    "reconnect.backoff.max.ms": 1_000,
    "log.connection.close": False,
}
MESSAGE_TIMEOUT_MS = 300_000
"""Longer than any invocation: how long a record may take is decided by each publish."""

POLL_EVERY = 10_000
"""Records between two looks at the deliveries, which keeps the client's queue short."""


COUNTER = {
    "group.id": "reconcile",
    "enable.auto.commit": False,
    "auto.offset.reset": "earliest",
    "fetch.wait.max.ms": 100,
    "queued.max.messages.kbytes": 1_024,
    "log_level": 3,
}
"""Of a consumer that only looks: it joins no group and leaves no offset behind."""


class KafkaStateLog:
    """A producer that is kept between invocations and flushed at the end of each."""

    def __init__(self, client: dict[str, Any]) -> None:
        self._client = client
        self._producer: Producer | None = None

    def publish(self, topic: str, records: Iterable[NewRecord], timeout: float) -> int:
        deadline = time.monotonic() + timeout
        failures: list[str] = []
        confirmed = 0

        def delivered(error: Any, _message: Any) -> None:
            nonlocal confirmed
            if error is None:
                confirmed += 1
            else:
                failures.append(error.str())

        producer = self._connected()
        sent = 0
        for record in records:
            sent += 1
            if refused := _produce(producer, topic, record, delivered, deadline):
                failures.append(refused)
            if sent % POLL_EVERY == 0:
                producer.poll(0)
        waiting = producer.flush(max(0.0, deadline - time.monotonic()))
        if waiting or failures:
            self._abandon()
            why = failures[0] if failures else f"no answer within {timeout:.0f} s"
            raise Unavailable(
                f"Kafka topic {topic}: {sent - confirmed} of {sent} records not confirmed: {why}"
            )
        return confirmed

    def cluster_id(self, timeout: float) -> str:
        try:
            return str(self._connected().list_topics(timeout=timeout).cluster_id)
        except KafkaException as error:
            raise Unavailable(f"Kafka: {error.args[0].str()}") from error

    def _connected(self) -> Producer:
        if self._producer is None:
            options = {**PRODUCER, **self._client, "message.timeout.ms": MESSAGE_TIMEOUT_MS}
            try:
                self._producer = Producer(options)
            except KafkaException as error:
                raise Unavailable(f"Kafka client: {error.args[0].str()}") from error
        return self._producer

    def _abandon(self) -> None:
        """Forget the producer and what it still holds: the next attempt writes all again."""
        if self._producer is not None:
            self._producer.purge()
            self._producer.flush(0)
            self._producer = None


class KafkaOffsets:
    """A consumer for each question: they are asked once a day."""

    def __init__(self, client: dict[str, Any]) -> None:
        self._client = client

    def cluster_id(self, timeout: float) -> str:
        with self._connected() as consumer:
            return str(consumer.list_topics(timeout=timeout).cluster_id)

    def ends(self, topic: str, timeout: float) -> dict[int, LogEnds]:
        with self._connected() as consumer:
            found = consumer.list_topics(topic, timeout).topics[topic].partitions
            places = [TopicPartition(topic, partition) for partition in found]
            return {
                place.partition: LogEnds(*consumer.get_watermark_offsets(place, timeout))
                for place in places
            }

    def written_at(self, topic: str, partition: int, offset: int, timeout: float) -> float | None:
        with self._connected() as consumer:
            place = TopicPartition(topic, partition, offset)
            if consumer.get_watermark_offsets(place, timeout)[1] <= offset:
                return None
            consumer.assign([place])
            message = consumer.poll(timeout)
            if message is None or message.error() is not None:
                why = f"no record within {timeout:.0f} s" if message is None else message.error()
                raise Unavailable(f"Kafka topic {topic}: offset {offset} of {partition}: {why}")
            return float(message.timestamp()[1] / 1000)

    @contextmanager
    def _connected(self) -> Iterator[Consumer]:
        try:
            consumer = Consumer({**COUNTER, **self._client})
        except KafkaException as error:
            raise Unavailable(f"Kafka client: {error.args[0].str()}") from error
        try:
            yield consumer
        except KafkaException as error:
            raise Unavailable(f"Kafka: {error.args[0].str()}") from error
        finally:
            consumer.close()


def _produce(
    producer: Producer, topic: str, record: NewRecord, delivered: Any, deadline: float
) -> str | None:
    """Queue one record, waiting for room; why it was refused, None where it was not."""
    while True:
        try:
            producer.produce(
                topic,
                record.value,
                record.key,
                headers=list(record.headers),
                on_delivery=delivered,
            )
            return None
        except BufferError:
            if time.monotonic() > deadline:
                return "the send queue stays full"
            producer.poll(0.1)
        except KafkaException as error:
            return str(error.args[0].str())
