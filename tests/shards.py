"""Shards that no release before this one wrote."""

import io

from arro3.io import read_ipc_stream, write_ipc_stream

from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat, zstd
from flight_tracker.live_view import Shard
from flight_tracker.state_vector import StateVector


def newer_version(*states: StateVector) -> bytes:
    """A shard with metadata that this release knows nothing of, as a newer one would write it."""
    shard = Shard("log", 0, states={state.icao24: state for state in states})
    stream = zstd.decompress(ArrowStreamFormat().encode_shard(shard))
    table = read_ipc_stream(io.BytesIO(stream)).read_all()
    newer, metadata = io.BytesIO(), {**table.schema.metadata, b"version": b"2"}
    write_ipc_stream(table.with_schema(table.schema.with_metadata(metadata)), newer)
    packed: bytes = zstd.compress(newer.getvalue())
    return packed
