"""What the API answers, and its OpenAPI schemas: both from the same declarations."""

from datetime import date
from typing import Any, Literal

import msgspec
from msgspec import UNSET, UnsetType

from flight_api.problems import Problem
from flight_api.rows import FlightRow
from flight_tracker.airport_traffic import Nearby
from flight_tracker.completeness import Completeness, IncidentOfDay
from flight_tracker.enrichment import Enrichment
from flight_tracker.health import Health
from flight_tracker.history import HourlyTraffic, Leg, Movement, TrackPoint
from flight_tracker.lakehouse_status import TableRows
from flight_tracker.reference.airports import Airport
from flight_tracker.sky_stats import Stats
from flight_tracker.state_vector import StateVector

REF_TEMPLATE = "#/components/schemas/{name}"


class CurrentFlights(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The sky at `snapshot_time` (Unix s), by the newest snapshot of `source`.

    The flights are state vectors unless `fields` asked for other columns. `next` is the
    `after` of the next page, `stale` says why this is not the newest sky. In an answer to `since`
    the flights are those that changed, and `left` those that are gone; without the member `since`
    there is everything, because the server no longer knew what the client has.
    """

    snapshot_time: int | None
    source: str | None
    count: int
    flights: list[FlightRow]
    units: str | UnsetType = UNSET
    next: str | UnsetType = UNSET
    stale: str | UnsetType = UNSET
    since: int | UnsetType = UNSET
    left: list[str] | UnsetType = UNSET


class Position(msgspec.Struct):
    """GeoJSON: longitude and latitude in degrees, and the geometric altitude in m if known."""

    type: Literal["Point"]
    coordinates: list[float]


class Feature(msgspec.Struct):
    """An aircraft as GeoJSON (RFC 7946); `properties` as in JSON."""

    type: Literal["Feature"]
    id: str
    geometry: Position
    properties: FlightRow


class FlightFeatures(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The same as CurrentFlights, as GeoJSON (RFC 7946)."""

    type: Literal["FeatureCollection"]
    snapshot_time: int | None
    source: str | None
    count: int
    features: list[Feature]
    units: str | UnsetType = UNSET
    next: str | UnsetType = UNSET
    stale: str | UnsetType = UNSET
    since: int | UnsetType = UNSET
    left: list[str] | UnsetType = UNSET


class EnrichedFlight(msgspec.Struct):
    """What the aircraft sent, and what follows from it."""

    state: StateVector
    enrichment: Enrichment


class FlightAnswer(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One aircraft at `snapshot_time` (Unix s)."""

    snapshot_time: int | None
    source: str | None
    state: StateVector
    enrichment: Enrichment
    stale: str | UnsetType = UNSET


class SearchAnswer(msgspec.Struct, kw_only=True, omit_defaults=True):
    """The best match first."""

    snapshot_time: int | None
    count: int
    flights: list[EnrichedFlight]
    stale: str | UnsetType = UNSET


class AirportsAnswer(msgspec.Struct):
    """The best match first, then those with scheduled traffic."""

    count: int
    airports: list[Airport]


class FramesAnswer(msgspec.Struct):
    """Snapshot times (Unix s) between `since` and `until` that can be played back."""

    since: int
    until: int
    count: int
    times: list[int]


class RejectedItem(msgspec.Struct):
    """A state that was not accepted: its place in the body, and why."""

    index: int
    reason: str


class IngestResult(msgspec.Struct):
    """What became of a body. Accepted means that Kafka has it.

    `errors` has the first 1,000 of the rejected.
    """

    accepted: int
    rejected: int
    errors: list[RejectedItem]


class IngestState(msgspec.Struct):
    """Any fields of a state vector; `icao24` and `last_contact` are needed."""

    icao24: str
    last_contact: int


_STATES = {
    "type": "array",
    "items": {
        "description": "What is no state costs itself only",
        "anyOf": [{"$ref": REF_TEMPLATE.format(name="IngestState")}, {}],
    },
}
INGEST_BODY = {
    "title": "IngestBody",
    "anyOf": [
        _STATES,
        {"type": "object", "properties": {"states": _STATES}, "required": ["states"]},
    ],
}


class LakehouseAnswer(msgspec.Struct, kw_only=True):
    """The lakehouse. `lag_seconds` is the time since the last load.

    `warehouse` is the state of the engine, asked without waking it, and `latency_seconds` how long
    that took. `waiting_files` have landed since the last load.
    """

    lakehouse: str
    reachable: bool
    detail: str
    warehouse: str | None = None
    latency_seconds: float | None = None
    tables: dict[str, TableRows] = {}
    last_load_at: float | None = None
    last_load_seconds: float | None = None
    last_load_files: int = 0
    last_load_rows: int = 0
    lag_seconds: float | None = None
    waiting_files: int = 0
    last_refresh_at: float | None = None
    last_refresh_seconds: float | None = None
    days_waiting: int = 0


class TrackAnswer(msgspec.Struct):
    """Points between `since` and `until`; `is_cut` where there are more than one answer holds.

    The last points come from the live view's frames, older ones from the lakehouse. `stale` says
    why the live view is not the newest.
    """

    icao24: str
    since: int
    until: int
    count: int
    is_cut: bool
    points: list[TrackPoint]
    stale: str | UnsetType = UNSET


class LegsAnswer(msgspec.Struct):
    """Legs that touch the time between `since` and `until`."""

    icao24: str
    since: int
    until: int
    count: int
    legs: list[Leg]


class AirportAnswer(msgspec.Struct, kw_only=True):
    """An airport: the live sky around it, and the movements that were inferred there.

    Nothing here is a schedule. `movements` is null while the lakehouse cannot be asked; `reason`
    says why. `stale` says why this is not the newest sky.
    """

    airport: Airport
    snapshot_time: int | None
    inbound: list[Nearby]
    outbound: list[Nearby]
    on_ground: list[Nearby]
    since: int
    until: int
    count: int | None
    movements: list[Movement] | None
    reason: str | None
    is_inferred: Literal[True] = True
    stale: str | UnsetType = UNSET


class HourlyAnswer(msgspec.Struct):
    """Hours between `since` and `until`, the value with most aircraft first."""

    dimension: str
    since: int
    until: int
    count: int
    hours: list[HourlyTraffic]


class ReportsAnswer(msgspec.Struct):
    """Days that have a report, the newest first."""

    count: int
    days: list[date]


class CompletenessAnswer(msgspec.Struct, kw_only=True):
    """Whether the data of a day (UTC) is complete, and what is wrong now.

    `completeness` is null where nobody has looked yet; `report` is the path of the day's page, or
    null.
    """

    day: date
    completeness: Completeness | None
    report: str | None
    incidents: list[IncidentOfDay]


class PollInstead(msgspec.Struct):
    """Where no connection is held: ask `url` each `interval` seconds, first in `next_in`."""

    url: str
    interval: float
    next_in: float


ANSWERS = (
    PollInstead,
    CurrentFlights,
    FlightFeatures,
    FlightAnswer,
    SearchAnswer,
    AirportsAnswer,
    FramesAnswer,
    Stats,
    IngestResult,
    IngestState,
    Health,
    LakehouseAnswer,
    TrackAnswer,
    LegsAnswer,
    AirportAnswer,
    HourlyAnswer,
    ReportsAnswer,
    CompletenessAnswer,
    Problem,
)


def components() -> dict[str, Any]:
    """JSON Schemas of all answers, by name."""
    _, schemas = msgspec.json.schema_components(ANSWERS, ref_template=REF_TEMPLATE)
    return {**schemas, "IngestBody": INGEST_BODY}


def answer(kind: type, description: str, media_type: str = "application/json") -> dict[str, Any]:
    """An entry of a route's `responses`."""
    schema = {"$ref": REF_TEMPLATE.format(name=kind.__name__)}
    return {"description": description, "content": {media_type: {"schema": schema}}}
