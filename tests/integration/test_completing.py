"""Whether a day's data is complete, on every lakehouse."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from flight_tracker import completeness, incidents, reconcile_report, schedule
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.completeness import Completeness, PartitionOfDay
from flight_tracker.completing import Completing
from flight_tracker.errors import NotFound, Unavailable
from flight_tracker.incidents import Incident, Incidents
from flight_tracker.reconcile_report import PartitionReport, ReconcileReport, Verdict
from flight_tracker.refreshing import Refresher
from flight_tracker.schedule import Schedule
from tests.integration.lakes import Place
from tests.skies import TIME, Clock, records, state

DAY_START = TIME - TIME % 86_400
DAY_END = DAY_START + 86_400
DAY = datetime.fromtimestamp(TIME, UTC).date()
INTERVAL = 8_640
"""Ten polls a day."""

LOG = "log-1"


class Stage:
    """A lakehouse, and who asks whether a day of it is complete."""

    def __init__(self, place: Place) -> None:
        self.place, self.store = place, ObstoreObjectStore("memory://")
        self.clock = Clock(DAY_END + 3_600)
        self.completing = Completing(place.sql, self.store, self.clock, lambda source: INTERVAL)
        place.lakehouse.migrate()
        self._offset = 0

    def poll(self, *polls: int, start: int = DAY_START, log: str = LOG, **more: Any) -> None:
        """Two aircraft in the snapshot of each of these polls."""
        times = [start + number * INTERVAL for number in polls]
        states = [state(a, snapshot_time=t, **more) for t in times for a in ("000001", "000002")]
        pairs = list(zip(records(*states, first=self._offset), states, strict=True))
        body = ParquetTableFormat().encode_states(pairs, log)
        name = f"{log}-{self._offset}"
        self.place.lakehouse.load("flight_states", [(name, body)], TIME)
        self._offset += len(states)

    def refresh(self) -> None:
        nothing = {"airports": list, "airlines": list}
        lakehouse, format_ = self.place.lakehouse, ParquetTableFormat()
        Refresher(self.place.sql, lakehouse, self.store, format_, self.clock, nothing).refresh()

    def reconciled(self, *partitions: PartitionReport, at: float = DAY_END + 60) -> None:
        report = ReconcileReport(kafka="asked", listed=list(partitions))
        reconcile_report.write(self.store, Verdict(at=at, report=report))

    def make(self, day: date = DAY) -> Completeness:
        return self.completing.make(day)


@pytest.fixture
def stage(place: Place) -> Stage:
    return Stage(place)


def whole(stage: Stage) -> Stage:
    """All polls, gold tables and a verdict."""
    stage.poll(*range(10))
    stage.refresh()
    stage.reconciled(PartitionReport(LOG, 0, rows=20))
    return stage


def test_a_day_with_all_its_polls_offsets_and_tables_is_complete(stage: Stage) -> None:
    record = whole(stage).make()
    assert (record.status, record.reasons) == ("complete", [])
    assert (record.polls_expected, record.polls_received) == (10, 10)
    assert (record.states, record.sources, record.gold_is_fresh) == (20, {"opensky": 20}, True)
    assert record.partitions == [
        PartitionOfDay(log_id=LOG, partition=0, first=0, last=19, loaded=20)
    ]
    assert completeness.read(stage.store, DAY) == record


def test_polls_that_did_not_come_are_missing(stage: Stage) -> None:
    stage.poll(*range(7))
    stage.refresh()
    stage.reconciled()
    record = stage.make()
    assert (record.status, record.reasons) == ("incomplete", ["3 of 10 polls are missing"])
    assert record.polls_missing == 3


def test_a_producer_that_posts_states_is_no_poll(stage: Stage) -> None:
    stage.poll(*range(10), source="ingest:me")
    assert (stage.make().polls_received, stage.make().states) == (0, 20)


def test_lost_offsets_count_for_the_day_that_they_are_in_or_beside(stage: Stage) -> None:
    whole(stage)
    lost = {"lost": 8, "gaps": [(5, 7), (20, 22), (100, 101)]}
    stage.reconciled(PartitionReport(LOG, 0, **lost))
    record = stage.make()
    assert (record.lost, record.reasons) == (6, ["6 records are lost"])
    assert record.partitions[0].lost == 6


def test_what_was_removed_on_purpose_is_not_lost(stage: Stage) -> None:
    whole(stage)
    stage.reconciled(PartitionReport(LOG, 0, lost=0, removed=3, gaps=[(5, 7)]))
    assert stage.make().status == "complete"


def test_records_of_the_day_that_never_landed_are_told(stage: Stage) -> None:
    whole(stage)
    never = PartitionReport(LOG, 1, unlanded=4, unlanded_since=DAY_END - 10)
    later = PartitionReport(LOG, 2, unlanded=9, unlanded_since=DAY_END + 10)
    stage.reconciled(never, later)
    assert stage.make().reasons == ["4 records of Kafka have not landed"]


def test_files_of_the_day_that_wait_are_told(stage: Stage) -> None:
    whole(stage)
    stage.reconciled(PartitionReport(LOG, 0, waiting_files=2, waiting_first=20))
    assert stage.make().reasons == ["2 landing files wait for the load"]
    stage.reconciled(PartitionReport(LOG, 0, waiting_files=2, waiting_first=40))
    assert stage.make().status == "complete"


def test_gold_tables_that_wait_are_told(stage: Stage) -> None:
    whole(stage)
    stage.poll(3)
    record = stage.make()
    assert record.reasons == ["the gold tables wait for a refresh"]
    assert (record.gold_is_fresh, record.days_waiting) == (False, 1)


def test_a_verdict_of_before_the_days_end_says_nothing(stage: Stage) -> None:
    whole(stage)
    stage.reconciled(at=DAY_END - 1)
    record = stage.make()
    assert (record.status, record.reasons) == ("unknown", [completeness.NOT_RECONCILED])


def test_a_day_that_lasts_expects_the_polls_until_now(stage: Stage) -> None:
    stage.clock.now = DAY_START + 3 * INTERVAL
    stage.poll(0, 1, 2)
    stage.refresh()
    record = stage.make()
    assert (record.polls_expected, record.status) == (3, "unknown")
    assert record.reasons == ["the day has not ended"]


def test_a_day_without_states_has_no_poll(stage: Stage) -> None:
    record = stage.make()
    assert record.reasons == ["10 of 10 polls are missing"]


def test_a_recording_has_no_cadence(stage: Stage) -> None:
    stage.poll(0, 3, log="recording-1")
    stage.refresh()
    stage.reconciled()
    record = stage.make()
    assert (record.polls_expected, record.is_recording) == (None, True)
    assert (record.polls_received, record.status) == (2, "complete")


def test_polls_that_were_made_rarer_are_expected_so(stage: Stage) -> None:
    stage.store.put(schedule.KEY, schedule.encode(Schedule(interval=2 * INTERVAL)))
    stage.poll(0, 2, 4, 6, 8)
    assert stage.make().polls_expected == 5


def test_incidents_of_the_day_are_kept_with_it(stage: Stage) -> None:
    times = {"before": (0, DAY_START - 1), "over": (DAY_START + 5, DAY_START + 9)}
    times |= {"lasting": (DAY_END - 1, None), "after": (DAY_END, None)}  # type: ignore[dict-item]
    found = [Incident(name=n, detail=n, since=a, until=b) for n, (a, b) in times.items()]
    stage.store.put(incidents.KEY, incidents.encode(Incidents(incidents=found)))
    kept = stage.make().incidents
    assert [(i.name, i.until) for i in kept] == [("over", DAY_START + 9), ("lasting", None)]


def test_another_day_is_another_record(stage: Stage) -> None:
    whole(stage)
    stage.make(DAY - timedelta(days=1))
    assert completeness.read(stage.store, DAY) is None


def test_a_damaged_record_is_told(stage: Stage) -> None:
    stage.store.put(completeness.key(DAY), b"{")
    with pytest.raises(Unavailable, match="`report` makes it anew"):
        completeness.read(stage.store, DAY)


def test_before_the_first_load_there_is_nothing_to_ask(place: Place) -> None:
    completing = Completing(place.sql, ObstoreObjectStore("memory://"), Clock(), lambda _: 30)
    with pytest.raises(NotFound):
        completing.make(DAY)
