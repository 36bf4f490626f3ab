"""The contract of LogOffsets: the same tests over memory and Kafka (the embedded broker)."""

import time
from typing import NamedTuple

import pytest

from flight_tracker.adapters.kafka import KafkaOffsets, KafkaStateLog
from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.log_offsets import LogEnds, LogOffsets
from flight_tracker.ports import StateLog
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.waiting import at_most

SECONDS = 10.0
SHORT = 1.5


class Case(NamedTuple):
    """What writes, and what counts."""

    log: StateLog
    offsets: LogOffsets


@pytest.fixture(params=["memory", "kafka"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "memory":
        log = MemoryStateLog()
        return Case(log, log)
    broker: EmbeddedBroker = request.getfixturevalue("broker")
    return Case(KafkaStateLog(broker.client), KafkaOffsets(broker.client))


def some(count: int) -> list[NewRecord]:
    """Records of one key: they are in one partition."""
    return [NewRecord(b"4b1816", b"%d" % number) for number in range(count)]


def filled(ends: dict[int, LogEnds]) -> dict[int, LogEnds]:
    return {partition: end for partition, end in ends.items() if end.next > end.first}


def test_the_ends_are_the_first_record_and_the_one_to_come(case: Case, topic: str) -> None:
    case.log.publish(topic, some(7), SECONDS)
    [end] = filled(case.offsets.ends(topic, SECONDS)).values()
    assert end == LogEnds(0, 7)
    case.log.publish(topic, some(3), SECONDS)
    assert list(filled(case.offsets.ends(topic, SECONDS)).values()) == [LogEnds(0, 10)]


def test_a_topic_without_records_has_none(case: Case, topic: str) -> None:
    assert filled(case.offsets.ends(topic, SECONDS)) == {}


def test_a_record_tells_when_it_was_written(case: Case, topic: str) -> None:
    before = time.time()
    case.log.publish(topic, some(2), SECONDS)
    time.sleep(0.05)
    between = time.time()
    case.log.publish(topic, some(1), SECONDS)
    [partition] = filled(case.offsets.ends(topic, SECONDS))
    first, last = (case.offsets.written_at(topic, partition, at, SECONDS) for at in (0, 2))
    assert first is not None and last is not None
    assert before - 0.002 <= first < between <= last + 0.002 <= time.time() + 0.002


def test_a_record_that_is_not_there_yet_was_written_at_no_time(case: Case, topic: str) -> None:
    case.log.publish(topic, some(2), SECONDS)
    [partition] = filled(case.offsets.ends(topic, SECONDS))
    assert case.offsets.written_at(topic, partition, 2, SECONDS) is None


def test_the_cluster_is_the_one_that_is_written_to(case: Case) -> None:
    assert case.offsets.cluster_id(SECONDS) == case.log.cluster_id(SECONDS)


def test_memory_forgets_its_first_records_as_kafka_does(topic: str) -> None:
    log = MemoryStateLog(lambda: 5.0)
    log.publish(topic, some(4), SECONDS)
    log.dropped[topic] = 3
    assert log.ends(topic, SECONDS) == {0: LogEnds(3, 4)}
    assert (log.written_at(topic, 0, 0, SECONDS), log.written_at(topic, 0, 4, SECONDS)) == (5, None)
    log.is_away = True
    with pytest.raises(Unavailable):
        log.ends(topic, SECONDS)


def test_what_the_embedded_broker_has_dropped_is_before_the_first(
    broker: EmbeddedBroker, topic: str
) -> None:
    log = KafkaStateLog({**broker.client, "compression.type": "none"})
    for _ in range(8):  # 8 MB: it keeps 5 MiB of a partition
        log.publish(topic, [NewRecord(b"4b1816", bytes(1_000_000))], SECONDS)
    [(partition, end)] = filled(KafkaOffsets(broker.client).ends(topic, SECONDS)).items()
    assert (0 < end.first < 8, end.next) == (True, 8)
    assert KafkaOffsets(broker.client).written_at(topic, partition, 0, SECONDS) is not None


def test_a_broker_that_is_away_is_unavailable_in_time(
    own_broker: EmbeddedBroker, topic: str
) -> None:
    offsets = KafkaOffsets(own_broker.client)
    own_broker.stand_still()
    with at_most(SHORT + 2), pytest.raises(Unavailable, match="Kafka"):
        offsets.ends(topic, SHORT)
