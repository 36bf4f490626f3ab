"""The real API over a store in memory, filled as the pipeline fills it."""

import time
from dataclasses import dataclass, field

from starlette.testclient import TestClient

from flight_api.app import create_app
from flight_api.services import Services
from flight_tracker import feed
from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat
from flight_tracker.adapters.memory import MemoryStateLog
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.sql_embedded import EmbeddedSql
from flight_tracker.consuming import Consumer
from flight_tracker.feed import Feed
from flight_tracker.history import History
from flight_tracker.kafka_record import Record
from flight_tracker.querying import LiveView
from flight_tracker.state_vector import StateVector
from tests.skies import records, state

TOPIC, REJECTED = "flights.states", "flights.rejected"
KEY = "a-key"
PARTITIONS = 3


@dataclass
class Stage:
    """The app, and what stands behind it. `now` is the live view's clock only.

    `lake` is the folder of the embedded lakehouse.
    """

    keys: tuple[str, ...] = (KEY,)
    log: MemoryStateLog = field(default_factory=MemoryStateLog)
    store: ObstoreObjectStore = field(default_factory=lambda: ObstoreObjectStore("memory://"))
    lake: str = "no such folder"
    now: float = 0.0
    written: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        view = LiveView(self.store, ArrowStreamFormat(), lambda: self.now, TOPIC)
        sql = EmbeddedSql(self.lake)
        services = Services(
            view, self.log, self.store, TOPIC, self.keys, "embedded", lambda: History(sql)
        )
        self.app = create_app(services)
        self.consumer = Consumer(
            self.store,
            self.log,
            ArrowStreamFormat(),
            ParquetTableFormat(),
            REJECTED,
            lambda: "test-log",
        )

    def client(self) -> TestClient:
        return TestClient(self.app, raise_server_exceptions=False)

    def show(self, *states: StateVector) -> None:
        """Let these states go through the consumer, spread over the partitions."""
        for partition in range(PARTITIONS):
            mine = [s for s in states if int(s.icao24.lstrip("~"), 16) % PARTITIONS == partition]
            if not mine:
                continue
            first = self.written.get(partition, 0)
            batch: list[Record] = records(*mine, first=first, partition=partition)
            self.consumer.consume({(TOPIC, partition): batch}, 5.0)
            self.written[partition] = first + len(mine)
        self.now += 1  # the live view looks again

    def note(self, **changes: object) -> None:
        """What the poller would have noted about the feed."""
        now = time.time()
        known = Feed(source="opensky", last_poll_at=now, next_poll_at=now + 20, interval=30)
        for name, value in changes.items():
            setattr(known, name, value)
        self.store.put(feed.KEY, feed.encode(known))
        self.now += 1


def place(icao24: str, latitude: float, longitude: float, **changes: object) -> StateVector:
    return state(icao24, latitude=latitude, longitude=longitude, **changes)
