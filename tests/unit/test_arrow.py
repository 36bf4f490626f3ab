"""The columnar formats: what goes in comes out, and damage is noticed."""

import io
from typing import Any

import pytest
from arro3.core import DataType, Table
from arro3.io import read_ipc_stream, read_parquet

from flight_tracker.adapters.arrow import ArrowTableFormat
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record, dead_letter
from flight_tracker.live_view import Shard
from flight_tracker.state_vector import FIELDS, REQUIRED, StateVector
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES
from tests.skies import TIME, record, records, state

ARROW = ArrowTableFormat()
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


def shard(*states: StateVector) -> Shard:
    return Shard(LOG, 3, 2**40, TIME * 1000, TIME * 1000 - 5, TIME, {s.icao24: s for s in states})


def again(one: StateVector) -> StateVector:
    return ARROW.decode_shard(ARROW.encode_shard(shard(one))).states[one.icao24]


def parquet(body: bytes) -> Table:
    return read_parquet(io.BytesIO(body)).read_all()


def landed(*letters: Record) -> dict[str, list[Any]]:
    table = parquet(ARROW.encode_rejected(letters, LOG))
    return {name: table[name].to_pylist() for name in table.column_names}


def test_a_shard_comes_back_as_it_was() -> None:
    whole = shard(
        state("000001"), state("~000002", category=20), state("ffffff", source="my-radar")
    )
    assert ARROW.decode_shard(ARROW.encode_shard(whole)) == whole


def test_an_empty_shard_comes_back_empty() -> None:
    assert ARROW.decode_shard(ARROW.encode_shard(shard())) == shard()


def test_a_state_that_knows_nothing_comes_back_so() -> None:
    nothing: dict[str, Any] = {name: None for name in FIELDS if name not in REQUIRED}
    assert again(state(**nothing)) == state(**nothing)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("icao24", "~4b1816"),
        ("icao24", "000000"),
        ("icao24", "~ffffff"),
        ("squawk", "0000"),
        ("squawk", "7777"),
        ("callsign", "É ü"),
        ("origin_country", ""),
        ("on_ground", True),
        ("longitude", -180.0),
        ("longitude", 0.000001),
        ("latitude", 89.999999),
        ("baro_altitude", -304.8),
        ("baro_altitude", 1_000_000.0),
        ("velocity", 0.0),
        ("velocity", 0.29),
        ("velocity", 100_000.0),
        ("true_track", 359.99),
        ("true_track", 0.0),
        ("vertical_rate", -449.58),
        ("time_position", 0),
        ("last_contact", 2**32 - 1),
        ("position_source", 255),
        ("category", 0),
    ],
)
def test_a_value_comes_back_exactly(name: str, value: Any) -> None:
    assert getattr(again(state(**{name: value})), name) == value


def test_a_track_just_below_360_is_rounded_to_north() -> None:
    assert again(state(true_track=359.999)).true_track == 0.0
    assert again(state(true_track=359.994)).true_track == 359.99


def test_a_column_says_its_unit_and_scale() -> None:
    schema = read_ipc_stream(io.BytesIO(ARROW.encode_shard(shard(state())))).schema
    metadata = schema.field("latitude").metadata
    assert (metadata[b"unit"], metadata[b"scale"]) == (b"degrees", b"1000000")


@pytest.mark.parametrize("body", [b"", b"\x10\0\0\0no arrow", b"\0" * 500])
def test_what_is_no_shard_is_said_to_be_damaged(body: bytes) -> None:
    with pytest.raises(Unavailable, match="a shard of the live view is damaged"):
        ARROW.decode_shard(body)


def test_a_shard_of_another_program_is_said_to_be_damaged() -> None:
    foreign = ARROW.encode_shard(shard(state())).replace(b"velocity", b"velocitz")
    with pytest.raises(Unavailable, match="damaged"):
        ARROW.decode_shard(foreign)


def test_a_shard_that_was_cut_is_never_taken_for_a_smaller_one() -> None:
    whole = shard(state("000001"), state("000002"))
    body = ARROW.encode_shard(whole)
    taken = set()
    for length in range(0, len(body), 4):  # the format is aligned to more than this
        try:
            taken.add(len(ARROW.decode_shard(body[:length]).states))
        except Unavailable:
            continue
    assert taken <= {2}


@pytest.mark.parametrize("table", [FLIGHT_STATES, REJECTED_STATES], ids=lambda table: table.name)
def test_the_columns_of_a_landing_file_are_those_of_its_table(table: Any) -> None:
    good = [(records(state())[0], state())]
    bodies = {
        "flight_states": ARROW.encode_states(good, LOG),
        "rejected_states": ARROW.encode_rejected([record(b"x")], LOG),
    }
    found = [(field.name, field.type) for field in parquet(bodies[table.name]).schema]
    assert found == [(column.name, TYPES[column.type]) for column in table.columns]


def test_a_landed_state_has_its_values_and_its_place_in_the_log() -> None:
    late = state(snapshot_time=1_700_006_400)
    (origin,) = records(late, first=12, partition=3, timestamp=1_700_006_401_500)
    table = parquet(ARROW.encode_states([(origin, late)], LOG))
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
