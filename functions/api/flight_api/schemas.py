"""What the API answers, and its OpenAPI schemas: both from the same declarations."""

from typing import Any

import msgspec

from flight_api.problems import Problem
from flight_tracker.health import Health
from flight_tracker.history import HourlyTraffic, Leg, Movement, TrackPoint
from flight_tracker.lakehouse_status import TableRows
from flight_tracker.querying import Stats
from flight_tracker.reference.airports import Airport
from flight_tracker.state_vector import StateVector

REF_TEMPLATE = "#/components/schemas/{name}"


class CurrentFlights(msgspec.Struct):
    """The sky at `snapshot_time` (Unix s), by the newest snapshot of `source`."""

    snapshot_time: int | None
    source: str | None
    count: int
    flights: list[StateVector]


class RejectedItem(msgspec.Struct):
    """A state that was not accepted: its place in the body, and why."""

    index: int
    reason: str


class IngestResult(msgspec.Struct):
    """What became of a body. Accepted means that Kafka has it."""

    accepted: int
    rejected: int
    errors: list[RejectedItem]


class IngestState(msgspec.Struct):
    """Any fields of a state vector; `icao24` and `last_contact` are needed."""

    icao24: str
    last_contact: int


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
    """Points between `since` and `until`; `is_cut` where there are more than one answer holds."""

    icao24: str
    since: int
    until: int
    count: int
    is_cut: bool
    points: list[TrackPoint]


class LegsAnswer(msgspec.Struct):
    """Legs that touch the time between `since` and `until`."""

    icao24: str
    since: int
    until: int
    count: int
    legs: list[Leg]


class AirportAnswer(msgspec.Struct):
    """An airport, and the movements that were inferred there."""

    airport: Airport
    since: int
    until: int
    count: int
    movements: list[Movement]


class HourlyAnswer(msgspec.Struct):
    """Hours between `since` and `until`, the value with most aircraft first."""

    dimension: str
    since: int
    until: int
    count: int
    hours: list[HourlyTraffic]


ANSWERS = (
    CurrentFlights,
    Stats,
    IngestResult,
    IngestState,
    Health,
    LakehouseAnswer,
    TrackAnswer,
    LegsAnswer,
    AirportAnswer,
    HourlyAnswer,
    Problem,
)


def components() -> dict[str, Any]:
    """JSON Schemas of all answers, by name."""
    _, schemas = msgspec.json.schema_components(ANSWERS, ref_template=REF_TEMPLATE)
    return schemas


def answer(kind: type, description: str, media_type: str = "application/json") -> dict[str, Any]:
    """An entry of a route's `responses`."""
    schema = {"$ref": REF_TEMPLATE.format(name=kind.__name__)}
    return {"description": description, "content": {media_type: {"schema": schema}}}
