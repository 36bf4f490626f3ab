"""Kafka's offsets against what has landed and what is loaded."""

from dataclasses import replace
from pathlib import Path

import pytest

from flight_tracker import reconcile_report
from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.reconcile_report import NOT_ASKED, PartitionReport, ReconcileReport
from flight_tracker.reconciling import TOLERANCE
from flight_tracker.unlanded import AskedLog
from tests.integration.test_upkeep import LOG, Lake
from tests.skies import REJECTED, STATES

LONG_AGO = 2 * TOLERANCE


class Stage:
    """A lake, and the log that its records came from."""

    def __init__(self, folder: Path) -> None:
        self.lake = Lake(folder)
        self.kafka = MemoryStateLog(self.lake.clock)
        self.log = AskedLog(self.kafka, STATES, REJECTED, lambda: LOG)

    def write(self, count: int, topic: str = STATES) -> None:
        self.kafka.publish(topic, [NewRecord(b"k", b"v")] * count, 1)

    def reconcile(self) -> ReconcileReport:
        return replace(self.lake.reconcile, log=self.log).run()

    def only(self) -> PartitionReport:
        [partition] = self.reconcile().listed
        return partition


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path / "lake")


def test_what_kafka_has_landed_and_is_loaded(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 9)
    stage.lake.load()
    report = stage.reconcile()
    [partition] = report.listed
    assert report.kafka == f"asked: 1 partitions of {STATES}, log {LOG}"
    assert (partition.kafka_first, partition.kafka_last) == (0, 9)
    assert (partition.landed_first, partition.landed_last, partition.rows) == (0, 9, 10)
    assert (report.unlanded, report.lost, report.trouble) == (0, 0, None)


def test_a_consumer_that_stands_still_is_trouble_after_a_while(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 5)
    stage.lake.load()
    stage.lake.clock.now += TOLERANCE
    report = stage.reconcile()
    assert (report.unlanded, report.overdue, report.trouble) == (4, 0, None)
    stage.lake.clock.now += 1
    report = stage.reconcile()
    assert (report.unlanded, report.overdue, report.lost) == (4, 4, 0)
    assert report.trouble == "4 records of Kafka have not landed, the oldest for 901 s"


def test_a_partition_that_never_landed_is_trouble(stage: Stage) -> None:
    stage.write(10)
    stage.lake.clock.now += LONG_AGO
    partition = stage.only()
    assert (partition.log_id, partition.partition, partition.landed_first) == (LOG, 0, None)
    assert (partition.unlanded, partition.kafka_last) == (10, 9)
    assert stage.reconcile().overdue == 10


def test_records_before_the_first_that_landed_are_told(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(4, 9)
    stage.lake.load()
    stage.lake.clock.now += LONG_AGO
    assert (stage.only().unlanded, stage.reconcile().overdue) == (4, 4)


def test_what_kafka_dropped_before_it_landed_is_lost(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 2)
    stage.lake.load()
    stage.kafka.dropped[STATES] = 7
    partition = stage.only()
    assert (partition.gaps, partition.lost, partition.unlanded) == ([(3, 6)], 4, 3)
    assert stage.reconcile().trouble is not None


def test_what_kafka_dropped_after_it_was_loaded_is_no_trouble(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 9)
    stage.lake.load()
    stage.kafka.dropped[STATES] = 10
    assert (stage.only().lost, stage.reconcile().trouble) == (0, None)


def test_what_has_landed_and_waits_is_not_missing(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 9)
    stage.lake.clock.now += LONG_AGO
    partition = stage.only()
    assert (partition.waiting_files, partition.landed_last, partition.unlanded) == (1, 9, 0)


def test_a_rejected_record_at_the_end_has_landed_at_its_place(stage: Stage) -> None:
    stage.write(6)
    stage.lake.land(0, 4)
    stage.lake.land_rejected(5)
    stage.lake.load()
    stage.lake.clock.now += LONG_AGO
    assert (stage.only().landed_last, stage.reconcile().trouble) == (5, None)


def test_dead_letters_that_do_not_land_are_trouble(stage: Stage) -> None:
    stage.write(3, REJECTED)
    stage.lake.clock.now += LONG_AGO
    report = stage.reconcile()
    assert (report.unlanded, report.unlanded_rejected, report.overdue) == (0, 3, 3)


def test_another_life_of_the_topic_is_not_measured_by_this_one(stage: Stage) -> None:
    stage.write(2)
    stage.lake.land(0, 99, log="log-0")
    stage.lake.land(0, 1)
    stage.lake.load()
    report = stage.reconcile()
    assert [(p.log_id, p.kafka_last) for p in report.listed] == [("log-0", None), (LOG, 1)]
    assert report.trouble is None


def test_without_a_broker_the_report_says_that_nobody_asked(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 4)
    stage.lake.load()
    report = stage.lake.reconcile.run()
    assert (report.kafka, report.unlanded, report.listed[0].kafka_last) == (NOT_ASKED, 0, None)


def test_a_broker_that_is_away_is_no_verdict(stage: Stage) -> None:
    stage.kafka.is_away = True
    with pytest.raises(Unavailable, match="Kafka"):
        stage.reconcile()
    assert reconcile_report.read(stage.lake.store) is None


def test_the_last_verdict_is_kept(stage: Stage) -> None:
    stage.write(10)
    stage.lake.land(0, 9)
    stage.lake.load()
    report = stage.reconcile()
    kept = reconcile_report.read(stage.lake.store)
    assert kept is not None
    assert (kept.at, kept.report) == (stage.lake.clock.now, report)


def test_a_damaged_verdict_is_told(stage: Stage) -> None:
    stage.lake.store.put(reconcile_report.KEY, b"{")
    with pytest.raises(Unavailable, match="the next reconcile replaces it"):
        reconcile_report.read(stage.lake.store)
