"""Speed and height over time, from the gate to cruise and from cruise to the gate.

A profile is a row of segments with constant acceleration and constant vertical speed, so that
distance, speed and height have closed forms and fit together: s = s0 + v0 t + a t^2/2,
v = v0 + a t, h = h0 + w t. Metres, m/s, seconds.
"""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from flight_tracker.adapters.simulation.aircraft_types import FOOT, AircraftType

BANDS = (900.0, 3000.0)
"""Heights above the field at which speed and vertical speed change."""

LANDING_SPEED = 0.92
"""Speed at touch-down as a part of that at lift-off."""

TAKE_OFF_ACCELERATION = 1.8
BRAKING = 1.6
LEAST_BAND = 300.0
"""A band thinner than this is joined with the next, or speed would change too fast in it."""


class Segment(NamedTuple):
    """Values at the start, and how they change."""

    start: float
    distance: float
    speed: float
    acceleration: float
    height: float
    vertical_speed: float
    airborne: bool


class Profile(NamedTuple):
    """`duration` s and `length` m are those of the whole profile."""

    starts: tuple[float, ...]
    segments: tuple[Segment, ...]
    duration: float
    length: float

    def at(self, t: float) -> Segment:
        """The segment of the time `t` seconds after the start; the last one has no end."""
        return self.segments[max(0, bisect_right(self.starts, t) - 1)]


class _Builder:
    """Puts segments one after the other."""

    def __init__(self, height: float) -> None:
        self._segments: list[Segment] = []
        self._t = self._distance = 0.0
        self._height = height

    def add(self, seconds: float, speeds: tuple[float, float], *, to_height: float) -> None:
        first, last = speeds
        airborne = to_height != self._height
        segment = Segment(
            start=self._t,
            distance=self._distance,
            speed=first,
            acceleration=(last - first) / seconds,
            height=self._height,
            vertical_speed=(to_height - self._height) / seconds,
            airborne=airborne,
        )
        self._segments.append(segment)
        self._t += seconds
        self._distance += seconds * (first + last) / 2
        self._height = to_height

    def roll(self, seconds: float, speeds: tuple[float, float]) -> None:
        self.add(seconds, speeds, to_height=self._height)

    def profile(self, cruise_speed: float | None = None) -> Profile:
        segments = self._segments
        if cruise_speed is not None:
            cruise = Segment(self._t, self._distance, cruise_speed, 0.0, self._height, 0.0, True)
            segments = [*segments, cruise]
        starts = tuple(segment.start for segment in segments)
        return Profile(starts, tuple(segments), self._t, self._distance)


def cruise_speed(kind: AircraftType, level: float) -> float:
    """Speed in cruise at `level` metres: it grows from 1,500 m to the highest usual level."""
    low, high = kind.speeds[3:]
    top = kind.levels[1] * FOOT
    share = (level - 1500) / (top - 1500) if top > 1500 else 1.0
    return low + (high - low) * min(1.0, max(0.0, share))


@lru_cache(maxsize=20_000)
def departure(kind: AircraftType, elevation: float, level: float) -> Profile:
    """Taxi out, take-off and climb from `elevation` to `level`, then cruise without end."""
    lift_off, cruise = kind.speeds[0], cruise_speed(kind, level)
    build = _Builder(elevation)
    build.roll(kind.taxi_out, (kind.taxi_speed, kind.taxi_speed))
    seconds = (lift_off - kind.taxi_speed) / TAKE_OFF_ACCELERATION
    build.roll(seconds, (kind.taxi_speed, lift_off))
    speed, height = lift_off, elevation
    for top, next_speed, rate in _bands(kind, elevation, level, kind.climb):
        build.add((top - height) / rate, (speed, next_speed), to_height=top)
        speed, height = next_speed, top
    return build.profile(cruise)


@lru_cache(maxsize=20_000)
def arrival(kind: AircraftType, elevation: float, level: float) -> Profile:
    """Descent from `level` to `elevation`, landing and taxi in."""
    touch_down = LANDING_SPEED * kind.speeds[0]
    build = _Builder(level)
    bands = _bands(kind, elevation, level, kind.descent)
    bottoms = [(elevation, touch_down), *((top, speed) for top, speed, _ in bands[:-1])]
    downwards = reversed(list(zip(bands, bottoms, strict=True)))
    for (top, speed, rate), (bottom, next_speed) in downwards:
        build.add((top - bottom) / rate, (speed, next_speed), to_height=bottom)
    build.roll((touch_down - kind.taxi_speed) / BRAKING, (touch_down, kind.taxi_speed))
    build.roll(kind.taxi_in, (kind.taxi_speed, kind.taxi_speed))
    return build.profile()


def _bands(
    kind: AircraftType, elevation: float, level: float, rates: tuple[float, float, float]
) -> list[tuple[float, float, float]]:
    """Top, speed at the top and vertical speed of each band between the field and the level."""
    cruise = cruise_speed(kind, level)
    bands: list[tuple[float, float, float]] = []
    for index, height in enumerate(BANDS):
        top = elevation + height
        if top > level - LEAST_BAND:
            return [*bands, (level, cruise, rates[index])]
        bands.append((top, min(kind.speeds[1 + index], cruise), rates[index]))
    return [*bands, (level, cruise, rates[2])]
