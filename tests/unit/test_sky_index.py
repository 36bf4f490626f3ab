"""Finding aircraft by place: the index answers what looking at each of them would."""

import random

import pytest

from flight_tracker.geo import BoundingBox, distance
from flight_tracker.sky_index import Circle, SkyIndex
from tests.skies import state

RANDOM = random.Random(7)
PLACES = {
    f"{number:06x}": (RANDOM.uniform(-90, 90), RANDOM.uniform(-180, 180)) for number in range(900)
} | {
    "fffff0": (90.0, 0.0),
    "fffff1": (-90.0, 180.0),
    "fffff2": (0.0, 180.0),
    "fffff3": (0.0, -180.0),
    "fffff4": (0.0, 0.0),
}
INDEX = SkyIndex([state(name, latitude=lat, longitude=lon) for name, (lat, lon) in PLACES.items()])

BOXES = [
    (-90, -180, 90, 180),
    (45, 5, 48, 11),
    (-20, 170, 20, -170),
    (-20, 170.5, 20, 170.1),
    (0, 180, 0, -180),
    (0, 0, 0, 0),
    (89, -180, 90, 180),
    (-60.5, -3.1, 61.3, -2.9),
]
CENTRES = [(0, 0), (47.4, 8.5), (89.9, 10), (-90, 0), (0, 180), (10, -179.9), (65, 179)]


def names(found: list) -> list[str]:  # type: ignore[type-arg]
    return [one.state.icao24 for one in found]


@pytest.mark.parametrize("corners", BOXES)
def test_a_box_holds_what_lies_in_it(corners: tuple[float, float, float, float]) -> None:
    box = BoundingBox(*corners)
    assert names(INDEX.within(box)) == [n for n, place in PLACES.items() if box.contains(*place)]


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("radius", [0.0, 100_000.0, 2e6, 9e6, 1.2e7, 2.1e7])
def test_a_circle_holds_what_is_near(centre: tuple[float, float], radius: float) -> None:
    near = [name for name, place in PLACES.items() if distance(*centre, *place) <= radius]
    assert names(INDEX.around(Circle(*centre, radius))) == near


@pytest.mark.parametrize("centre", CENTRES)
@pytest.mark.parametrize("count", [1, 7, 10_000])
def test_the_closest_come_nearest_first(centre: tuple[float, float], count: int) -> None:
    ranked = sorted(PLACES, key=lambda name: (distance(*centre, *PLACES[name]), name))
    assert names(INDEX.closest(*centre, count)) == ranked[:count]


def test_an_empty_sky_has_nothing_near() -> None:
    assert SkyIndex().closest(0, 0, 3) == []
