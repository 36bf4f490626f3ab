"""LogReader over confluent-kafka: partitions are assigned by hand.

A group's rebalance takes seconds, and one reader is enough for a topic of ours. Offsets are
committed to the group, so that the next reader goes on there.
"""

import time
from collections.abc import Collection
from contextlib import suppress
from typing import Any

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record

GROUP = "consume_batch"
READ_RECORDS = 10_000
LOOK_FOR_PARTITIONS = 5.0
KAFKA_SECONDS = 5.0


class KafkaReader:
    """All partitions of the topics, also those that are added later."""

    def __init__(self, client: dict[str, Any], topics: Collection[str]) -> None:
        self._topics = topics
        self._consumer = Consumer(
            {
                **client,
                "group.id": GROUP,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 100,
                "queued.max.messages.kbytes": 16_384,
                "allow.auto.create.topics": True,
                "log_level": 3,
            }
        )
        self._assigned: set[tuple[str, int]] = set()
        self._looked_at = float("-inf")

    def read(self, window: float) -> dict[tuple[str, int], list[Record]]:
        self._look_for_partitions()
        batches: dict[tuple[str, int], list[Record]] = {}
        for message in self._consumer.consume(READ_RECORDS, window):
            if message.error() is None:
                record = _record(message)
                batches.setdefault((record.topic, record.partition), []).append(record)
        return batches

    def check(self) -> None:
        try:
            self._consumer.list_topics(timeout=KAFKA_SECONDS)
        except KafkaException as error:
            raise Unavailable(f"Kafka: {error.args[0].str()}") from error

    def commit(self, place: tuple[str, int], offset: int) -> None:
        with suppress(KafkaException):  # then the batch comes again, which does no harm
            self._consumer.commit(offsets=[TopicPartition(*place, offset)], asynchronous=False)

    def hold(self, place: tuple[str, int], offset: int) -> None:
        self._consumer.pause([TopicPartition(*place)])
        self._consumer.seek(TopicPartition(*place, offset))

    def release(self, places: Collection[tuple[str, int]]) -> None:
        self._consumer.resume([TopicPartition(*place) for place in places])

    def behind(self) -> int:
        waiting = 0
        for place in self._consumer.position([TopicPartition(*name) for name in self._assigned]):
            _, end = self._consumer.get_watermark_offsets(place, cached=True)
            waiting += max(0, end - place.offset) if place.offset >= 0 else 0
        return waiting

    def close(self) -> None:
        self._consumer.close()

    def _look_for_partitions(self) -> None:
        if time.monotonic() - self._looked_at < LOOK_FOR_PARTITIONS:
            return
        self._looked_at = time.monotonic()
        try:
            found = [
                TopicPartition(topic, partition)
                for topic in self._topics
                for partition in self._consumer.list_topics(topic, KAFKA_SECONDS)
                .topics[topic]
                .partitions
                if (topic, partition) not in self._assigned
            ]
            committed = self._consumer.committed(found, KAFKA_SECONDS) if found else []
        except KafkaException:
            return  # the broker is away; librdkafka keeps connecting
        self._assigned |= {(place.topic, place.partition) for place in committed}
        if committed:
            self._consumer.incremental_assign(committed)


def _record(message: Message) -> Record:
    _, timestamp = message.timestamp()
    return Record(
        message.topic() or "",
        message.partition() or 0,
        message.offset() or 0,
        timestamp,
        message.key(),
        message.value(),
        tuple((name, bytes(value or b"")) for name, value in _headers(message)),
    )


def _headers(message: Message) -> list[tuple[str, Any]]:
    """The client knows two shapes of headers; only sending uses the other one."""
    headers = message.headers()
    return headers if isinstance(headers, list) else []
