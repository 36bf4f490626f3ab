"""What happens at an airport now, inferred from the live sky. Pure.

No schedule is known here. An aircraft is said to be inbound, outbound or on the ground because of
where it is and how it moves, and the evidence says so; it may land elsewhere.
"""

import math
from functools import lru_cache
from typing import Literal

import msgspec

from flight_tracker.enrichment import Aircraft, altitude
from flight_tracker.geo import distance
from flight_tracker.reference import airports
from flight_tracker.reference.airports import Airport
from flight_tracker.reference.flight_phase import LEVEL_RATE
from flight_tracker.sky_index import Circle, SkyIndex

GROUND_KM = 5.0
"""As the gold tables: a parked aircraft this near belongs to the airport."""

REACH_KM = 100.0
"""Around the airport: where arrivals begin to descend from 10,000 ft, or soon after."""

SLOPE = 120.0
"""m of height for each km: 7°. What is higher flies over."""

SLACK = 1_500.0
"""m above that slope, near the airport."""

AHEAD = 45.0
"""Degrees between the track and the way to the airport, or from it."""

RIVALS_KM = 60.0
"""From the airport: others so near share its traffic's ways."""

NEAR_KM = 8.0
"""Within it an aircraft turns: its direction proves nothing."""


class Nearby(msgspec.Struct):
    """An aircraft and why it is thought to belong here. km, m above the airport, seconds.

    `eta_seconds` is the straight way at the present speed: no less than this.
    """

    icao24: str
    callsign: str | None
    airline: str | None
    registration: str | None
    distance_km: float
    height: float | None
    phase: str
    evidence: str
    eta_seconds: int | None = None


class Traffic(msgspec.Struct):
    """The nearest first."""

    inbound: list[Nearby]
    outbound: list[Nearby]
    on_ground: list[Nearby]


def traffic(index: SkyIndex, airport: Airport) -> Traffic:
    """Who is inbound, outbound and on the ground; each aircraft is at most one of them."""
    found = Traffic([], [], [])
    circle = Circle(airport.latitude, airport.longitude, REACH_KM * 1000)
    for one in index.around(circle):
        km = _km(one, airport)
        match _role(one, airport, km):
            case "on_ground", evidence:
                found.on_ground.append(_nearby(one, airport, km, evidence))
            case "inbound", evidence:
                nearby = _nearby(one, airport, km, evidence)
                nearby.eta_seconds = round(km * 1000 / (one.state.velocity or 1))
                found.inbound.append(nearby)
            case "outbound", evidence:
                found.outbound.append(_nearby(one, airport, km, evidence))
    for rows in (found.inbound, found.outbound, found.on_ground):
        rows.sort(key=lambda nearby: (nearby.distance_km, nearby.icao24))
    return found


Role = Literal["inbound", "outbound", "on_ground"]


def _role(one: Aircraft, airport: Airport, km: float) -> tuple[Role, str] | None:
    state = one.state
    if state.on_ground:
        is_here = km <= GROUND_KM and _is_nearest(one, airport)
        return ("on_ground", f"on the ground {km:.1f} km away") if is_here else None
    rate, height = state.vertical_rate, _height(one, airport)
    if rate is None or height is None or not state.velocity:
        return None
    if height > SLACK + SLOPE * km or (km <= 2 * NEAR_KM and not _is_nearest(one, airport)):
        return None
    if _is_a_rivals(one, airport, is_descending=rate < 0):
        return None
    towards = _off_course(one, airport)
    is_near = km <= NEAR_KM or towards is None
    if rate <= -LEVEL_RATE and (is_near or (towards or 0) <= AHEAD):
        way = "" if is_near else " towards it"
        return "inbound", f"descending{way}, {km:.0f} km away, {height:.0f} m above it"
    if rate >= LEVEL_RATE and (is_near or (towards or 0) >= 180 - AHEAD):
        way = "" if is_near else " away from it"
        return "outbound", f"climbing{way}, {km:.0f} km away, {height:.0f} m above it"
    return None


def _is_nearest(one: Aircraft, airport: Airport) -> bool:
    """No other airport with scheduled traffic lies nearer: strips do not count against it."""
    nearest = one.enrichment.nearest_airport
    other = airports.by_icao(nearest) if nearest else None
    return other is None or other.icao == airport.icao or other.iata is None


def _is_a_rivals(one: Aircraft, airport: Airport, *, is_descending: bool) -> bool:
    """Whether its way leads nearer past another airport with scheduled traffic."""
    here = _miss(one, airport, is_descending)
    return any(_miss(one, other, is_descending) < here for other in _rivals(airport.icao))


def _miss(one: Aircraft, airport: Airport, is_descending: bool) -> float:
    """km by which the straight way ahead, or behind of one that climbs, misses the airport."""
    km, off = _km(one, airport), _off_course(one, airport)
    if off is None:
        return km
    off = off if is_descending else 180 - off
    return km if off >= 90 else km * math.sin(math.radians(off))


@lru_cache(256)
def _rivals(icao: str) -> tuple[Airport, ...]:
    """Airports with scheduled traffic within RIVALS_KM."""
    here = airports.all_airports()[icao]
    return tuple(
        other
        for other in airports.all_airports().values()
        if other.iata
        and other.icao != icao
        and abs(other.latitude - here.latitude) < 1
        and distance(here.latitude, here.longitude, other.latitude, other.longitude)
        <= RIVALS_KM * 1000
    )


def _nearby(one: Aircraft, airport: Airport, km: float, evidence: str) -> Nearby:
    state, more, height = one.state, one.enrichment, _height(one, airport)
    return Nearby(
        icao24=state.icao24,
        callsign=state.callsign,
        airline=more.airline,
        registration=more.registration,
        distance_km=round(km, 1),
        height=None if height is None else round(height),
        phase=more.phase,
        evidence=evidence,
    )


def _height(one: Aircraft, airport: Airport) -> float | None:
    height = altitude(one.state)
    return None if height is None else height - airport.elevation


def _km(one: Aircraft, airport: Airport) -> float:
    place = one.state.latitude or 0.0, one.state.longitude or 0.0
    return distance(*place, airport.latitude, airport.longitude) / 1000


def _off_course(one: Aircraft, airport: Airport) -> float | None:
    """Degrees between the track and the initial great-circle course to the airport."""
    track = one.state.true_track
    if track is None:
        return None
    phi1, phi2 = math.radians(one.state.latitude or 0.0), math.radians(airport.latitude)
    turn = math.radians(airport.longitude - (one.state.longitude or 0.0))
    y = math.sin(turn) * math.cos(phi2)
    x = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(turn)
    return abs((math.degrees(math.atan2(y, x)) - track + 180) % 360 - 180)
