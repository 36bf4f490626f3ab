"""A row of a list of flights: any columns, those that were asked for."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

from flight_tracker.reference.flight_phase import FlightPhase
from flight_tracker.state_vector import (
    Callsign,
    Code,
    Country,
    Icao24,
    Latitude,
    Longitude,
    Source,
    Squawk,
    Track,
    UnixTime,
)

Height = Annotated[float, Meta(description="m; with `units=aviation` ft")]
Speed = Annotated[float, Meta(description="over ground, m/s; with `units=aviation` kt")]
Climb = Annotated[float, Meta(description="m/s, up is positive; with `units=aviation` ft/min")]
Distance = Annotated[float, Meta(description="km; with `units=aviation` NM")]


class FlightRow(msgspec.Struct, kw_only=True):
    """The columns that `fields` names; without it, those of a state vector. Null is unknown."""

    icao24: Icao24 | UnsetType = UNSET
    callsign: Callsign | UnsetType | None = UNSET
    origin_country: Country | UnsetType | None = UNSET
    time_position: UnixTime | UnsetType | None = UNSET
    last_contact: UnixTime | UnsetType = UNSET
    longitude: Longitude | UnsetType | None = UNSET
    latitude: Latitude | UnsetType | None = UNSET
    baro_altitude: Height | UnsetType | None = UNSET
    on_ground: bool | UnsetType | None = UNSET
    velocity: Speed | UnsetType | None = UNSET
    true_track: Track | UnsetType | None = UNSET
    vertical_rate: Climb | UnsetType | None = UNSET
    geo_altitude: Height | UnsetType | None = UNSET
    squawk: Squawk | UnsetType | None = UNSET
    spi: bool | UnsetType | None = UNSET
    position_source: Code | UnsetType | None = UNSET
    category: Code | UnsetType | None = UNSET
    snapshot_time: UnixTime | UnsetType = UNSET
    source: Source | UnsetType = UNSET
    airline: str | UnsetType | None = UNSET
    airline_name: str | UnsetType | None = UNSET
    country: str | UnsetType | None = UNSET
    country_code: str | UnsetType | None = UNSET
    registration: str | UnsetType | None = UNSET
    phase: FlightPhase | UnsetType = UNSET
    nearest_airport: str | UnsetType | None = UNSET
    nearest_airport_km: Distance | UnsetType | None = UNSET
    emergency: str | UnsetType | None = UNSET
