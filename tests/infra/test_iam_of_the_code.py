"""The use cases run over a store that asks the planned policies, as S3 would."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from flight_tracker import completeness, lakehouse_status, reconcile_report, reports
from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat
from flight_tracker.adapters.memory import MemoryLakehouse, MemoryStateLog
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.simulation import SimulationSource
from flight_tracker.completeness import Completeness
from flight_tracker.consuming import MAX_DEAD_LETTER_BYTES, Consumer
from flight_tracker.health import Component, Health, health
from flight_tracker.lakehouse_status import RefreshStatus, write_refresh
from flight_tracker.landing_days import LandingDays
from flight_tracker.loading import Loader
from flight_tracker.polling import Poller
from flight_tracker.ports import HttpAnswer, HttpRequest, StoredObject
from flight_tracker.querying import LiveView
from flight_tracker.reconcile_report import ReconcileReport, Verdict
from flight_tracker.scheduling import Scheduling
from flight_tracker.watching import Watch
from tests.infra.policies import Resources, Statement, allows, statements
from tests.skies import Clock, record, records, state

STATES, REJECTED = "flights.states", "flights.rejected"
DAY = date(2026, 1, 31)
BUCKET = "arn:aws:s3:::flight-tracker-data-123456789012"
BAD = record(b"{" * (MAX_DEAD_LETTER_BYTES + 1), 20)
LETTER = record(b"{", topic=REJECTED)


class GuardedStore:
    """An object store that does what the policy allows. `asked` is what was asked of it."""

    def __init__(self, inner: ObstoreObjectStore, policy: list[Statement]) -> None:
        self._inner, self._policy = inner, policy
        self.asked: set[str] = set()

    def get(self, key: str) -> StoredObject | None:
        self._check("s3:GetObject", f"{BUCKET}/{key}")
        return self._inner.get(key)

    def put(self, key: str, body: bytes, *, if_match: str | None = "*") -> None:
        self._check("s3:PutObject", f"{BUCKET}/{key}")
        if if_match not in ("*", None):  # S3 reads what it compares with
            self._check("s3:GetObject", f"{BUCKET}/{key}")
        self._inner.put(key, body, if_match=if_match)

    def list(self, prefix: str, after: str | None = None) -> list[tuple[str, str]]:
        self._check("s3:ListBucket", BUCKET)
        return self._inner.list(prefix, after)

    def delete(self, key: str) -> None:
        self._check("s3:DeleteObject", f"{BUCKET}/{key}")
        self._inner.delete(key)

    def _check(self, action: str, resource: str) -> None:
        self.asked.add(action)
        if not allows(self._policy, action, resource):
            raise PermissionError(f"{action} on {resource}")


class NoHttp:
    """Nobody is told."""

    def send(self, request: HttpRequest, timeout: float) -> HttpAnswer:
        raise AssertionError("there is no webhook")


class Cloud:
    """One bucket, seen by each function through its own role."""

    def __init__(self, planned: Resources) -> None:
        self.planned = planned
        self.bucket = ObstoreObjectStore("memory://")
        self.log, self.streams, self.clock = MemoryStateLog(), ArrowStreamFormat(), Clock()

    def store(self, function: str) -> GuardedStore:
        return GuardedStore(self.bucket, statements(self.planned, f"flight-tracker-{function}"))

    def poll(self, store: GuardedStore) -> None:
        source = SimulationSource(aircraft=10, seed=1)
        Poller(source, self.log, store, self.clock, STATES, REJECTED, 30).poll(5)

    def consume(self, store: GuardedStore) -> None:
        consumer = Consumer(
            store, self.log, self.streams, ParquetTableFormat(), REJECTED, lambda: "log"
        )
        for first in (0, 10):  # the second swap has something to compare with
            batch = records(state("4b1816"), state("4b1817"), first=first)
            consumer.consume({(STATES, 0): batch}, 5)
        consumer.consume({(STATES, 0): [BAD]}, 5)
        consumer.consume({(REJECTED, 0): [LETTER]}, 5)

    def load(self, store: GuardedStore) -> None:
        Loader(MemoryLakehouse(), store, self.clock, name="databricks", interval=3600).load()
        write_refresh(store, RefreshStatus(last_refresh_at=1, last_refresh_seconds=1))

    def run_jobs(self, store: GuardedStore) -> None:
        """What Airflow has the load function do beside loading."""
        Scheduling(store, self.clock).pause("a test")
        Watch(self.health, store, NoHttp(), self.clock).look()
        store.put(reports.key(DAY), b"")
        reconcile_report.write(store, Verdict(at=0, report=ReconcileReport()))
        LandingDays(store, ParquetTableFormat()).files(DAY)
        completeness.write(store, Completeness(day=DAY, made_at=0))
        store.put("state/retried.json", b"{}")

    def health(self) -> Health:
        view = LiveView(self.store("load"), self.streams, self.clock, STATES).view()
        well = Component(status="ok", detail="")
        return health(self.clock(), feed=view.feed, sky=view.sky, broker=well, lakehouse=None)

    def ask(self, store: GuardedStore) -> None:
        """What the API's endpoints read: the live view, reports, what the loads have noted."""
        assert LiveView(store, self.streams, self.clock, STATES).view().sky.states
        status = lakehouse_status.read(store)
        assert status is not None
        lakehouse_status.waiting_files(store, status)
        lakehouse_status.read_refresh(store)
        assert completeness.read(store, DAY) is not None
        assert [reports.page(store, day) for day in reports.days(store)] == [b""]


@pytest.fixture
def cloud(prod: Resources) -> Iterator[Cloud]:
    yield Cloud(prod)


def test_a_poll_keeps_to_its_role(cloud: Cloud) -> None:
    store = cloud.store("poll-opensky")
    cloud.poll(store)
    assert store.asked == {"s3:GetObject", "s3:PutObject"}


def test_a_consumer_keeps_to_its_role(cloud: Cloud) -> None:
    cloud.poll(cloud.store("poll-opensky"))
    store = cloud.store("consume-batch")
    cloud.consume(store)
    assert store.asked == {"s3:GetObject", "s3:PutObject"}
    kept = {key.partition("/")[0] for key, _ in cloud.bucket.list("")}
    assert kept == {"state", "live", "frames", "landing", "rejected"}


def test_a_load_keeps_to_its_role(cloud: Cloud) -> None:
    cloud.consume(cloud.store("consume-batch"))
    store = cloud.store("load")
    cloud.load(store)
    assert store.asked == {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}


def test_the_jobs_of_the_load_function_keep_to_its_role(cloud: Cloud) -> None:
    cloud.poll(cloud.store("poll-opensky"))
    cloud.consume(cloud.store("consume-batch"))
    store = cloud.store("load")
    cloud.run_jobs(store)
    assert store.asked == {"s3:GetObject", "s3:PutObject", "s3:ListBucket"}
    cloud.poll(cloud.store("poll-opensky"))  # which reads that it is paused


def test_the_api_keeps_to_its_role_and_writes_nothing(cloud: Cloud) -> None:
    cloud.poll(cloud.store("poll-opensky"))
    cloud.consume(cloud.store("consume-batch"))
    cloud.load(cloud.store("load"))
    cloud.run_jobs(cloud.store("load"))
    store = cloud.store("api")
    cloud.ask(store)
    assert store.asked == {"s3:GetObject", "s3:ListBucket"}


def test_in_anothers_role_it_is_stopped(cloud: Cloud) -> None:
    with pytest.raises(PermissionError, match="PutObject"):
        cloud.consume(cloud.store("api"))
    with pytest.raises(PermissionError, match="GetObject"):
        cloud.consume(cloud.store("consume-batch"))
        cloud.load(cloud.store("poll-opensky"))


def test_the_policies_are_json_that_iam_takes(prod: Resources) -> None:
    for values in prod.values():
        if values["type"] == "aws_iam_role_policy":
            document = json.loads(values["policy"])
            assert document["Version"] == "2012-10-17"
            assert len(values["policy"]) < 10_240  # IAM's limit for a role's inline policies
