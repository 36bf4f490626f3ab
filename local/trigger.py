"""The Kafka trigger of `consume_batch`, as Lambda's event source mapping works.

Records are grouped by partition into the platform's event, the function is called with it, and
offsets are committed only after it has succeeded. A partition whose batch fails stands still and
is tried again; the others go on.
"""

import os
import threading
import time
from contextlib import suppress
from typing import Any

from confluent_kafka import Consumer, KafkaException, Message, TopicPartition

from flight_tracker.errors import FlightTrackerError
from flight_tracker.kafka_record import Record, to_event
from flight_tracker.settings import KafkaSettings, Settings
from local.functions import load
from local.service import Context, run

GROUP = "consume_batch"
BATCH_RECORDS = 10_000
BATCH_BYTES = 3_500_000
"""Of values: in base64 and with its metadata such a batch stays below Lambda's 6 MB."""

WINDOW = 0.25
FIRST_RETRY, LAST_RETRY = 0.5, 30.0
LOOK_FOR_PARTITIONS = 5.0
DRAIN_SECONDS = 2.0
KAFKA_SECONDS = 5.0


def main(stop: threading.Event) -> None:
    settings = Settings.from_env(os.environ)
    trigger = Trigger(settings.kafka, load("consume_batch").handler)
    while not stop.is_set():
        trigger.turn()
    trigger.drain(DRAIN_SECONDS)


class Trigger:
    """Polls the assigned partitions; one batch of one partition is one invocation."""

    def __init__(self, kafka: KafkaSettings, handler: Any) -> None:
        self._topics = (kafka.topic, kafka.rejected_topic)
        self._servers = kafka.bootstrap_servers or ""
        self._handler = handler
        self._consumer = Consumer(
            {
                **kafka.client,
                "group.id": GROUP,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 100,
                "queued.max.messages.kbytes": 16_384,
                "allow.auto.create.topics": True,
                "log_level": 3,
            }
        )
        self._assigned: dict[tuple[str, int], TopicPartition] = {}
        self._looked_at = float("-inf")
        self._held: dict[tuple[str, int], tuple[float, float]] = {}
        """Partitions that stand still: when to try again, and the pause after that."""

    def turn(self) -> bool:
        """One look for records; whether there were any."""
        self._look_for_partitions()
        self._release()
        batches: dict[tuple[str, int], list[Record]] = {}
        for message in self._consumer.consume(BATCH_RECORDS, WINDOW):
            if message.error() is None:
                record = _record(message)
                batches.setdefault((record.topic, record.partition), []).append(record)
        for place, records in batches.items():
            self._deliver(place, records)
        return bool(batches)

    def drain(self, seconds: float) -> None:
        """Deliver what is already in the log, then leave."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.turn():
            pass
        self._consumer.close()

    def _deliver(self, place: tuple[str, int], records: list[Record]) -> None:
        for batch in _cut(records):
            try:
                self._handler(to_event(batch, self._servers), Context())
            except FlightTrackerError:  # the function has said so in its log
                self._hold(place, batch[0].offset)
                return
            self._held.pop(place, None)
            self._commit(place, batch[-1].offset + 1)

    def _commit(self, place: tuple[str, int], offset: int) -> None:
        with suppress(KafkaException):  # then the batch comes again, which does no harm
            self._consumer.commit(offsets=[TopicPartition(*place, offset)], asynchronous=False)

    def _hold(self, place: tuple[str, int], offset: int) -> None:
        _, pause = self._held.get(place, (0.0, FIRST_RETRY))
        self._held[place] = time.monotonic() + pause, min(pause * 2, LAST_RETRY)
        self._consumer.pause([TopicPartition(*place)])
        self._consumer.seek(TopicPartition(*place, offset))

    def _release(self) -> None:
        now = time.monotonic()
        due = [place for place, (retry_at, _) in self._held.items() if retry_at <= now]
        self._consumer.resume([TopicPartition(*place) for place in due])

    def _look_for_partitions(self) -> None:
        """Partitions are assigned by hand: a group's rebalance takes seconds, and one poller is
        enough here."""
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
        for place in committed:
            self._assigned[place.topic, place.partition] = place
        if committed:
            self._consumer.incremental_assign(committed)


def _cut(records: list[Record]) -> list[list[Record]]:
    """Batches that fit into one invocation."""
    batches: list[list[Record]] = [[]]
    size = 0
    for record in records:
        length = len(record.value or b"")
        if batches[-1] and (size + length > BATCH_BYTES or len(batches[-1]) >= BATCH_RECORDS):
            batches.append([])
            size = 0
        batches[-1].append(record)
        size += length
    return batches


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


if __name__ == "__main__":
    run(main)
