"""What a state tells beyond its fields: airline, registration, country, phase, nearest airport.

Pure; from the reference data alone, by the functions that the gold tables' SQL repeats. Everything
here is inferred: nothing of it was sent by the aircraft.
"""

from functools import lru_cache

import msgspec

from flight_tracker import state_vector
from flight_tracker.reference import address_blocks, airlines, airports, registration
from flight_tracker.reference.flight_phase import APPROACH_DISTANCE, FlightPhase, flight_phase
from flight_tracker.state_vector import StateVector

EMERGENCY_SQUAWKS = {"7500": "unlawful interference", "7600": "radio failure", "7700": "emergency"}
"""ICAO Annex 10, volume IV, 2.1.4: the codes with one meaning everywhere."""

KNOWN_AIRCRAFT = 65_536
"""Addresses and callsigns whose look-up is kept; a sky has about 10,000."""


class Enrichment(msgspec.Struct, frozen=True, gc=False):
    """Inferred from one state. Null means that nothing is known.

    `airline` is the ICAO designator in the callsign, `country` is of registry, `country_code` by
    ISO 3166-1 alpha-2. `nearest_airport` is an ICAO code within 25 km, `nearest_airport_km` the
    distance to it.
    """

    airline: str | None
    airline_name: str | None
    country: str | None
    country_code: str | None
    registration: str | None
    phase: FlightPhase
    nearest_airport: str | None
    nearest_airport_km: float | None
    emergency: str | None


ENRICHED = Enrichment.__struct_fields__

airline_of = lru_cache(KNOWN_AIRCRAFT)(airlines.of_callsign)
block_of = lru_cache(KNOWN_AIRCRAFT)(address_blocks.block_of)
registration_of = lru_cache(KNOWN_AIRCRAFT)(registration.registration_of)


class Aircraft:
    """A state, and what follows from it: each worked out once, when it is first asked for.

    Not by `cached_property`: its lock takes longer than the work before Python 3.12.
    """

    __slots__ = ("_enrichment", "_identity", "_json", "_names", "state")

    def __init__(self, state: StateVector) -> None:
        self.state = state
        self._enrichment: Enrichment | None = None
        self._identity: int | None = None
        self._json: bytes | None = None
        self._names: tuple[str, ...] | None = None

    @property
    def enrichment(self) -> Enrichment:
        if self._enrichment is None:
            self._enrichment = enrich(self.state)
        return self._enrichment

    @property
    def names(self) -> tuple[str, ...]:
        """What it may be called, in capitals: callsign, address, registration without hyphen."""
        if self._names is None:
            registration = (registration_of(self.state.icao24) or "").replace("-", "")
            found = ((self.state.callsign or "").upper(), self.state.icao24.upper(), registration)
            self._names = tuple(name for name in found if name)
        return self._names

    @property
    def identity(self) -> int:
        """A fingerprint of what seldom changes, beside the address; of this process only."""
        if self._identity is None:
            self._identity = hash((self.state.callsign, self.state.category, self.state.squawk))
        return self._identity

    @property
    def json(self) -> bytes:
        """The state as a JSON object."""
        if self._json is None:
            self._json = state_vector.encode(self.state)
        return self._json


def enrich(state: StateVector) -> Enrichment:
    """All of it; about 20 µs, most of them for the airport."""
    airline, block = airline_of(state.callsign), block_of(state.icao24)
    airport, km, elevation = _nearest(state)
    return Enrichment(
        airline=airline.icao if airline else None,
        airline_name=airline.name if airline else None,
        country=state.origin_country or (block.country if block else None),
        country_code=block.country_code if block else None,
        registration=registration_of(state.icao24),
        phase=flight_phase(state, elevation=elevation, distance_km=km),
        nearest_airport=airport,
        nearest_airport_km=None if km is None else round(km, 1),
        emergency=emergency(state),
    )


def emergency(state: StateVector) -> str | None:
    """What the squawk means, if it is one of distress."""
    return EMERGENCY_SQUAWKS.get(state.squawk or "")


def altitude(state: StateVector) -> float | None:
    """The barometric altitude, or else the geometric one, in metres."""
    return state.geo_altitude if state.baro_altitude is None else state.baro_altitude


def _nearest(state: StateVector) -> tuple[str | None, float | None, float | None]:
    """ICAO code, distance in km and elevation in m."""
    if state.latitude is None or state.longitude is None:
        return None, None, None
    found = airports.nearest(
        state.latitude,
        state.longitude,
        within_km=APPROACH_DISTANCE,
        unlisted_km=airports.UNLISTED_KM,
    )
    return (found[0].icao, found[1], found[0].elevation) if found else (None, None, None)
