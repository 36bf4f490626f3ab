"""The local Kafka trigger on the embedded broker, with a handler that remembers its events."""

import contextlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from confluent_kafka import Producer

from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record, from_event
from flight_tracker.settings import KafkaSettings, Settings
from local.trigger import BATCH_BYTES, Trigger
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.waiting import eventually

LAMBDA_BYTES = 6 * 1024 * 1024


class Function:
    """Remembers its batches, after failing for those that it is told to fail for."""

    def __init__(self) -> None:
        self.batches: list[list[Record]] = []
        self.failed: list[list[Record]] = []
        self.sizes: list[int] = []
        self.fails: Callable[[list[Record]], Exception | None] = lambda _: None

    def __call__(self, event: dict[str, Any], context: Any) -> None:
        assert context.get_remaining_time_in_millis() > 0
        [batch] = from_event(event).values()
        self.sizes.append(len(json.dumps(event)))
        if error := self.fails(batch):
            self.failed.append(batch)
            raise error
        self.batches.append(batch)

    @property
    def offsets(self) -> dict[int, list[int]]:
        """What succeeded, by partition."""
        found: dict[int, list[int]] = {}
        for batch in self.batches:
            for record in batch:
                found.setdefault(record.partition, []).append(record.offset)
        return found

    @property
    def count(self) -> int:
        return sum(map(len, self.batches))


@pytest.fixture
def kafka(broker: EmbeddedBroker, topic: str) -> KafkaSettings:
    return settings(broker, topic)


def settings(broker: EmbeddedBroker, topic: str) -> KafkaSettings:
    environ = {
        "KAFKA_BOOTSTRAP_SERVERS": broker.address,
        "KAFKA_TOPIC": topic,
        "KAFKA_REJECTED_TOPIC": f"{topic}-rejected",
    }
    return Settings.from_env(environ).kafka


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
def start() -> Iterator[Callable[[KafkaSettings, Function], Trigger]]:
    """Makes triggers, and closes those that are still open."""
    started: list[Trigger] = []

    def make(kafka: KafkaSettings, function: Function) -> Trigger:
        started.append(Trigger(kafka, function))
        return started[-1]

    yield make
    for trigger in started:
        trigger._reader.close()


Start = Callable[[KafkaSettings, Function], Trigger]


def write(kafka: KafkaSettings, *values: bytes | None, partition: int = 0, topic: str = "") -> None:
    producer = Producer({**kafka.client, "log_level": 0})
    for value in values:
        producer.produce(topic or kafka.topic, value, b"k", partition, headers=[("h", b"\xff")])
    assert producer.flush(10) == 0


def turn_until(trigger: Trigger, condition: Callable[[], object], seconds: float = 10) -> None:
    def turned() -> object:
        trigger.turn()
        return condition()

    eventually(turned, seconds)


def numbers(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]


def test_each_event_holds_records_of_one_partition(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    for partition in (0, 1, 2):
        write(kafka, *numbers(5), partition=partition)
    turn_until(start(kafka, function), lambda: function.count == 15)
    assert all(len({(r.topic, r.partition) for r in batch}) == 1 for batch in function.batches)
    assert function.offsets == {partition: [0, 1, 2, 3, 4] for partition in (0, 1, 2)}


def test_a_record_arrives_as_it_was_written(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    write(kafka, b"\x00\xff", None, b"")
    turn_until(start(kafka, function), lambda: function.count == 3)
    found = [record for batch in function.batches for record in batch]
    assert [record.value for record in found] == [b"\x00\xff", None, b""]
    assert {(r.topic, r.key, r.headers) for r in found} == {(kafka.topic, b"k", (("h", b"\xff"),))}
    assert all(abs(record.timestamp / 1000 - time.time()) < 60 for record in found)


def test_rejected_records_are_delivered_too(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    write(kafka, b"bad", topic=kafka.rejected_topic)
    turn_until(start(kafka, function), lambda: function.count == 1)
    assert function.batches[0][0].topic == kafka.rejected_topic


def test_a_second_trigger_starts_after_what_succeeded(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    write(kafka, *numbers(5))
    first = start(kafka, function)
    turn_until(first, lambda: function.count == 5)
    first.drain(0)
    write(kafka, b"new")
    second = Function()
    turn_until(start(kafka, second), lambda: second.count)
    assert second.offsets == {0: [5]}


@pytest.mark.parametrize("error", [Unavailable("away"), RuntimeError("a defect")])
def test_a_second_trigger_starts_with_what_failed(
    kafka: KafkaSettings, function: Function, start: Start, error: Exception
) -> None:
    write(kafka, *numbers(3))
    function.fails = lambda _: error
    first = start(kafka, function)
    with contextlib.suppress(RuntimeError):  # a defect ends the trigger; it is started again
        turn_until(first, lambda: function.failed)
    first.drain(0)
    second = Function()
    turn_until(start(kafka, second), lambda: second.count)
    assert second.offsets == {0: [0, 1, 2]}


def test_a_failing_partition_stands_still_while_the_others_go_on(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    is_broken = True
    function.fails = lambda b: Unavailable("1") if b[0].partition == 1 and is_broken else None
    trigger = start(kafka, function)
    for partition in (0, 1, 2):
        write(kafka, *numbers(3), partition=partition)
    turn_until(trigger, lambda: function.failed and function.count == 6)
    write(kafka, *numbers(2), partition=0)
    write(kafka, *numbers(2), partition=1)
    turn_until(trigger, lambda: function.count == 8 and len(function.failed) > 1)
    assert {batch[0].offset for batch in function.failed} == {0}
    is_broken = False
    turn_until(trigger, lambda: function.count == 13)
    assert function.offsets == {0: [0, 1, 2, 3, 4], 1: [0, 1, 2, 3, 4], 2: [0, 1, 2]}


def test_the_pauses_of_a_failing_partition_grow(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    times: list[float] = []

    def fail(_: list[Record]) -> Exception:
        times.append(time.monotonic())
        return Unavailable("away")

    function.fails = fail
    write(kafka, b"x")
    turn_until(start(kafka, function), lambda: len(times) == 3)
    first, second = times[1] - times[0], times[2] - times[1]
    assert first >= 0.5 and second > first


def test_a_failing_batch_holds_back_the_batches_after_it(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    failures = iter([None, Unavailable("once")])
    function.fails = lambda _: next(failures, None)
    write(kafka, *(os.urandom(1_000_000 - 100) for _ in range(4)))
    turn_until(start(kafka, function), lambda: function.count == 4)
    assert function.offsets == {0: [0, 1, 2, 3]}


def test_batches_are_cut_where_lambda_would_cut_them(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    size = 200_000
    write(kafka, *(os.urandom(size) for _ in range(24)))
    turn_until(start(kafka, function), lambda: function.count == 24)
    assert function.offsets == {0: list(range(24))}
    assert max(len(batch) for batch in function.batches) <= BATCH_BYTES // size
    assert max(function.sizes) < LAMBDA_BYTES


def test_a_batch_of_ten_thousand_small_records_fits_into_lambda(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    write(kafka, *(os.urandom(8) for _ in range(12_000)))
    turn_until(start(kafka, function), lambda: function.count == 12_000)
    assert max(function.sizes) < LAMBDA_BYTES


def test_draining_delivers_what_is_in_the_log(
    kafka: KafkaSettings, function: Function, start: Start
) -> None:
    write(kafka, b"first")
    trigger = start(kafka, function)
    turn_until(trigger, lambda: function.count == 1)
    write(kafka, *numbers(100))
    eventually(lambda: trigger.turn() or function.count)
    trigger.drain(5)
    assert function.count == 101


def test_a_broker_that_stands_still_is_waited_for(
    own_broker: EmbeddedBroker, topic: str, function: Function, start: Start
) -> None:
    kafka = settings(own_broker, topic)
    write(kafka, b"before")
    trigger = start(kafka, function)
    turn_until(trigger, lambda: function.count == 1)
    own_broker.stand_still()
    assert not trigger.turn()
    own_broker.go_on()
    write(kafka, b"after")
    turn_until(trigger, lambda: function.count == 2, 20)
    assert Counter(map(len, function.batches)) == {1: 2}
