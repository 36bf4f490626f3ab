"""The embedded broker in a process of its own, and a look at what is in it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import pytest
from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

from flight_tracker.kafka_record import Record

ROOT = Path(__file__).resolve().parents[2]
KAFKA_SECONDS = 10.0
END_SECONDS = 10.0


class EmbeddedBroker:
    """`python -m local.broker` in a process of its own."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "local.broker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().strip()
        assert self.address, "the embedded broker said no address"
        self.client = {"bootstrap.servers": self.address, "log_level": 0}
        return self

    def __exit__(self, *_: object) -> None:
        self.go_on()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def stand_still(self) -> None:
        """From now on nobody gets an answer."""
        if not hasattr(signal, "SIGSTOP"):
            pytest.skip("only a POSIX system can make a process stand still")
        os.kill(self._process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)  # all of its threads

    def go_on(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            if hasattr(signal, "SIGCONT"):
                os.kill(self._process.pid, signal.SIGCONT)

    def records(self, topic: str) -> list[Record]:
        """All that the topic holds, in the order of partition and offset."""
        options = {**self.client, "group.id": "reader", "fetch.wait.max.ms": 50}
        consumer = Consumer(options)
        try:
            places = [
                TopicPartition(topic, partition, OFFSET_BEGINNING)
                for partition in consumer.list_topics(topic, KAFKA_SECONDS).topics[topic].partitions
            ]
            count = 0
            for place in places:
                low, high = consumer.get_watermark_offsets(place, KAFKA_SECONDS)
                count += high - low
            consumer.assign(places)
            return sorted(_read(consumer, count), key=lambda r: (r.partition, r.offset))
        finally:
            consumer.close()


def _read(consumer: Consumer, count: int) -> list[Record]:
    found: list[Record] = []
    deadline = time.monotonic() + KAFKA_SECONDS
    while len(found) < count:
        assert time.monotonic() < deadline, f"{len(found)} of {count} records could be read"
        for message in consumer.consume(count - len(found), 0.2):
            assert message.error() is None
            found.append(
                Record(
                    message.topic(),
                    message.partition(),
                    message.offset(),
                    message.timestamp()[1],
                    message.key(),
                    message.value(),
                    tuple(message.headers() or ()),
                )
            )
    return found
