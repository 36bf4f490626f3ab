"""A great circle from one place to another, as unit vectors.

Source of the formulas: vector form of great-circle navigation (n-vector): a point at the angle t
from the origin p is p cos t + q sin t, q being the unit vector at a right angle to p towards the
destination.
"""

import math
from typing import NamedTuple

from flight_tracker.geo import EARTH_RADIUS


class Fix(NamedTuple):
    """A place on a route. Degrees; `cos_latitude` saves computing it again."""

    latitude: float
    longitude: float
    track: float
    cos_latitude: float


class Route(NamedTuple):
    """`length` in metres; the other numbers are p and q."""

    length: float
    px: float
    py: float
    pz: float
    qx: float
    qy: float
    qz: float

    @property
    def eastward(self) -> float:
        """The eastward part of the direction at the start: 1 for due east, -1 for due west."""
        return (self.px * self.qy - self.py * self.qx) / math.hypot(self.px, self.py)

    def at(self, distance: float, *, back: bool) -> Fix:
        """The place `distance` metres on the way; `back`: from the far end, flying home."""
        length, px, py, pz, qx, qy, qz = self
        angle = (length - distance if back else distance) / EARTH_RADIUS
        cos, sin = math.cos(angle), math.sin(angle)
        x, y, z = px * cos + qx * sin, py * cos + qy * sin, pz * cos + qz * sin
        # The direction of flight; its parts to the east and north need no division, only atan2.
        dx, dy, dz = qx * cos - px * sin, qy * cos - py * sin, qz * cos - pz * sin
        track = math.degrees(math.atan2(x * dy - y * dx, dz)) + (180 if back else 0)
        cos_latitude = math.hypot(x, y)
        return Fix(
            math.degrees(math.atan2(z, cos_latitude)),
            math.degrees(math.atan2(y, x)),
            track,
            cos_latitude,
        )


def route(start: tuple[float, float], end: tuple[float, float]) -> Route:
    """The great circle between two places, each latitude and longitude in degrees."""
    px, py, pz = _unit(*start)
    ex, ey, ez = _unit(*end)
    cos = px * ex + py * ey + pz * ez
    qx, qy, qz = ex - cos * px, ey - cos * py, ez - cos * pz
    sin = math.sqrt(qx * qx + qy * qy + qz * qz)
    if sin < 1e-9:
        raise ValueError(f"no single great circle leads from {start} to {end}")
    length = EARTH_RADIUS * math.atan2(sin, cos)
    return Route(length, px, py, pz, qx / sin, qy / sin, qz / sin)


def _unit(latitude: float, longitude: float) -> tuple[float, float, float]:
    phi, lam = math.radians(latitude), math.radians(longitude)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)
