"""StreamFormat over nanoarrow: shards, frames and the API's answers as Arrow IPC streams.

A shard's columns are small integers; unit and scale stand in the field's metadata: the value is
the integer divided by `scale`. The division restores the decimal number that came in, exactly.
Of texts that repeat it is the place in the field's `texts`: nanoarrow writes no dictionaries.
In the store the stream is one zstd frame with a checksum, so damage is noticed before it is read.
"""

import contextlib
import importlib
import io
import itertools
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import nanoarrow as na
from nanoarrow.ipc import InputStream, StreamWriter

from flight_tracker.columns import Quantised
from flight_tracker.errors import Unavailable
from flight_tracker.live_view import Shard
from flight_tracker.state_vector import FIELDS, StateVector

zstd: Any = importlib.import_module(
    "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
)

NON_ICAO = 1 << 24
"""Marks an address that began with `~`, beside the 24 bits of the address itself."""

_COMPRESSION = {
    zstd.CompressionParameter.compression_level: 3,
    zstd.CompressionParameter.checksum_flag: 1,
}
"""A real sky of 9,810 states takes 31.7 bytes a state; level 6 saves 1 % in thrice the time."""


class _Numbers(NamedTuple):
    """A column of integers: value = integer / scale."""

    type: na.Schema
    unit: str
    scale: int = 1


_DEGREES = _Numbers(na.int32(), "degrees", 1_000_000)
_TIME = _Numbers(na.uint32(), "s since 1970-01-01T00:00Z")
_ALTITUDE = _Numbers(na.int32(), "m", 100)

_NUMBERS = {
    "time_position": _TIME,
    "last_contact": _TIME,
    "snapshot_time": _TIME,
    "longitude": _DEGREES,
    "latitude": _DEGREES,
    "baro_altitude": _ALTITUDE,
    "geo_altitude": _ALTITUDE,
    "velocity": _Numbers(na.uint32(), "m/s", 100),
    "true_track": _Numbers(na.uint16(), "degrees", 100),
    "vertical_rate": _Numbers(na.int32(), "m/s", 100),
    "position_source": _Numbers(na.uint8(), ""),
    "category": _Numbers(na.uint8(), ""),
}
_CODED: dict[str, tuple[na.Schema, str, Callable[[Any], int], Callable[[int], Any]]] = {
    "icao24": (
        na.uint32(),
        "ICAO 24-bit address; bit 24 marks a non-ICAO address",
        lambda text: int(text.removeprefix("~"), 16) | (NON_ICAO if text[0] == "~" else 0),
        lambda code: f"{code:06x}" if code < NON_ICAO else f"~{code - NON_ICAO:06x}",
    ),
    "squawk": (
        na.uint16(),
        "four octal digits",
        lambda text: int(text, 8),
        lambda code: f"{code:04o}",
    ),
}
_BOOLEANS = frozenset({"on_ground", "spi"})
_REPEATED = frozenset({"origin_country", "source"})
"""Texts of few different values."""

_TYPES = {"utf8": na.string, "bool": na.bool_}
"""Those that nanoarrow calls by another name than Arrow."""


class _Column(NamedTuple):
    """A column to be written: its values, None where they are unknown."""

    name: str
    type: na.Schema
    values: Sequence[Any]
    metadata: dict[str, str]


class _Stored(NamedTuple):
    """A column that was read. `texts` are what its integers stand for, if it is one of texts."""

    name: str
    array: na.Array
    texts: list[str]


class ArrowFrame:
    """A frame as it lies in the store; a row is decoded when it is asked for."""

    def __init__(self, columns: dict[str, _Stored], nbytes: int) -> None:
        self._columns = columns
        self.nbytes = nbytes
        self._places: dict[int, int] | None = None

    def find(self, icao24: str) -> StateVector | None:
        with _damage_named("a frame"):
            if self._places is None:
                codes = self._columns["icao24"].array.to_pylist()
                self._places = {code: place for place, code in enumerate(codes)}
            place = self._places.get(_CODED["icao24"][2](icao24))
            if place is None:
                return None
            row = (self._columns[name] for name in FIELDS)
            return StateVector(*(_decoded(c, [c.array[place].as_py()])[0] for c in row))


class ArrowStreamFormat:
    """Encode and decode Arrow IPC streams."""

    def encode_shard(self, shard: Shard) -> bytes:
        states = list(shard.states.values())
        columns = [_encoded(name, [getattr(state, name) for state in states]) for name in FIELDS]
        metadata = {
            "log_id": shard.log_id,
            "partition": str(shard.partition),
            "next_offset": str(shard.next_offset),
            "newest_timestamp": str(shard.newest_timestamp),
            "epoch": str(shard.epoch),
            "snapshot_time": str(shard.snapshot_time),
            "aircraft": str(len(states)),
        }
        packed: bytes = zstd.compress(_stream(columns, metadata), options=_COMPRESSION)
        return packed

    def decode_shard(self, body: bytes) -> Shard:
        with _damage_named("a shard of the live view"):
            metadata, stored, _ = _opened(body)
            columns = [_decoded(stored[name], stored[name].array.to_pylist()) for name in FIELDS]
            log_id = metadata.pop("log_id")
            numbers = {name: int(value) for name, value in metadata.items()}
            if numbers.pop("aircraft") != len(columns[0]):  # a stream may end after any batch
                raise ValueError("it has been cut")
            states = itertools.starmap(StateVector, zip(*columns, strict=True))  # in FIELDS' order
            return Shard(log_id=log_id, states={s.icao24: s for s in states}, **numbers)

    def open_frame(self, body: bytes) -> ArrowFrame:
        with _damage_named("a frame"):
            _, columns, nbytes = _opened(body)
            return ArrowFrame(columns, nbytes)

    def encode_columns(self, columns: Sequence[Quantised], metadata: dict[str, str]) -> bytes:
        """An answer of the API: not compressed, for HTTP does that."""
        made = [_Column(c.name, _type(c.type), c.values, c.metadata) for c in columns]
        return _stream(made, metadata)


@contextlib.contextmanager
def _damage_named(what: str) -> Iterator[None]:
    """Whatever the bytes are, what reads them raises Unavailable."""
    try:
        yield
    except (zstd.ZstdError, RuntimeError, LookupError, TypeError, ValueError) as error:
        raise Unavailable(f"{what} is damaged: {error}") from error


def _type(name: str) -> na.Schema:
    """By Arrow's name of it; `binary(8)` is eight bytes each."""
    if name.startswith("binary("):
        return na.fixed_size_binary(int(name[len("binary(") : -1]))
    make: Callable[[], na.Schema] = _TYPES.get(name) or getattr(na, name)
    return make()


def _stream(columns: Sequence[_Column], metadata: dict[str, str]) -> bytes:
    """One batch."""
    arrays = [_array(column) for column in columns]
    fields = {c.name: na.Schema(c.type, metadata=c.metadata or None) for c in columns}
    schema = na.Schema(na.struct(fields, nullable=False), metadata=metadata)
    rows = len(columns[0].values)
    batch = na.c_array_from_buffers(schema, rows, [None], children=arrays)
    body = io.BytesIO()
    with StreamWriter.from_writable(body) as writer:
        writer.write_array(batch)
    return body.getvalue()


def _array(column: _Column) -> Any:
    """Its bytes are those of its values: nanoarrow leaves the bits of the validity that are behind
    the last row as they were in memory."""
    made = na.c_array(column.values, column.type)
    bits = len(made) % 8
    if not made.null_count or not bits:
        return made
    view = made.view()
    validity, *others = (view.buffer(place) for place in range(view.n_buffers))
    bitmap = bytearray(memoryview(validity).cast("B"))
    bitmap[-1] &= (1 << bits) - 1
    parts = [bytes(bitmap), *others]
    return na.c_array_from_buffers(column.type, len(made), parts, null_count=made.null_count)


def _opened(body: bytes) -> tuple[dict[str, str], dict[str, _Stored], int]:
    """The metadata, the columns by name, and the bytes that they take."""
    stream = zstd.decompress(body)
    with na.ArrayStream(InputStream.from_readable(io.BytesIO(stream))) as batches:
        schema, rows = batches.schema, batches.read_all()
    columns = {}
    for place, field in enumerate(schema.fields):
        texts = _plain(field.metadata).get("texts", "[]")
        columns[field.name] = _Stored(field.name, rows.child(place), msgspec.json.decode(texts))
    return _plain(schema.metadata), columns, len(stream)


def _plain(metadata: Mapping[bytes, bytes] | None) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in dict(metadata or {}).items()}


def _encoded(name: str, values: list[Any]) -> _Column:
    if name in _NUMBERS:
        kind, unit, scale = _NUMBERS[name]
        if scale != 1:
            values = [None if v is None else round(v * scale) for v in values]
        if name == "true_track":
            values = [None if v is None else v % (360 * scale) for v in values]
        return _Column(name, kind, values, {"unit": unit, "scale": str(scale)})
    if name in _CODED:
        kind, unit, code, _ = _CODED[name]
        coded = [None if v is None else code(v) for v in values]
        return _Column(name, kind, coded, {"unit": unit})
    if name in _REPEATED:
        places = {text: place for place, text in enumerate(dict.fromkeys(values))}
        texts = msgspec.json.encode(list(places)).decode()
        return _Column(name, na.uint32(), [places[v] for v in values], {"texts": texts})
    return _Column(name, na.bool_() if name in _BOOLEANS else na.string(), values, {})


def _decoded(column: _Stored, values: list[Any]) -> list[Any]:
    name = column.name
    if name in _CODED:
        decode = _CODED[name][3]
        return [None if v is None else decode(v) for v in values]
    if name in _REPEATED:
        return [column.texts[v] for v in values]
    scale = _NUMBERS[name].scale if name in _NUMBERS else 1
    if scale == 1:
        return values
    return [None if v is None else v / scale for v in values]
