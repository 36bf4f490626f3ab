"""Recorded bodies of `/states/all`, in the shapes in which people keep them.

A body; a list of bodies; one body a line; only the array of rows; or rows as objects with OpenSky's
names, as collectors write them. Where a recording has no envelope, the newest contact is its time.
"""

import json
from collections.abc import Iterator
from typing import Any

from flight_tracker.errors import ConfigError
from flight_tracker.opensky_body import MINIMUM_ITEMS, ROW_FIELDS

LOG_PREFIX = "recording-"
"""Of the log that each recorded snapshot is, where it is loaded past Kafka."""

ALIASES = {"latitude": "lat", "longitude": "lon"}


def bodies(content: bytes, name: str) -> Iterator[bytes]:
    """The bodies of one file, in its order. ConfigError where it holds none."""
    try:
        recording = json.loads(content)
    except ValueError:
        yield from _lines(content, name)
        return
    if isinstance(recording, dict) and "states" in recording:
        yield content
    elif _is_list_of(recording, dict) and all("states" in body for body in recording):
        yield from (json.dumps(body).encode() for body in recording)
    elif isinstance(recording, list) and recording and isinstance(recording[0], dict):
        yield from (_envelope(rows) for rows in _polls(recording, name))
    elif _is_list_of(recording, list):
        yield _envelope(recording)
    else:
        raise ConfigError([f"REPLAY_PATH: {name} is no recording of /states/all"])


def _is_list_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, kind) for v in value)


def _lines(content: bytes, name: str) -> Iterator[bytes]:
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
        except ValueError as error:
            raise ConfigError(
                [f"REPLAY_PATH: {name}, line {number} is not JSON: {error}"]
            ) from None
        if not isinstance(body, dict) or "states" not in body:
            raise ConfigError([f"REPLAY_PATH: {name}, line {number} has no `states`"])
        yield line


def _polls(rows: list[dict[str, Any]], name: str) -> Iterator[list[list[Any]]]:
    """Cut rows into polls: an aircraft appears once in each, so a second time begins the next."""
    poll: dict[str, list[Any]] = {}
    for row in rows:
        if not isinstance(row, dict) or "icao24" not in row or "last_contact" not in row:
            raise ConfigError([f"REPLAY_PATH: {name} has rows without icao24 or last_contact"])
        if row["icao24"] in poll:
            yield list(poll.values())
            poll = {}
        fields = (row.get(field, row.get(ALIASES.get(field, field))) for field in ROW_FIELDS)
        poll[row["icao24"]] = list(fields)
    yield list(poll.values())


def _envelope(rows: list[list[Any]]) -> bytes:
    """A body around bare rows. A row that is too short is left for the decoder to judge."""
    contacts = [row[4] for row in rows if len(row) >= MINIMUM_ITEMS and type(row[4]) is int]
    return json.dumps({"time": max(contacts, default=0), "states": rows}).encode()
