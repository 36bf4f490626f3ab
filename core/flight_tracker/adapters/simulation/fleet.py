"""The aircraft of the simulation, built once from the seed."""

import math
import random
from typing import NamedTuple

from flight_tracker.adapters.simulation.airports import Airports
from flight_tracker.adapters.simulation.countries import COUNTRIES
from flight_tracker.adapters.simulation.flight import Course, Flight, Way, plan_course
from flight_tracker.adapters.simulation.identity import Identities
from flight_tracker.adapters.simulation.planner import Plan, Planner
from flight_tracker.adapters.simulation.route import Route, route
from flight_tracker.adapters.simulation.wheel import between
from flight_tracker.reference.airports import Airport

GATE_SPREAD = 0.01
"""Degrees of latitude that a gate lies from the airport's reference point at most (1.1 km)."""

WIND = 0.07
"""How much faster a high flight to the east is than in still air, and one to the west slower."""

WIND_TOP = 12_000.0
"""Metres at which the wind has its full strength; it grows in proportion to the height."""

SHARE_OF_WAIT = (0.02, 0.07)
"""Seconds at the gate per second of flight. Much less than a real turnaround, because a parked
aircraft is silent for most of it and the simulation shows just the part that would be heard."""

LEAST_WAIT = 30.0

NO_CALLSIGN, NO_SQUAWK, WEAK, PATCHY = 0.02, 0.2, 0.04, 0.01
"""Parts of the fleet that send no callsign, no squawk, are seldom heard (every 20 to 60 s), and
whose positions are older than the last contact."""


class Aircraft(NamedTuple):
    """An aircraft and its endless round trip.

    `phase` is the second of the round trip at Unix time 0, `key` a number of its own for whatever
    looks random later. It is heard every `contact_every` seconds and its position every
    `position_every` seconds. `squawk` is the one of visual flights, None for one per flight.
    """

    icao24: str
    country: str
    category: int
    callsigns: tuple[str | None, str | None]
    route: Route
    flights: tuple[Flight, Flight]
    phase: float
    key: int
    contact_every: int
    position_every: int
    has_squawk: bool
    squawk: str | None


def build(aircraft: int, seed: int) -> list[Aircraft]:
    """So many aircraft; the same ones for the same arguments, in every process."""
    rng = random.Random(seed)
    planner, identities = Planner(Airports.load(), rng), Identities()
    fleet: list[Aircraft] = []
    while len(fleet) < aircraft:
        plan = planner.draw()
        # Drawn anew: a base without destination, a country without addresses, a way too short.
        if plan is None or not identities.has_address(plan.country):
            continue
        way = route(_gate(plan.start, rng), _gate(plan.end, rng))
        flights = _flights(plan, way, rng)
        if flights is not None:
            fleet.append(_aircraft(plan, way, flights, identities, rng))
    return fleet


def _flights(plan: Plan, way: Route, rng: random.Random) -> tuple[Flight, Flight] | None:
    """Out and back; None where the way is too short to climb over the fields and come down."""
    kind, first, last = plan.kind, plan.start.elevation, plan.end.elevation
    east, wanted = way.eastward, between(rng, *kind.levels)
    out = plan_course(kind, Way(way.length, first, last), wanted=wanted, eastbound=east >= 0)
    back = plan_course(kind, Way(way.length, last, first), wanted=wanted, eastbound=east < 0)
    if out is None or back is None:
        return None
    pace, wait = between(rng, 0.95, 1.05), between(rng, *SHARE_OF_WAIT)
    return _timed(out, wait, pace, east), _timed(back, wait, pace, -east)


def _timed(course: Course, wait: float, pace: float, east: float) -> Flight:
    """The flight with its wait, and with the wind: `east` is the eastward part of its direction."""
    with_wind = pace * (1 + WIND * east * course.level / WIND_TOP)
    return Flight.of(course, wait=max(LEAST_WAIT, wait * course.seconds), pace=with_wind)


def _aircraft(
    plan: Plan,
    way: Route,
    flights: tuple[Flight, Flight],
    identities: Identities,
    rng: random.Random,
) -> Aircraft:
    callsigns: tuple[str | None, str | None]
    if plan.designator is not None:
        callsigns = identities.flight_numbers(plan.designator)
    else:
        callsigns = (identities.registration(plan.country),) * 2
    if rng.random() < NO_CALLSIGN:
        callsigns = (None, None)
    is_visual = plan.designator is None and rng.random() < 0.6
    visual_code = "1200" if plan.country in ("US", "CA", "AU") else "7000"
    return Aircraft(
        icao24=identities.address(plan.country),
        country=COUNTRIES[plan.country].name,
        category=plan.kind.category,
        callsigns=callsigns,
        route=way,
        flights=flights,
        phase=rng.random() * (flights[0].duration + flights[1].duration),
        key=int(rng.random() * 2**32),
        contact_every=_contact_every(rng),
        position_every=int(between(rng, 11, 30)) if rng.random() < PATCHY else 1,
        has_squawk=rng.random() >= NO_SQUAWK,
        squawk=visual_code if is_visual else None,
    )


def _contact_every(rng: random.Random) -> int:
    """Seconds between receptions: mostly one or two, as in OpenSky's snapshots, up to ten."""
    if rng.random() < WEAK:
        return int(between(rng, 20, 61))
    return 1 + int(10 * rng.random() ** 2)


def _gate(airport: Airport, rng: random.Random) -> tuple[float, float]:
    """A gate of the airport, as latitude and longitude in degrees."""
    north, east = between(rng, -GATE_SPREAD, GATE_SPREAD), between(rng, -GATE_SPREAD, GATE_SPREAD)
    stretch = max(0.1, math.cos(math.radians(airport.latitude)))
    return airport.latitude + north, airport.longitude + east / stretch
