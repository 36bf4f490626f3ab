"""Rejected records go back into their topic once."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.kafka_record import NewRecord, Record, dead_letter
from flight_tracker.retrying import KEY, Retry, RetryReport
from tests.integration.lakes import Place
from tests.skies import REJECTED, STATES, TIME

HEADERS = (("schema", b"state-vector/1"), ("source", b"opensky"))


class Stage:
    """A lakehouse with rejected records, and what retries them."""

    def __init__(self, place: Place) -> None:
        self.place, self.store, self.log = place, ObstoreObjectStore("memory://"), MemoryStateLog()
        place.lakehouse.migrate()
        self.retry = Retry(place.sql, self.store, self.log, STATES)
        self._landed = 0

    def reject(
        self, offset: int, value: bytes, reason: str, topic: str | None = STATES, **at: Any
    ) -> None:
        """`at`: another partition or log."""
        partition, log = at.get("partition", 0), at.get("log", "log-1")
        origin = Record(topic, partition, offset, TIME * 1000, b"4b1816", value) if topic else None
        letter = dead_letter(b"4b1816", value, reason, "opensky", origin)
        record = Record(REJECTED, 0, self._landed, TIME * 1000, *letter)
        body = ParquetTableFormat().encode_rejected([record], log)
        self.place.lakehouse.load("rejected_states", [(f"{self._landed}.parquet", body)], TIME)
        self._landed += 1

    def sent(self) -> list[NewRecord]:
        return self.log.topics.get(STATES, [])


@pytest.fixture
def stage(place: Place) -> Iterator[Stage]:
    yield Stage(place)


def test_what_was_rejected_goes_back_as_it_came(stage: Stage) -> None:
    stage.reject(7, b"a state", "squawk: expected 4 digits")
    assert stage.retry.retry("squawk", dry_run=False) == RetryReport(False, found=1, sent=1)
    assert stage.sent() == [NewRecord(b"4b1816", b"a state", HEADERS)]


def test_only_the_reason_that_was_asked_for_goes_back(stage: Stage) -> None:
    stage.reject(7, b"one", "squawk: expected 4 digits")
    stage.reject(8, b"two", "latitude: 91 is more than 90%")
    assert stage.retry.retry("more than 90%", dry_run=False).sent == 1
    assert [record.value for record in stage.sent()] == [b"two"]


def test_what_was_sent_is_not_sent_again(stage: Stage) -> None:
    stage.reject(7, b"one", "squawk")
    stage.retry.retry("squawk", dry_run=False)
    stage.reject(9, b"two", "squawk")
    report = stage.retry.retry("squawk", dry_run=False)
    assert (report.found, report.known, report.sent) == (2, 1, 1)
    assert [record.value for record in stage.sent()] == [b"one", b"two"]


def test_what_is_known_does_not_hide_what_is_behind_it(stage: Stage) -> None:
    for offset in range(7):
        stage.reject(offset, b"%d" % offset, "squawk")
    retry = replace(stage.retry, most=3, page=2)
    reports = [retry.retry("squawk", dry_run=False) for _ in range(4)]
    assert [(r.known, r.sent, r.more) for r in reports] == [
        (0, 3, True),
        (3, 3, True),
        (6, 1, False),
        (7, 0, False),
    ]
    assert [record.value for record in stage.sent()] == [b"%d" % offset for offset in range(7)]


def test_pages_go_on_in_the_next_partition_and_log(stage: Stage) -> None:
    for log in ("log-1", "log-2"):
        for partition in (0, 1):
            for offset in (5, 6):
                value = f"{log} {partition} {offset}".encode()
                stage.reject(offset, value, "squawk", partition=partition, log=log)
    report = replace(stage.retry, page=3).retry("squawk", dry_run=False)
    assert (report.found, report.sent, report.more) == (8, 8, False)
    assert len({record.value for record in stage.sent()}) == 8


def test_a_dry_run_counts_and_sends_nothing(stage: Stage) -> None:
    stage.reject(7, b"one", "squawk")
    assert stage.retry.retry("squawk", dry_run=True) == RetryReport(True, found=1, sent=1)
    assert (stage.sent(), stage.store.get(KEY)) == ([], None)


def test_what_never_was_in_the_topic_does_not_go_there(stage: Stage) -> None:
    stage.reject(7, b"[1]", "squawk", topic=None)
    stage.reject(8, b"one", "squawk", topic="another")
    assert stage.retry.retry("squawk", dry_run=False).found == 0


def test_a_broker_that_is_away_marks_nothing_as_sent(stage: Stage) -> None:
    stage.reject(7, b"one", "squawk")
    stage.log.is_away = True
    with pytest.raises(Unavailable):
        stage.retry.retry("squawk", dry_run=False)
    stage.log.is_away = False
    assert stage.retry.retry("squawk", dry_run=False).sent == 1


def test_before_the_first_load_there_is_nothing_to_ask(place: Place) -> None:
    retry = Retry(place.sql, ObstoreObjectStore("memory://"), MemoryStateLog(), STATES)
    with pytest.raises(NotFound):
        retry.retry("squawk", dry_run=False)
