"""StateSource that invents its sky: always the same one for the same time.

The imperfections are those of real feeds: not everybody is heard every second, some positions are
older than the last contact, and some send no callsign or squawk.
"""

import time
from collections.abc import Callable
from functools import cached_property

from flight_tracker.adapters.simulation import fleet
from flight_tracker.adapters.simulation.fleet import Aircraft
from flight_tracker.adapters.simulation.flight import Motion
from flight_tracker.adapters.simulation.route import Fix
from flight_tracker.snapshot import Snapshot
from flight_tracker.state_vector import StateVector

LEAST, MOST = 10, 100_000
"""How many aircraft can be simulated."""

ALTITUDE_STEP = 7.62
"""Metres: 25 ft, the resolution of altitudes in ADS-B (DO-260B, section 2.2.3.2.3.4)."""

RATE_STEP = 0.32512
"""Metres per second: 64 ft/min, the resolution of vertical rates in ADS-B."""

EMERGENCY_EVERY = 5_000
"""One flight in so many squawks 7700 or 7600 while it is in the air."""

IDENT_EVERY, IDENT_SECONDS = 4, 18
"""One flight in so many is asked to identify early on: its SPI is set for so long."""


class SimulationSource:
    """`aircraft` round trips between the world's hubs."""

    name = "simulation"

    def __init__(
        self,
        *,
        aircraft: int = 10_000,
        seed: int = 1,
        clock: Callable[[], float] = time.time,
    ) -> None:
        if not LEAST <= aircraft <= MOST:
            raise ValueError(f"aircraft must be between {LEAST} and {MOST}, not {aircraft}")
        self.feed = f"simulation:{seed}:{aircraft}"
        self._aircraft, self._seed = aircraft, seed
        self._clock = clock

    @cached_property
    def _fleet(self) -> list[Aircraft]:
        """Built when first flown: it takes a second that other sources need not pay."""
        return fleet.build(self._aircraft, self._seed)

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        now = int(self._clock())
        return Snapshot(time=now, source=self.name, states=self.states_at(now))

    def states_at(self, time: int) -> list[StateVector]:
        """The sky at Unix time `time`, in the order of the fleet."""
        return [_state(aircraft, time) for aircraft in self._fleet]


def _state(aircraft: Aircraft, time: int) -> StateVector:
    key = aircraft.key
    # Both never go back from one snapshot to the next: each is a multiple of its period.
    last_contact = time - (time + key) % aircraft.contact_every
    time_position = last_contact - (last_contact + key) % aircraft.position_every
    out, back = aircraft.flights
    trips, elapsed = divmod(time_position + aircraft.phase, out.duration + back.duration)
    is_back = elapsed >= out.duration
    if is_back:
        elapsed -= out.duration
    motion = (back if is_back else out).at(elapsed)
    fix = aircraft.route.at(motion.distance, back=is_back)
    draw = _mixed(key, 2 * int(trips) + is_back)
    baro_altitude, geo_altitude, vertical_rate = _vertical(motion, fix, key)
    return StateVector(
        icao24=aircraft.icao24,
        callsign=aircraft.callsigns[is_back],
        origin_country=aircraft.country,
        time_position=time_position,
        last_contact=last_contact,
        longitude=round(fix.longitude, 4),
        latitude=round(fix.latitude, 4),
        baro_altitude=baro_altitude,
        on_ground=not motion.airborne,
        velocity=round(motion.speed, 2),
        true_track=round(fix.track % 360, 2) % 360,
        vertical_rate=vertical_rate,
        geo_altitude=geo_altitude,
        squawk=_squawk(aircraft, draw, motion.airborne),
        spi=draw % IDENT_EVERY == 0 and 0 <= elapsed - 2 * out.wait < IDENT_SECONDS,
        position_source=0,
        category=aircraft.category,
        snapshot_time=time,
        source="simulation",
    )


def _vertical(
    motion: Motion, fix: Fix, key: int
) -> tuple[float | None, float | None, float | None]:
    """Barometric and geometric altitude and vertical rate; OpenSky has none on the ground."""
    if not motion.airborne:
        return None, None, None
    height = motion.height
    # Warm air stands higher than the standard atmosphere says, cold air lower.
    warmth = 0.045 * fix.cos_latitude * fix.cos_latitude - 0.015
    geometric = height * (1 + warmth) + key % 31 - 15
    rate = round(motion.vertical_speed / RATE_STEP) * RATE_STEP
    return _on_grid(height), _on_grid(geometric), round(rate, 2)


def _on_grid(altitude: float) -> float:
    return round(round(altitude / ALTITUDE_STEP) * ALTITUDE_STEP, 2)


def _squawk(aircraft: Aircraft, draw: int, airborne: bool) -> str | None:
    if not aircraft.has_squawk:
        return None
    if airborne and draw % EMERGENCY_EVERY == 0:
        return "7700" if draw % 3 else "7600"
    # The first digit is never 7: those codes have meanings of their own.
    return aircraft.squawk or f"{draw % 7}{draw >> 8 & 0o777:03o}"


def _mixed(key: int, number: int) -> int:
    """32 bits that look random, from an aircraft's key and a flight's number.

    Source: the finalizer of MurmurHash3 (public domain).
    """
    value = key ^ (number * 0x9E3779B1 & 0xFFFFFFFF)
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16
