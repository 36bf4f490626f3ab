"""States and bodies for tests."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from flight_tracker import feed, kafka_record, state_vector
from flight_tracker.adapters.memory import MemorySource, MemoryStateLog
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Unavailable
from flight_tracker.feed import Feed
from flight_tracker.kafka_record import NewRecord, Record
from flight_tracker.polling import Poller
from flight_tracker.snapshot import Snapshot
from flight_tracker.state_vector import StateVector

TIME = 1_700_000_000


def row(icao24: str = "4b1816", **changes: Any) -> list[Any]:
    """A good row of OpenSky's, with 17 items; `changes` by field name."""
    fields = {
        "icao24": icao24,
        "callsign": "SWR7354 ",
        "origin_country": "Switzerland",
        "time_position": TIME - 1,
        "last_contact": TIME,
        "longitude": 8.55,
        "latitude": 47.45,
        "baro_altitude": 1943.1,
        "on_ground": False,
        "velocity": 134.01,
        "true_track": 255.32,
        "vertical_rate": -6.5,
        "sensors": None,
        "geo_altitude": 2000.0,
        "squawk": "1000",
        "spi": False,
        "position_source": 0,
    }
    return list((fields | changes).values())


def body(*rows: Any, time: Any = TIME) -> bytes:
    """A body of `/states/all`."""
    return json.dumps({"time": time, "states": list(rows)}).encode()


def state(icao24: str = "4b1816", **changes: Any) -> StateVector:
    """A good state; `changes` by field name."""
    fields: dict[str, Any] = {
        "icao24": icao24,
        "callsign": "SWR7354",
        "origin_country": "Switzerland",
        "time_position": TIME - 1,
        "last_contact": TIME,
        "longitude": 8.55,
        "latitude": 47.45,
        "baro_altitude": 1943.1,
        "on_ground": False,
        "velocity": 134.01,
        "true_track": 255.32,
        "vertical_rate": -6.5,
        "geo_altitude": 2000.0,
        "squawk": "1000",
        "spi": False,
        "position_source": 0,
        "category": None,
        "snapshot_time": TIME,
        "source": "opensky",
    }
    return StateVector(**(fields | changes))


def record(value: bytes | None, offset: int = 0, **changes: Any) -> Record:
    """A record of `flights.states`."""
    fields = {
        "topic": "flights.states",
        "partition": 0,
        "offset": offset,
        "timestamp": TIME * 1000,
        "key": b"4b1816",
        "value": value,
        "headers": (("schema", state_vector.SCHEMA.encode()), ("source", b"opensky")),
    }
    return Record(**(fields | changes))


def records(*states: StateVector, first: int = 0, **changes: Any) -> list[Record]:
    """Records of these states at consecutive offsets."""
    return [
        record(kafka_record.state_record(s).value, first + index, key=s.icao24.encode(), **changes)
        for index, s in enumerate(states)
    ]


def snapshot(
    *states: StateVector, time: int = TIME, source: str = "opensky", **changes: Any
) -> Snapshot:
    return Snapshot(time=time, source=source, states=list(states), **changes)


class Clock:
    """Stands still until a test moves it."""

    def __init__(self, now: float = TIME) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


STATES, REJECTED = "flights.states", "flights.rejected"


class WatchedLog(MemoryStateLog):
    """A log that can refuse single topics and be looked at before it is written to."""

    def __init__(self) -> None:
        super().__init__()
        self.away_topics: set[str] = set()
        self.before_publish: Callable[[], None] = lambda: None

    def publish(self, topic: str, records: Iterable[NewRecord], timeout: float) -> int:
        self.before_publish()
        if topic in self.away_topics:
            raise Unavailable(f"Kafka topic {topic}: away")
        return super().publish(topic, records, timeout)


class WatchedSource(MemorySource):
    """A source that notes how long it was given."""

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        self.timeouts = [*getattr(self, "timeouts", []), timeout]
        return super().fetch(after, timeout)


class Stage:
    """A store, a log and a clock that outlive the pollers."""

    def __init__(self) -> None:
        self.store = ObstoreObjectStore("memory://")
        self.log = WatchedLog()
        self.clock = Clock()

    @property
    def feed(self) -> Feed:
        """What is stored about the feed."""
        stored = self.store.get(feed.KEY)
        return feed.decode(stored.body if stored else None)

    def source(self, *answers: Snapshot | Exception, name: str = "opensky") -> WatchedSource:
        return WatchedSource(*answers, name=name)

    def poller(
        self,
        *answers: Snapshot | Exception,
        source: WatchedSource | None = None,
        fallback: WatchedSource | None = None,
    ) -> Poller:
        """A new process: it knows what is stored and nothing else."""
        return Poller(
            source=source or self.source(*answers),
            log=self.log,
            store=self.store,
            clock=self.clock,
            topic=STATES,
            rejected_topic=REJECTED,
            interval=30,
            fallback=fallback,
        )
