"""A million states from a hundred landing files into the embedded lakehouse, and again."""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.figures import Figure
from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.simulation import SimulationSource
from flight_tracker.adapters.upkeep_embedded import EmbeddedUpkeep
from flight_tracker.kafka_record import Record
from flight_tracker.loading import Loader
from flight_tracker.ports import ObjectStore

FILES, STATES, PARTITIONS = 100, 10_000, 4
EVERY = 30
"""Seconds between two snapshots."""

START = 1_700_000_000


def land(store: ObjectStore, first: int, files: int, aircraft: int = STATES) -> None:
    """One file a partition and snapshot, as the consumer lands them: `files` snapshots in all."""
    tables = ParquetTableFormat()
    now = START + first * EVERY
    source = SimulationSource(aircraft=aircraft, seed=1, clock=lambda: now)
    for number in range(first, first + files):
        now = START + number * EVERY
        states = source.fetch(None, 60).states
        for partition in range(PARTITIONS):
            mine = states[partition::PARTITIONS]
            offset = number * len(mine)
            pairs = [
                (Record("flights.states", partition, offset + i, now * 1000, None, None, ()), state)
                for i, state in enumerate(mine)
            ]
            name = f"{offset:020d}-{offset + len(mine) - 1:020d}"
            key = f"landing/flight_states/log/{partition:05d}/{name}.parquet"
            store.put(key, tables.encode_states(pairs, "log"))


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        store = ObstoreObjectStore(f"{folder}/store")
        land(store, 0, FILES)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        loader = Loader(EmbeddedLakehouse(f"{folder}/lake"), store, time.time, "embedded", 60)
        first = _seconds(loader.load)
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        again = _seconds(loader.load)
        rows = EmbeddedLakehouse(f"{folder}/lake").tables()["flight_states"].rows
        assert rows == FILES * STATES, rows
        EmbeddedUpkeep(f"{folder}/lake", "flights.states").compact("flight_states")
        EmbeddedUpkeep(f"{folder}/lake", "flights.states").vacuum("flight_states", 0, dry_run=False)
        stored = sum(
            f.stat().st_size for f in Path(folder, "lake/flight_states").rglob("*.parquet")
        )
    return [
        Figure("embedded load of 1,000,000 states, 100 snapshots", first, "s", 20),
        Figure(f"its peak memory ({before:.0f} MB before it began)", megabytes, "MB", 1200),
        Figure("loading them again", again, "s", 1),
        Figure("storage after optimize, a state", stored / rows, "B", 30),
    ]


def _seconds(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
