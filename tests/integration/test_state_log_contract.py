"""The contract of StateLog: the same tests over memory and Kafka (the embedded broker)."""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest

from flight_tracker.adapters.kafka import KafkaStateLog
from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.consuming import MAX_DEAD_LETTER_BYTES
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord, dead_letter, state_record
from flight_tracker.ports import StateLog
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.waiting import at_most
from tests.skies import record, state

SECONDS = 10.0
SHORT = 1.5
"""What a test waits for a broker that does not answer."""


class Case(NamedTuple):
    """A log, a look at what is in it, and a way to take the broker away and bring it back."""

    log: StateLog
    read: Callable[[str], list[NewRecord]]
    leave: Callable[[], None]
    come_back: Callable[[], None]


def memory() -> Case:
    log = MemoryStateLog()
    return Case(
        log,
        lambda topic: log.topics.get(topic, []),
        lambda: setattr(log, "is_away", True),
        lambda: setattr(log, "is_away", False),
    )


def kafka(broker: EmbeddedBroker) -> Case:
    def read(topic: str) -> list[NewRecord]:
        return [NewRecord(r.key, r.value, r.headers) for r in broker.records(topic)]

    return Case(KafkaStateLog(broker.client), read, broker.stand_still, broker.go_on)


@pytest.fixture(params=["memory", "kafka"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "memory":
        return memory()
    return kafka(request.getfixturevalue("broker"))


@pytest.fixture(params=["memory", "kafka"])
def own_case(request: pytest.FixtureRequest) -> Case:
    """The same with a broker that the test may take away."""
    if request.param == "memory":
        return memory()
    return kafka(request.getfixturevalue("own_broker"))


def some(count: int) -> list[NewRecord]:
    return [state_record(state(f"{number:06x}")) for number in range(count)]


def test_a_publish_confirms_the_number_of_records(case: Case, topic: str) -> None:
    assert case.log.publish(topic, some(7), SECONDS) == 7
    assert len(case.read(topic)) == 7


def test_nothing_to_publish_is_no_record(case: Case, topic: str) -> None:
    assert case.log.publish(topic, [], SECONDS) == 0


def test_key_value_and_headers_arrive_as_they_were_given(case: Case, topic: str) -> None:
    given = NewRecord(b"4b1816", b"\x00\xff", (("schema", b"x/1"), ("reason", "é".encode())))
    case.log.publish(topic, [given], SECONDS)
    assert case.read(topic) == [given]


def test_a_record_without_key_and_headers_arrives(case: Case, topic: str) -> None:
    case.log.publish(topic, [NewRecord(None, b"x")], SECONDS)
    assert case.read(topic) == [NewRecord(None, b"x")]


def test_a_tombstone_arrives_without_a_value(case: Case, topic: str) -> None:
    case.log.publish(topic, [NewRecord(b"k", None)], SECONDS)
    assert case.read(topic) == [NewRecord(b"k", None)]


def test_records_of_one_key_keep_their_order(case: Case, topic: str) -> None:
    given = [NewRecord(b"4b1816", b"%d" % number) for number in range(500)]
    case.log.publish(topic, given, SECONDS)
    assert case.read(topic) == given


def test_a_generator_is_published_whole(case: Case, topic: str) -> None:
    assert case.log.publish(topic, (record for record in some(3)), SECONDS) == 3


def test_thirty_thousand_records_arrive_at_once(case: Case, topic: str) -> None:
    given = some(30_000)
    assert case.log.publish(topic, given, SECONDS) == 30_000
    assert sorted(r.key or b"" for r in case.read(topic)) == [r.key for r in given]


def test_eight_threads_publish_with_one_log(case: Case, topic: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        counts = pool.map(lambda _: case.log.publish(topic, some(500), SECONDS), range(8))
    assert list(counts) == [500] * 8
    assert len(case.read(topic)) == 4_000


def test_a_cluster_has_an_id_that_stays(case: Case) -> None:
    assert case.log.cluster_id(SECONDS)
    assert case.log.cluster_id(SECONDS) == case.log.cluster_id(SECONDS)


def test_a_broker_that_went_away_is_unavailable_and_says_how_many_are_missing(
    own_case: Case, topic: str
) -> None:
    own_case.log.publish(topic, some(1), SECONDS)
    own_case.leave()
    with at_most(SHORT + 1), pytest.raises(Unavailable, match=rf"{topic}: 12 .*not confirmed"):
        own_case.log.publish(topic, some(12), SHORT)


def test_after_the_broker_is_back_a_publish_works(own_case: Case, topic: str) -> None:
    own_case.leave()
    with pytest.raises(Unavailable):
        own_case.log.publish(topic, some(12), SHORT)
    own_case.come_back()
    assert own_case.log.publish(topic, some(12), SECONDS) == 12
    assert {r.key for r in own_case.read(topic)} == {r.key for r in some(12)}


def test_the_id_of_a_cluster_that_is_away_is_unavailable(own_case: Case) -> None:
    own_case.leave()
    with at_most(SHORT + 1), pytest.raises(Unavailable, match="Kafka"):
        own_case.log.cluster_id(SHORT)


def test_an_address_that_refuses_connections_is_unavailable_in_time(topic: str) -> None:
    log = KafkaStateLog({"bootstrap.servers": "127.0.0.1:9", "log_level": 0})
    with at_most(SHORT + 1), pytest.raises(Unavailable, match="5 of 5 records not confirmed"):
        log.publish(topic, some(5), SHORT)


def test_a_publish_has_all_its_time_whatever_was_asked_before(
    own_broker: EmbeddedBroker, topic: str
) -> None:
    log = KafkaStateLog(own_broker.client)
    log.publish(topic, some(1), SECONDS)
    log = KafkaStateLog(own_broker.client)
    log.cluster_id(1.0)
    own_broker.stand_still()
    timer = threading.Timer(2.5, own_broker.go_on)
    timer.start()
    try:
        assert log.publish(topic, some(3), SECONDS) == 3
    finally:
        timer.join()


def test_a_dead_letter_of_the_largest_size_is_taken(case: Case, topic: str) -> None:
    letter = dead_letter(b"k", os.urandom(MAX_DEAD_LETTER_BYTES), "x" * 1_000, "s", record(b"", 7))
    assert case.log.publish(topic, [letter], SECONDS) == 1
    assert case.read(topic) == [letter]


def test_a_record_too_large_for_the_log_is_said_with_the_number_missing(
    broker: EmbeddedBroker, topic: str
) -> None:
    log = KafkaStateLog(broker.client)
    given = [*some(2), NewRecord(b"k", bytes(2_000_000)), *some(2)]
    with pytest.raises(Unavailable, match=r"of 5 records not confirmed.*[Ll]arge"):
        log.publish(topic, given, SECONDS)
