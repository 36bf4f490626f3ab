"""States from another producer: judged one by one, answered only after Kafka has them."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException

from flight_api import bodies, parameters
from flight_api.schemas import IngestResult, RejectedItem
from flight_tracker import state_vector
from flight_tracker.errors import BadRecord
from flight_tracker.kafka_record import NewRecord, state_record
from flight_tracker.ports import StateLog
from flight_tracker.settings import api_keys
from flight_tracker.settings.api_keys import ApiKey
from flight_tracker.state_vector import StateVector

SOURCE = "ingest"
"""Whatever a body says, its states are marked as posted: nobody can pass as OpenSky."""

HEADER = "X-API-Key"
PUBLISH_SECONDS = 10.0
MOST_ERRORS = 1_000
"""Reasons in one answer; Lambda's is 6 MB at most."""

CALLSIGN = re.compile("[A-Za-z0-9 ]*")
"""Of what is posted: whatever else a feed may have, no producer needs it."""

KEY_NAMES = frozenset({"key", "apikey", "xapikey", "token", "accesstoken", "authorization"})


def check_query(query: str) -> None:
    """400 for a key in the address, where logs and proxies keep it; 422 for anything else."""
    names = {re.sub("[-_]", "", name).lower() for name, _ in parse_qsl(query, True)}
    if names & KEY_NAMES:
        detail = f"a key does not belong into the address, which logs keep: send it as {HEADER}"
        raise HTTPException(400, f"{detail}; take this one out of use")
    parameters.read(query, ())


def producer_of(given: str | None, keys: Iterable[ApiKey]) -> ApiKey:
    """Who posts: 403 while ingest is closed, 401 for a key that is missing or wrong."""
    known = tuple(keys)
    if not known:
        raise HTTPException(403, "ingest is closed: the server has no INGEST_API_KEYS")
    found = api_keys.find(known, given) if given else None
    if found is None:
        challenge = {"WWW-Authenticate": f'ApiKey header="{HEADER}"'}
        raise HTTPException(401, f"send a valid key in the header {HEADER}", challenge)
    return found


def source_of(producer: ApiKey) -> str:
    """`ingest:NAME`; a plain key of an earlier release has no name. Never a feed's source."""
    return f"{SOURCE}:{producer.name}" if producer.name else SOURCE


def publish(
    items: Iterable[object], source: str, *, log: StateLog, topic: str, now: int
) -> IngestResult:
    """Judge each state and write the good ones. Raises Unavailable if Kafka does not confirm."""
    records: list[NewRecord] = []
    errors: list[RejectedItem] = []
    rejected = 0
    for index, item in enumerate(items):
        try:
            records.append(state_record(_state(item, source, now)))
        except BadRecord as error:
            rejected += 1
            if len(errors) < MOST_ERRORS:
                errors.append(RejectedItem(index, error.reason))
    if records:
        log.publish(topic, records, PUBLISH_SECONDS)
    return IngestResult(len(records), rejected, errors)


def _state(item: object, source: str, now: int) -> StateVector:
    if isinstance(item, bodies.NotJson):
        raise item
    if not isinstance(item, Mapping):
        raise BadRecord("not an object")
    fields = {name: item[name] for name in state_vector.FIELDS if name in item}
    unfit = [
        f"{name}: holds a character that is not shown"
        for name, text in fields.items()
        if isinstance(text, str) and name != "callsign" and not text.isprintable()
    ]
    callsign = fields.get("callsign")
    if isinstance(callsign, str) and not CALLSIGN.fullmatch(callsign):
        unfit.append("callsign: must be of A-Z, 0-9 and blanks, or null where it is not known")
    if unfit:
        raise BadRecord("; ".join(unfit))
    return state_vector.from_fields(_plain(fields) | {"source": source, "snapshot_time": now})


def _plain(fields: dict[str, object]) -> dict[str, object]:
    """Addresses in lower case, callsigns in capitals without their padding."""
    made = dict(fields)
    for name, change in (("icao24", str.lower), ("callsign", lambda text: text.strip().upper())):
        if isinstance(text := fields.get(name), str):
            made[name] = change(text)
    return made
