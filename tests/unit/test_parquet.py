"""Landing files: what goes in comes out."""

import io
from typing import Any

import pytest
from arro3.core import DataType, Table
from arro3.io import read_parquet

from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.kafka_record import Record, dead_letter
from flight_tracker.state_vector import FIELDS
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES
from tests.skies import record, records, state

PARQUET = ParquetTableFormat()
LOG = "log-1"
TYPES = {
    "string": DataType.utf8(),
    "long": DataType.int64(),
    "integer": DataType.int32(),
    "double": DataType.float64(),
    "boolean": DataType.bool(),
    "binary": DataType.binary(),
    "date": DataType.date32(),
    "timestamp": DataType.timestamp("us", tz="UTC"),
}


def parquet(body: bytes) -> Table:
    return read_parquet(io.BytesIO(body)).read_all()


def landed(*letters: Record) -> dict[str, list[Any]]:
    table = parquet(PARQUET.encode_rejected(letters, LOG))
    return {name: table[name].to_pylist() for name in table.column_names}


@pytest.mark.parametrize("table", [FLIGHT_STATES, REJECTED_STATES], ids=lambda table: table.name)
def test_the_columns_of_a_landing_file_are_those_of_its_table(table: Any) -> None:
    good = [(records(state())[0], state())]
    bodies = {
        "flight_states": PARQUET.encode_states(good, LOG),
        "rejected_states": PARQUET.encode_rejected([record(b"x")], LOG),
    }
    found = [(field.name, field.type) for field in parquet(bodies[table.name]).schema]
    assert found == [(column.name, TYPES[column.type]) for column in table.columns]


def test_a_landed_state_has_its_values_and_its_place_in_the_log() -> None:
    late = state(snapshot_time=1_700_006_400)
    (origin,) = records(late, first=12, partition=3, timestamp=1_700_006_401_500)
    table = parquet(PARQUET.encode_states([(origin, late)], LOG))
    values = {name: table[name].to_pylist()[0] for name in table.column_names}
    assert {name: values[name] for name in FIELDS} == {n: getattr(late, n) for n in FIELDS}
    assert (values["log_id"], values["kafka_partition"], values["kafka_offset"]) == (LOG, 3, 12)
    assert values["event_date"].isoformat() == "2023-11-15"
    assert values["ingested_at"].isoformat() == "2023-11-15T00:00:01.500000+00:00"


def test_a_landed_dead_letter_has_its_reason_and_its_origin() -> None:
    letter = dead_letter(b"k", b"\xff", "not JSON", "opensky", record(b"\xff", 12, partition=3))
    row = landed(record(letter.value, 4, topic="flights.rejected", headers=letter.headers))
    assert (row["reason"], row["source"], row["value"]) == (["not JSON"], ["opensky"], [b"\xff"])
    assert (row["origin_topic"], row["origin_partition"]) == (["flights.states"], [3])
    assert (row["origin_offset"], row["kafka_offset"]) == ([12], [4])


def test_a_dead_letter_that_never_was_in_the_log_is_its_own_origin() -> None:
    letter = dead_letter(None, b"x", "too short", "opensky")
    row = landed(record(b"x", 4, topic="flights.rejected", headers=letter.headers))
    assert (row["origin_topic"], row["origin_offset"]) == (["flights.rejected"], [4])


def test_a_dead_letter_without_a_whole_origin_is_its_own() -> None:
    headers = (("topic", b"t"), ("partition", b"one"), ("offset", b"-5"))
    row = landed(record(None, 4, key=None, headers=headers))
    assert (row["origin_partition"], row["origin_offset"]) == ([0], [4])
    assert (row["key"], row["value"], row["reason"]) == ([None], [None], [None])
