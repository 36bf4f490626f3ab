"""What one load sends to a Databricks warehouse: the real connector against the stand-in.

`python -m bench databricks`; `make bench` leaves it out, because these are counts, not times.
"""

import importlib
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.figures import Figure
from bench.sky import TIME
from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.databricks_access import Warehouse
from flight_tracker.kafka_record import Record
from flight_tracker.loading import Loader
from flight_tracker.settings import Settings
from flight_tracker.wiring import simulation

FILES = (1, 10, 100)
STATES = 2_500
"""Of one landing file: the world's in one of four partitions."""


def measure() -> list[Figure]:
    stand_in = importlib.import_module("tests.warehouse").StandInWarehouse
    with (
        tempfile.TemporaryDirectory() as folder,
        stand_in(Path(folder), "token", ("client", "secret")) as warehouse,
    ):
        where = Warehouse(warehouse.url, "/sql/1.0/warehouses/stand-in", token="token")
        with closing(DatabricksLakehouse(where, RequestsHttpClient())) as lakehouse:
            lakehouse.migrate()
            return [figure for count in FILES for figure in _load(lakehouse, warehouse, count)]


def _load(lakehouse: DatabricksLakehouse, warehouse: Any, count: int) -> list[Figure]:
    store = ObstoreObjectStore("memory://")
    sky = simulation(Settings.from_env({"SIMULATION_AIRCRAFT": str(STATES)}).source)
    for number in range(count):
        now, first = TIME + number * 30, number * STATES
        pairs = [
            (Record("flights.states", 0, first + i, now * 1000, None, None, ()), state)
            for i, state in enumerate(sky.states_at(now))
        ]
        body = ParquetTableFormat().encode_states(pairs, f"log-{count}")
        store.put(f"landing/flight_states/log-{count}/00000/{first:020d}.parquet", body)
    warehouse.statements.clear()
    warehouse.uploaded.clear()
    rows = Loader(lakehouse, store, time.time, "databricks", 60).load().rows
    assert rows == count * STATES, rows
    statements, uploaded = warehouse.statements, sum(warehouse.uploaded)
    load = f"Databricks, a load of {count} files"
    return [
        Figure(f"{load}: statements", len(statements), "", 12),
        Figure(f"{load}: bytes of them", sum(map(len, statements)), "B", 20_000),
        Figure(f"{load}: uploaded, a state", uploaded / rows, "B", 55),
    ]
