"""TableFormat over Arrow: landing files as Parquet, shards and frames as an Arrow IPC stream.

A shard's columns are small integers; unit and scale stand in the field's metadata: the value is
the integer divided by `scale`. The division restores the decimal number that came in, exactly.
"""

import contextlib
import datetime
import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from arro3.core import Array, DataType, Field, RecordBatch, Schema
from arro3.core import Table as Rows
from arro3.io import read_ipc_stream, write_ipc_stream, write_parquet

from flight_tracker import landing_file
from flight_tracker.columns import Quantised
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record
from flight_tracker.landing_file import TYPES
from flight_tracker.live_view import Shard
from flight_tracker.state_vector import FIELDS, StateVector
from flight_tracker.table import Table
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES

NON_ICAO = 1 << 24
"""Marks an address that began with `~`, beside the 24 bits of the address itself."""


class _Numbers(NamedTuple):
    """A column of integers: value = integer / scale."""

    type: DataType
    unit: str
    scale: int = 1


_DEGREES = _Numbers(DataType.int32(), "degrees", 1_000_000)
_TIME = _Numbers(DataType.uint32(), "s since 1970-01-01T00:00Z")
_ALTITUDE = _Numbers(DataType.int32(), "m", 100)

_NUMBERS = {
    "time_position": _TIME,
    "last_contact": _TIME,
    "snapshot_time": _TIME,
    "longitude": _DEGREES,
    "latitude": _DEGREES,
    "baro_altitude": _ALTITUDE,
    "geo_altitude": _ALTITUDE,
    "velocity": _Numbers(DataType.uint32(), "m/s", 100),
    "true_track": _Numbers(DataType.uint16(), "degrees", 100),
    "vertical_rate": _Numbers(DataType.int32(), "m/s", 100),
    "position_source": _Numbers(DataType.uint8(), ""),
    "category": _Numbers(DataType.uint8(), ""),
}
_CODED: dict[str, tuple[DataType, str, Callable[[Any], int], Callable[[int], Any]]] = {
    "icao24": (
        DataType.uint32(),
        "ICAO 24-bit address; bit 24 marks a non-ICAO address",
        lambda text: int(text.removeprefix("~"), 16) | (NON_ICAO if text[0] == "~" else 0),
        lambda code: f"{code:06x}" if code < NON_ICAO else f"~{code - NON_ICAO:06x}",
    ),
    "squawk": (
        DataType.uint16(),
        "four octal digits",
        lambda text: int(text, 8),
        lambda code: f"{code:04o}",
    ),
}
_BOOLEANS = frozenset({"on_ground", "spi"})
_REPEATED = frozenset({"origin_country", "source"})
"""Texts of few different values, kept as a dictionary."""


class ArrowFrame:
    """A frame as it lies in the store; a row is decoded when it is asked for."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.nbytes: int = rows.nbytes
        self._places: dict[int, int] | None = None

    def find(self, icao24: str) -> StateVector | None:
        with _damage_named("a frame"):
            if self._places is None:
                codes = self._rows["icao24"].to_pylist()
                self._places = {code: place for place, code in enumerate(codes)}
            place = self._places.get(_CODED["icao24"][2](icao24))
            if place is None:
                return None
            row = self._rows.slice(place, 1)
            return StateVector(*(_decode_column(n, list(row[n].to_pylist()))[0] for n in FIELDS))


@contextlib.contextmanager
def _damage_named(what: str) -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # arro3 panics at some of what is not Arrow
        raise Unavailable(f"{what} is damaged: {error}") from error


def _data_type(name: str) -> DataType:
    """By its name in `DataType`; `binary(8)` is eight bytes each."""
    kind, _, width = name.removesuffix(")").partition("(")
    made: DataType = getattr(DataType, kind)(*([int(width)] if width else []))
    return made


class ArrowTableFormat:
    """Encode and decode the two columnar formats."""

    def encode_shard(self, shard: Shard) -> bytes:
        states = list(shard.states.values())
        columns = [_encode_column(name, states) for name in FIELDS]
        metadata = {
            "log_id": shard.log_id,
            "partition": str(shard.partition),
            "next_offset": str(shard.next_offset),
            "newest_timestamp": str(shard.newest_timestamp),
            "epoch": str(shard.epoch),
            "snapshot_time": str(shard.snapshot_time),
            "aircraft": str(len(states)),
        }
        schema = Schema([field for field, _ in columns], metadata=metadata)
        batch = RecordBatch.from_arrays([array for _, array in columns], schema=schema)
        body = io.BytesIO()
        write_ipc_stream(batch, body, compression="zstd")
        return body.getvalue()

    def decode_shard(self, body: bytes) -> Shard:
        with _damage_named("a shard of the live view"):
            table = read_ipc_stream(io.BytesIO(body)).read_all()
            metadata = {k.decode(): v.decode() for k, v in table.schema.metadata.items()}
            columns = [_decode_column(name, list(table[name].to_pylist())) for name in FIELDS]
            log_id = metadata.pop("log_id")
            numbers = {name: int(value) for name, value in metadata.items()}
            if numbers.pop("aircraft") != table.num_rows:  # a stream may end after any batch
                raise ValueError("it has been cut")
            states = itertools.starmap(StateVector, zip(*columns, strict=True))  # in FIELDS' order
            return Shard(log_id=log_id, states={s.icao24: s for s in states}, **numbers)

    def encode_columns(self, columns: Sequence[Quantised], metadata: dict[str, str]) -> bytes:
        """An answer of the API: an IPC stream that HTTP compresses, not Arrow."""
        arrays = [Array(column.values, _data_type(column.type)) for column in columns]
        fields = [
            Field(column.name, array.type, nullable=True, metadata=column.metadata)
            for column, array in zip(columns, arrays, strict=True)
        ]
        body = io.BytesIO()
        batch = RecordBatch.from_arrays(arrays, schema=Schema(fields, metadata=metadata))
        write_ipc_stream(batch, body, compression=None)
        return body.getvalue()

    def open_frame(self, body: bytes) -> "ArrowFrame":
        with _damage_named("a frame"):
            return ArrowFrame(read_ipc_stream(io.BytesIO(body)).read_all())

    def encode_table(self, table: Table, rows: Sequence[Sequence[Any]]) -> bytes:
        names = [column.name for column in table.columns]
        return _parquet(table, {name: [row[i] for row in rows] for i, name in enumerate(names)})

    def days(self, table: Table, body: bytes) -> set[datetime.date]:
        return set(landing_file.read(table, body)["event_date"].to_pylist())

    def encode_states(self, rows: Sequence[tuple[Record, StateVector]], log_id: str) -> bytes:
        states = [state for _, state in rows]
        values: dict[str, list[Any]] = {
            name: [getattr(state, name) for state in states] for name in FIELDS
        }
        values |= _record_values([record for record, _ in rows], log_id)
        values["event_date"] = [_days(state.snapshot_time) for state in states]
        return _parquet(FLIGHT_STATES, values)

    def encode_rejected(self, records: Sequence[Record], log_id: str) -> bytes:
        values: dict[str, list[Any]] = {
            name: [record.header(name) for record in records]
            for name in ("reason", "source", "object")
        }
        values["key"] = [record.key for record in records]
        values["value"] = [record.value for record in records]
        values |= _origins(records) | _record_values(records, log_id)
        values["event_date"] = [_days(record.timestamp // 1000) for record in records]
        return _parquet(REJECTED_STATES, values)


def _encode_column(name: str, states: list[StateVector]) -> tuple[Field, Array]:
    values = [getattr(state, name) for state in states]
    if name in _NUMBERS:
        kind, unit, scale = _NUMBERS[name]
        if scale != 1:
            values = [None if v is None else round(v * scale) for v in values]
        if name == "true_track":
            values = [None if v is None else v % (360 * scale) for v in values]
        array = Array(values, kind)
        metadata = {"unit": unit, "scale": str(scale)}
    elif name in _CODED:
        kind, unit, code, _ = _CODED[name]
        array = Array([None if v is None else code(v) for v in values], kind)
        metadata = {"unit": unit}
    elif name in _BOOLEANS:
        array, metadata = Array(values, DataType.bool()), {}
    else:
        array, metadata = Array(values, DataType.utf8()), {}
        if name in _REPEATED:
            array = array.cast(DataType.dictionary(DataType.uint16(), DataType.utf8()))
    return Field(name, array.type, nullable=True, metadata=metadata), array


def _decode_column(name: str, values: list[Any]) -> list[Any]:
    if name in _CODED:
        decode = _CODED[name][3]
        return [None if v is None else decode(v) for v in values]
    scale = _NUMBERS[name].scale if name in _NUMBERS else 1
    if scale == 1:
        return values
    return [None if v is None else v / scale for v in values]


# Measured on a real sky of 9,810 states: 32 bytes a state, against 45 with the writer's defaults.
# A column of ever new values only grows by a dictionary. Streams of bytes would be larger after
# zstd (38 bytes), and Spark cannot read them.
_EVER_NEW = ("icao24", "callsign", "longitude", "latitude", "kafka_offset")
_PARQUET = {
    "compression": "zstd(6)",
    "column_dictionary_enabled": dict.fromkeys((*_EVER_NEW, "velocity", "true_track"), False),
    "column_encoding": {
        "icao24": "delta_byte_array",
        "kafka_offset": "delta_binary_packed",
    },
}


def _parquet(table: Table, values: dict[str, list[Any]]) -> bytes:
    names = {column.name: column for column in table.columns}
    fields, arrays = [], []
    for name, column in names.items():
        array = _array(values[name], column.type)
        fields.append(Field(name, array.type, nullable=True))
        arrays.append(array)
    options: dict[str, Any] = {
        key: {n: v for n, v in option.items() if n in names} if isinstance(option, dict) else option
        for key, option in _PARQUET.items()
    }
    body = io.BytesIO()
    write_parquet(RecordBatch.from_arrays(arrays, schema=Schema(fields)), body, **options)
    return body.getvalue()


def _array(values: list[Any], kind: str) -> Array:
    if kind in ("date", "timestamp"):  # given as integers, in the type's own unit
        width = DataType.int32() if kind == "date" else DataType.int64()
        return Array(values, width).cast(TYPES[kind])
    return Array(values, TYPES[kind])


def _record_values(records: Sequence[Record], log_id: str) -> dict[str, list[Any]]:
    return {
        "log_id": [log_id] * len(records),
        "kafka_partition": [record.partition for record in records],
        "kafka_offset": [record.offset for record in records],
        "ingested_at": [record.timestamp * 1000 for record in records],
    }


def _origins(records: Sequence[Record]) -> dict[str, list[Any]]:
    """Where each bad record was; one that does not say so in full is its own origin."""
    origins = [_origin(record) for record in records]
    return {
        "origin_topic": [topic for topic, _, _ in origins],
        "origin_partition": [partition for _, partition, _ in origins],
        "origin_offset": [offset for _, _, offset in origins],
    }


def _origin(record: Record) -> tuple[str, int, int]:
    topic, partition, offset = (
        record.header(name) or "" for name in ("topic", "partition", "offset")
    )
    if topic and partition.isdecimal() and offset.isdecimal():
        return topic, int(partition), int(offset)
    return record.topic, record.partition, record.offset


def _days(seconds: int) -> int:
    return seconds // int(datetime.timedelta(days=1).total_seconds())
