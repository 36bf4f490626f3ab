"""Records of the log, and the event in which a platform delivers them.

The event is the one of Lambda's self-managed Kafka trigger: `records` maps "topic-partition" to a
list; key and value are base64, a header's value is a list of byte integers.
Source: AWS Lambda, "Using Lambda with self-managed Apache Kafka".
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flight_tracker import state_vector
from flight_tracker.errors import BadRecord
from flight_tracker.state_vector import StateVector


class NewRecord(NamedTuple):
    """A record to be written."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()


class Record(NamedTuple):
    """A record as the log holds it. `timestamp` is in milliseconds; a tombstone has no value."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()

    def header(self, name: str) -> str | None:
        """The last header of this name, as text."""
        for key, value in reversed(self.headers):
            if key == name:
                return value.decode("utf-8", "replace")
        return None


def from_event(event: Mapping[str, Any]) -> dict[tuple[str, int], list[Record]]:
    """The event's records by topic and partition, in the order of their offsets.

    BadRecord where the event is not one of Kafka's: that is a wrong trigger, not a wrong record.
    """
    batches = event.get("records") if isinstance(event, Mapping) else None
    if not isinstance(batches, Mapping):
        raise BadRecord("the event has no `records`: is the trigger a Kafka event source?")
    grouped: dict[tuple[str, int], list[Record]] = {}
    try:
        for batch in batches.values():
            for item in batch:
                record = _from_item(item)
                grouped.setdefault((record.topic, record.partition), []).append(record)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadRecord(f"the event holds what is not a Kafka record: {error!r}") from None
    for records in grouped.values():
        records.sort(key=lambda record: record.offset)
    return grouped


def to_event(records: Iterable[Record], bootstrap_servers: str) -> dict[str, Any]:
    """The same event as Lambda's poller makes; for platforms without such a trigger."""
    batches: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        batches.setdefault(f"{record.topic}-{record.partition}", []).append(_to_item(record))
    return {
        "eventSource": "aws:SelfManagedKafka",
        "bootstrapServers": bootstrap_servers,
        "records": batches,
    }


def _from_item(item: Mapping[str, Any]) -> Record:
    key, value = item.get("key"), item.get("value")
    return Record(
        item["topic"],
        item["partition"],
        item["offset"],
        item["timestamp"],
        None if key is None else b64decode(key),
        None if value is None else b64decode(value),
        tuple(
            (name, _header(v)) for header in item.get("headers") or () for name, v in header.items()
        ),
    )


def _to_item(record: Record) -> dict[str, Any]:
    item = {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "timestamp": record.timestamp,
        "timestampType": "CREATE_TIME",
        "headers": [{name: list(value)} for name, value in record.headers],
    }
    if record.key is not None:
        item["key"] = b64encode(record.key).decode()
    if record.value is not None:
        item["value"] = b64encode(record.value).decode()
    return item


def _header(value: list[int] | None) -> bytes:
    """Header bytes: Java's are signed, so a byte above 127 may arrive negative."""
    return bytes(byte & 0xFF for byte in value or ())


def state_record(state: StateVector) -> NewRecord:
    """A record for `flights.states`: keyed by icao24, so that order holds for each aircraft."""
    headers = (("schema", state_vector.SCHEMA.encode()), ("source", state.source.encode()))
    return NewRecord(state.icao24.encode(), state_vector.encode(state), headers)


def dead_letter(
    key: bytes | None, value: bytes | None, reason: str, source: str, origin: Record | None = None
) -> NewRecord:
    """A record for `flights.rejected`: the original bytes, with the reason and the origin.

    What never was in the log has no origin there.
    """
    place = (origin.topic, str(origin.partition), str(origin.offset)) if origin else ("", "", "")
    names = ("reason", "topic", "partition", "offset", "source")
    values = (reason, *place, source)
    headers = tuple(
        (name, text.encode("utf-8", "replace")) for name, text in zip(names, values, strict=True)
    )
    return NewRecord(key, value, headers)
