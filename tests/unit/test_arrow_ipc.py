"""Arrow streams: what goes in comes out, and damage is noticed."""

import contextlib
import io
import itertools
from typing import Any

import nanoarrow as na
import pytest
from arro3.core import Table
from arro3.io import read_ipc_stream

from flight_tracker.adapters import arrow_ipc
from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat, zstd
from flight_tracker.columns import Quantised
from flight_tracker.errors import Unavailable
from flight_tracker.live_view import Shard
from flight_tracker.state_vector import FIELDS, REQUIRED, StateVector
from tests.skies import TIME, state

ARROW = ArrowStreamFormat()
LOG = "log-1"


def shard(*states: StateVector) -> Shard:
    return Shard(LOG, 3, 2**40, TIME * 1000, TIME * 1000 - 5, TIME, {s.icao24: s for s in states})


def again(one: StateVector) -> StateVector:
    return ARROW.decode_shard(ARROW.encode_shard(shard(one))).states[one.icao24]


def read(stream: bytes) -> Table:
    """By another implementation of Arrow."""
    return read_ipc_stream(io.BytesIO(stream)).read_all()


def test_a_shard_comes_back_as_it_was() -> None:
    whole = shard(
        state("000001"), state("~000002", category=20), state("ffffff", source="my-radar")
    )
    assert ARROW.decode_shard(ARROW.encode_shard(whole)) == whole


def test_the_same_rows_are_the_same_bytes_whatever_was_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def dirty(values: list[int | None], kind: na.Schema) -> Any:
        bits = bytes([0b11111000 | sum((v is not None) << n for n, v in enumerate(values))])
        numbers = b"".join((v or 0).to_bytes(4, "little") for v in values)
        return na.c_array_from_buffers(kind, len(values), [bits, numbers], null_count=1)

    column = Quantised("time", "uint32", [7, None, 9], {})
    clean = ARROW.encode_columns([column], {})
    monkeypatch.setattr(arrow_ipc.na, "c_array", dirty)
    assert ARROW.encode_columns([column], {}) == clean


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
    rows = read(zstd.decompress(ARROW.encode_shard(shard(state()))))
    metadata = rows.schema.field("latitude").metadata
    assert (metadata[b"unit"], metadata[b"scale"]) == (b"degrees", b"1000000")


@pytest.mark.parametrize("body", [b"", b"\x10\0\0\0no arrow", b"\0" * 500])
def test_what_is_no_shard_is_said_to_be_damaged(body: bytes) -> None:
    with pytest.raises(Unavailable, match="a shard of the live view is damaged"):
        ARROW.decode_shard(body)


def test_a_shard_of_another_program_is_said_to_be_damaged() -> None:
    ours = zstd.decompress(ARROW.encode_shard(shard(state())))
    foreign = zstd.compress(ours.replace(b"velocity", b"velocitz"))
    with pytest.raises(Unavailable, match="damaged"):
        ARROW.decode_shard(foreign)


def test_a_shard_that_was_cut_is_never_taken_for_a_smaller_one() -> None:
    whole = shard(state("000001"), state("000002"))
    body = ARROW.encode_shard(whole)
    taken = set()
    for length in range(len(body)):
        try:
            taken.add(len(ARROW.decode_shard(body[:length]).states))
        except Unavailable:
            continue
    assert not taken


def test_a_flipped_bit_is_never_taken_for_another_sky() -> None:
    """A few bits of a zstd frame mean nothing; the others are noticed."""
    whole = shard(state("000001"), state("000002"))
    body, unnoticed = ARROW.encode_shard(whole), []
    for place, bit in itertools.product(range(len(body)), range(8)):
        damaged = body[:place] + bytes([body[place] ^ 1 << bit]) + body[place + 1 :]
        with contextlib.suppress(Unavailable):
            unnoticed.append(ARROW.decode_shard(damaged))
    assert unnoticed == [whole] * len(unnoticed)
    assert len(unnoticed) < len(body)


def test_a_frame_tells_one_aircraft() -> None:
    frame = ARROW.open_frame(ARROW.encode_shard(shard(state("000001"), state("~000002"))))
    assert frame.find("~000002") == state("~000002")
    assert frame.find("000003") is None


def test_a_text_that_repeats_is_written_once() -> None:
    states = [state(f"{n:06x}", origin_country="Liechtenstein") for n in range(50)]
    stream = zstd.decompress(ARROW.encode_shard(shard(*states)))
    assert stream.count(b"Liechtenstein") == 1


def test_an_answer_is_a_plain_stream_that_others_read() -> None:
    columns = [
        Quantised("callsign", "binary(8)", [b"SWR1    ", None], {"encoding": "UTF-8"}),
        Quantised("altitude", "int16", [-3, None], {"unit": "m", "scale": "2"}),
        Quantised("on_ground", "bool", [True, False], {}),
        Quantised("airline", "utf8", ["Swiss", None], {}),
    ]
    rows = read(ARROW.encode_columns(columns, {"units": "si"}))
    assert {name: rows[name].to_pylist() for name in rows.column_names} == {
        column.name: column.values for column in columns
    }
    assert rows.schema.metadata == {b"units": b"si"}
    assert rows.schema.field("altitude").metadata == {b"unit": b"m", b"scale": b"2"}
