"""One flight of an aircraft's round trip: where it is, how fast and how high at each second.

An aircraft flies from A to B and back again without end: wait at the gate, taxi, take-off, climb,
cruise, descent, landing, taxi. The round trip closes, so nothing ever jumps.
"""

import math
from typing import NamedTuple

from flight_tracker.adapters.simulation.aircraft_types import FOOT, AircraftType
from flight_tracker.adapters.simulation.profile import Profile, arrival, departure

LEAST_CRUISE = 0.03
"""Part of the way that must remain for cruise; else the flight stays lower."""

VISUAL = (2, 8, 9)
"""Categories that fly by sight."""


class Motion(NamedTuple):
    """Where along the way, how fast and how high: m, m/s, m above sea level, m/s."""

    distance: float
    speed: float
    height: float
    vertical_speed: float
    airborne: bool


AT_THE_GATE = Motion(0.0, 0.0, 0.0, 0.0, False)


class Way(NamedTuple):
    """The length in metres, and the elevations of the fields at its start and its end."""

    length: float
    start: float
    end: float


class Course(NamedTuple):
    """A flight in the profile's own time: seconds from leaving the gate, metres from there."""

    out: Profile
    cruise_end: float
    into: Profile
    descent_from: float
    level: float

    @property
    def seconds(self) -> float:
        return self.cruise_end + self.into.duration


class Flight(NamedTuple):
    """`wait` and `duration` are seconds; `pace` is how much faster than the course's time runs,
    which gives every aircraft a speed of its own, and wind its share."""

    wait: float
    duration: float
    pace: float
    course: Course

    @classmethod
    def of(cls, course: Course, *, wait: float, pace: float) -> "Flight":
        return cls(wait, wait + course.seconds / pace, pace, course)

    def at(self, elapsed: float) -> Motion:
        """The motion `elapsed` seconds after the wait at the gate began."""
        wait, _, pace, (out, cruise_end, into, descent_from, _) = self
        if elapsed <= wait:
            return AT_THE_GATE
        t, before, profile = (elapsed - wait) * pace, 0.0, out
        if t >= cruise_end:
            t, before, profile = t - cruise_end, descent_from, into
        start, distance, speed, acceleration, height, vertical_speed, airborne = profile.at(t)
        t -= start
        return Motion(
            before + distance + t * (speed + acceleration * t / 2),
            (speed + acceleration * t) * pace,
            height + vertical_speed * t,
            vertical_speed * pace,
            airborne,
        )


def plan_course(kind: AircraftType, way: Way, *, wanted: float, eastbound: bool) -> Course | None:
    """The course at the wanted level (feet), or at the highest below it that the way allows.

    None where not even the lowest level over the fields leaves room to climb and descend.
    """
    step, offset = 2000.0, _semicircle(kind, eastbound=eastbound)
    lowest = (max(way.start, way.end) + kind.clearance) / FOOT
    index = max(math.ceil((lowest - offset) / step), math.floor((wanted - offset) / step))
    while index * step + offset >= lowest:
        level = (index * step + offset) * FOOT
        out, into = departure(kind, way.start, level), arrival(kind, way.end, level)
        cruise = way.length - out.length - into.length
        if cruise >= LEAST_CRUISE * way.length:
            cruise_end = out.duration + cruise / out.segments[-1].speed
            return Course(out, cruise_end, into, way.length - into.length, level)
        index -= 1
    return None


def _semicircle(kind: AircraftType, *, eastbound: bool) -> float:
    """The lowest cruise level in feet; the others follow in steps of 2,000 ft.

    Source: ICAO Annex 2, appendix 3: odd thousands of feet to the east, even ones to the west;
    500 ft more for those who fly by sight.
    """
    return (1000.0 if eastbound else 0.0) + (500.0 if kind.category in VISUAL else 0.0)
