"""States from another producer: judged one by one, answered only after Kafka has them."""

import hmac
from typing import Any

import msgspec
from fastapi import Request
from starlette.exceptions import HTTPException

from flight_api.problems import InvalidParameter
from flight_api.schemas import IngestResult, RejectedItem
from flight_tracker import state_vector
from flight_tracker.errors import BadRecord
from flight_tracker.kafka_record import state_record
from flight_tracker.ports import StateLog
from flight_tracker.state_vector import StateVector

SOURCE = "ingest"
"""Whatever a body says, its states are marked as posted: nobody can pass as OpenSky."""

MAX_BODY_BYTES = 5 * 1024 * 1024
PUBLISH_SECONDS = 10.0


def check_key(given: str | None, keys: tuple[str, ...]) -> None:
    """403 while ingest is closed, 401 for a key that is missing or wrong."""
    if not keys:
        raise HTTPException(403, "ingest is closed: the server has no INGEST_API_KEYS")
    known = [hmac.compare_digest((given or "").encode(), key.encode()) for key in keys]
    if not any(known):
        raise HTTPException(401, "send a valid key in the header X-API-Key")


async def read_body(request: Request) -> bytes:
    """The body; 413 as soon as it is too large, so that it is never held."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MAX_BODY_BYTES:
            raise HTTPException(413, f"the body is larger than {MAX_BODY_BYTES} bytes")
        parts.append(part)
    return b"".join(parts)


def publish(body: bytes, *, log: StateLog, topic: str, now: int) -> IngestResult:
    """Judge each state and write the good ones. Raises Unavailable if Kafka does not confirm."""
    records, errors = [], []
    for index, item in enumerate(_items(body)):
        try:
            records.append(state_record(_state(item, now)))
        except BadRecord as error:
            errors.append(RejectedItem(index, error.reason))
    if records:
        log.publish(topic, records, PUBLISH_SECONDS)
    return IngestResult(len(records), len(errors), errors)


def _items(body: bytes) -> list[Any]:
    try:
        decoded = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise InvalidParameter(("body", f"is not JSON: {error}")) from None
    items = decoded.get("states") if isinstance(decoded, dict) else decoded
    if not isinstance(items, list):
        raise InvalidParameter(("body", 'must be an array of states, or {"states": [...]}'))
    return items


def _state(item: object, now: int) -> StateVector:
    if not isinstance(item, dict):
        raise BadRecord("not an object")
    fields = {**item, "source": SOURCE, "snapshot_time": now}
    return state_vector.from_fields(fields)
