"""Geometry on the sphere. Degrees WGS-84, metres; pure."""

import math
from typing import NamedTuple, Self

EARTH_RADIUS = 6_371_008.8
"""Mean Earth radius in metres (IUGG)."""


class BoundingBox(NamedTuple):
    """A box by OpenSky's names, in degrees. `lomin > lomax` crosses the antimeridian."""

    lamin: float
    lomin: float
    lamax: float
    lomax: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `lamin,lomin,lamax,lomax`. ValueError says what is wrong."""
        try:
            lamin, lomin, lamax, lomax = (float(part) for part in text.split(","))
        except ValueError:
            message = f"must be four numbers lamin,lomin,lamax,lomax, not {text!r}"
            raise ValueError(message) from None
        if not (-90 <= lamin <= 90 and -90 <= lamax <= 90):
            raise ValueError(f"latitudes must be between -90 and 90, not {lamin:g} and {lamax:g}")
        if not (-180 <= lomin <= 180 and -180 <= lomax <= 180):
            raise ValueError(
                f"longitudes must be between -180 and 180, not {lomin:g} and {lomax:g}"
            )
        if lamin > lamax:
            raise ValueError(f"lamin {lamin:g} must not be north of lamax {lamax:g}")
        return cls(lamin, lomin, lamax, lomax)

    @property
    def crosses_antimeridian(self) -> bool:
        return self.lomin > self.lomax

    @property
    def area(self) -> float:
        """Latitude range times longitude range in square degrees, as OpenSky bills it."""
        width = self.lomax - self.lomin + (360 if self.crosses_antimeridian else 0)
        return (self.lamax - self.lamin) * width

    def contains(self, latitude: float, longitude: float) -> bool:
        if not self.lamin <= latitude <= self.lamax:
            return False
        if self.crosses_antimeridian:
            return longitude >= self.lomin or longitude <= self.lomax
        return self.lomin <= longitude <= self.lomax


def distance(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Great-circle distance in metres (haversine)."""
    phi1, phi2 = math.radians(latitude1), math.radians(latitude2)
    half_lat = (phi2 - phi1) / 2
    half_lon = math.radians(longitude2 - longitude1) / 2
    a = math.sin(half_lat) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(1.0, a)))
