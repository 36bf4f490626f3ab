"""What a load and a question cost as the table grows to 50 million rows.

`python -m bench lakehouse_growth` takes some minutes and 2 GB of disk, so `make bench` leaves it
out. It writes the plot `docs/lakehouse-growth.svg`.
"""

import statistics
import tempfile
import time
from pathlib import Path

import duckdb
from deltalake import DeltaTable, write_deltalake

from bench.figures import Figure, median_seconds
from bench.lakehouse import EVERY, FILES, START, STATES, land
from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.adapters.sql_embedded import EmbeddedSql
from flight_tracker.adapters.upkeep_embedded import EmbeddedUpkeep
from flight_tracker.history import History
from flight_tracker.loading import Loader

MILLIONS = (1, 10, 20, 30, 40, 50)
LOADS = 5
PLOT = Path(__file__).parent.parent / "docs" / "lakehouse-growth.svg"


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        store = ObstoreObjectStore(f"{folder}/store")
        loader = Loader(EmbeddedLakehouse(f"{folder}/lake"), store, time.time, "embedded", 60)
        land(store, 0, FILES)
        loader.load()
        grown, seconds = 1, {}
        for millions in MILLIONS:
            while grown < millions:
                _grow(Path(folder, "lake/flight_states"), grown)
                grown += 1
            seconds[millions] = _loads(loader, store, millions)
        optimized = time.perf_counter()
        EmbeddedUpkeep(f"{folder}/lake", "flights.states").compact("flight_states")
        optimized = (time.perf_counter() - optimized) / MILLIONS[-1]
        return [
            *_growth(seconds),
            Figure("optimize, a million states", optimized, "s", 5),
            *_questions(f"{folder}/lake"),
        ]


def _grow(table: Path, number: int) -> None:
    """The first million rows once more, later: as many snapshots after those that are there."""
    first = [file for file in DeltaTable(table).file_uris() if "part-" in file]
    with duckdb.connect() as database:
        shift = number * FILES * EVERY
        rows = database.sql(
            "SELECT * REPLACE (snapshot_time + $shift AS snapshot_time,"
            " last_contact + $shift AS last_contact, time_position + $shift AS time_position,"
            " kafka_offset + $offsets AS kafka_offset,"
            " CAST(DATE '1970-01-01' + CAST((snapshot_time + $shift) // 86400 AS INTEGER) AS DATE)"
            " AS event_date) FROM read_parquet($first, hive_partitioning = true,"
            " hive_types = {'event_date': DATE}) WHERE snapshot_time < $end",
            params={
                "shift": shift,
                "offsets": number * FILES * STATES // 4,
                "first": first,
                "end": START + FILES * EVERY,
            },
        )
        write_deltalake(table, rows, mode="append")


def _loads(loader: Loader, store: ObstoreObjectStore, millions: int) -> float:
    """The median of loads of one snapshot each."""
    times = []
    for number in range(LOADS):
        land(store, millions * FILES + number, 1)
        started = time.perf_counter()
        assert loader.load().rows in (0, STATES)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def _growth(seconds: dict[int, float]) -> list[Figure]:
    least = seconds[MILLIONS[0]]
    PLOT.write_text(_plot(seconds), encoding="utf-8")
    return [
        Figure(
            f"load of 10,000 states into {millions} million",
            value,
            "s",
            least * 1.5,
            "the load into 1 million",
            value / least,
        )
        for millions, value in seconds.items()
    ]


def _questions(lake: str) -> list[Figure]:
    history = History(EmbeddedSql(lake))
    [(icao24,)] = history.sql.query("SELECT max(icao24) FROM flight_states", {})
    day = START - START % 86_400 + 86_400
    assert history.track(icao24, day, day + 86_399).points
    assert history.snapshot(day + 43_200).states
    return [
        Figure(
            "track of one aircraft over one day, from 50 million",
            median_seconds(lambda: history.track(icao24, day, day + 86_399)),
            "s",
            0.5,
        ),
        Figure(
            "snapshot of one moment, from 50 million",
            median_seconds(lambda: history.snapshot(day + 43_200)),
            "s",
            1,
        ),
    ]


def _plot(seconds: dict[int, float]) -> str:
    """Seconds over millions of rows, as SVG."""
    width, height, top = 480, 200, max(seconds.values()) * 1.6
    points = {m: (60 + m * 8, height - 30 - s / top * 150) for m, s in seconds.items()}
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points.values())
    labels = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3"/>'
        f'<text x="{x:.0f}" y="{y - 8:.0f}">{seconds[m]:.2f} s</text>'
        f'<text x="{x:.0f}" y="{height - 12}">{m}</text>'
        for m, (x, y) in points.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11" text-anchor="middle" fill="#888">'
        "<title>Seconds of one load of 10,000 states, by millions of rows in the table</title>"
        f'<text x="240" y="14">seconds of one load of 10,000 states</text>'
        f'<polyline points="{line}" fill="none" stroke="#3b82f6" stroke-width="2"/>{labels}'
        f'<text x="240" y="{height}">million rows in flight_states</text></svg>\n'
    )
