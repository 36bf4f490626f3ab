"""Each gold file gives the same rows on Spark as on DuckDB: a simulated sky with odd records."""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from flight_tracker import gold
from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.adapters.simulation import SimulationSource
from flight_tracker.kafka_record import dead_letter
from flight_tracker.reference.airlines import airline_rows
from flight_tracker.reference.airports import airport_rows
from flight_tracker.state_vector import StateVector
from flight_tracker.tables import TABLES
from tests.gold.one_day import DAY
from tests.integration import lakes
from tests.integration.lakes import Place
from tests.skies import TIME, record, records
from tests.spark.cluster import SparkCluster
from tests.spark.conftest import on_spark

pytestmark = pytest.mark.spark

AIRCRAFT, CADENCE, SNAPSHOTS = 80, 90, 90
"""More than two hours, past midnight."""
ODD: dict[int, dict[str, Any]] = {
    61: {"squawk": "7700"},
    67: {"latitude": None, "longitude": None, "time_position": None},
    71: {"latitude": 90.0, "longitude": 180.0},
    73: {"callsign": None, "origin_country": None, "category": 0},
    79: {"baro_altitude": 12_345.6, "velocity": 700.0},
    83: {"on_ground": None, "vertical_rate": None, "true_track": None},
    89: {"baro_altitude": None, "geo_altitude": -20.0, "squawk": "7600"},
}
"""What every so-many-th state says instead."""


class Both(NamedTuple):
    duckdb: Place
    spark: Place


def sky() -> Iterator[StateVector]:
    source = SimulationSource(aircraft=AIRCRAFT)
    number = 0
    for time in range(TIME, TIME + SNAPSHOTS * CADENCE, CADENCE):
        for state in source.states_at(time):
            number += 1
            changes = next((what for every, what in ODD.items() if number % every == 0), {})
            yield msgspec.structs.replace(state, **changes)
            if number % 97 == 0:  # the same again, as another source tells it
                yield msgspec.structs.replace(state, source="readsb")


def fill(place: Place) -> None:
    place.lakehouse.migrate()
    states = list(sky())
    format = ParquetTableFormat()
    pairs = list(zip(records(*states), states, strict=True))
    place.lakehouse.load("flight_states", [("a", format.encode_states(pairs, "log"))], TIME)
    letters = []
    for offset, key in enumerate((b"4b1816", b"\xff", None)):
        new = dead_letter(key, b"bad", "icao24: missing", "opensky", record(b"bad", offset))
        letters.append(record(new.value, offset, key=new.key, headers=new.headers))
    body = format.encode_rejected(letters, "log")
    place.lakehouse.load("rejected_states", [("b", body)], TIME)
    for table, rows in {"airports": airport_rows(), "airlines": airline_rows()}.items():
        full = [(*row, "edition") for row in rows]
        place.sql.replace_all(table, format.encode_table(TABLES[table], full))
    for table in gold.GOLD_TABLES:
        place.sql.replace_day(table, gold.statement(table), gold.parameters(DAY))


@pytest.fixture(scope="module")
def both(spark: SparkCluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder: Path = tmp_path_factory.mktemp("gold")
    spark.ask("DROP SCHEMA IF EXISTS flight_tracker CASCADE", {})
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NO_PROXY", "127.0.0.1")
        http = RequestsHttpClient()
        for on in on_spark(spark, folder / "volumes", http):
            made = Both(lakes.embedded(folder), on)
            for place in made:
                fill(place)
            yield made
        http._session.close()


def rows_of(place: Place, table: str) -> list[Sequence[Any]]:
    declared = TABLES[table]
    columns = ", ".join((*declared.identity, *(column.name for column in declared.columns)))
    rows = place.sql.query(f"SELECT {columns} FROM {table}", {})
    return sorted(map(tuple, rows), key=lambda row: str(row[: len(declared.identity)]))


def is_alike(a: Any, b: Any) -> bool:
    """Engines may add up in another order."""
    if isinstance(a, float) and isinstance(b, float):
        return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-6)
    return type(a) is type(b) and a == b


@pytest.mark.parametrize("table", gold.GOLD_TABLES)
def test_rows_are_the_same_on_both(both: Both, table: str) -> None:
    on_duckdb, on_spark = rows_of(both.duckdb, table), rows_of(both.spark, table)
    names = [*TABLES[table].identity, *(column.name for column in TABLES[table].columns)]
    different = [
        {name: (a, b) for name, a, b in zip(names, *rows, strict=True) if not is_alike(a, b)}
        for rows in zip(on_duckdb, on_spark, strict=True)
    ]
    assert on_duckdb and [row for row in different if row] == []
