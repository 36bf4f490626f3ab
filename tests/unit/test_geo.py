"""Boxes and distances on the sphere."""

import pytest

from flight_tracker.geo import BoundingBox, distance

SWITZERLAND = BoundingBox(45.8, 5.9, 47.8, 10.5)
FIJI = BoundingBox(-20, 175, -15, -175)


def test_a_box_is_read_by_openskys_order() -> None:
    assert BoundingBox.parse("45.8, 5.9,47.8,10.5") == SWITZERLAND
    assert SWITZERLAND.lomax == 10.5


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must be four numbers"),
        ("1,2,3", "must be four numbers"),
        ("1,2,3,4,5", "must be four numbers"),
        ("a,b,c,d", "must be four numbers"),
        ("-91,0,0,0", "latitudes must be between"),
        ("0,0,90.5,0", "latitudes must be between"),
        ("nan,0,1,1", "latitudes must be between"),
        ("0,-181,1,1", "longitudes must be between"),
        ("0,0,1,inf", "longitudes must be between"),
        ("2,0,1,1", "lamin 2 must not be north of lamax 1"),
    ],
)
def test_what_is_no_box_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        BoundingBox.parse(text)


@pytest.mark.parametrize(
    ("place", "inside"),
    [
        ((47.45, 8.55), True),
        ((45.8, 5.9), True),
        ((47.8, 10.5), True),
        ((45.79, 8), False),
        ((47.81, 8), False),
        ((47, 5.89), False),
        ((47, 10.51), False),
    ],
)
def test_a_box_holds_its_edges(place: tuple[float, float], inside: bool) -> None:
    assert SWITZERLAND.contains(*place) is inside


@pytest.mark.parametrize(
    ("longitude", "inside"),
    [
        (175, True),
        (180, True),
        (-180, True),
        (-175, True),
        (174.9, False),
        (-174.9, False),
        (0, False),
    ],
)
def test_a_box_may_cross_the_antimeridian(longitude: float, inside: bool) -> None:
    assert FIJI.crosses_antimeridian and not SWITZERLAND.crosses_antimeridian
    assert FIJI.contains(-17, longitude) is inside


@pytest.mark.parametrize(
    ("box", "area"),
    [
        (BoundingBox(0, 0, 5, 5), 25),
        (BoundingBox(-90, -180, 90, 180), 64_800),
        (FIJI, 50),
        (BoundingBox(1, 2, 1, 9), 0),
    ],
)
def test_an_area_is_latitude_times_longitude(box: BoundingBox, area: float) -> None:
    assert box.area == area


@pytest.mark.parametrize(
    ("here", "there", "metres"),
    [
        ((47.45, 8.55), (47.45, 8.55), 0),
        ((0, 0), (1, 0), 111_195),
        ((0, 179.5), (0, -179.5), 111_195),
        ((60, 0), (60, 1), 55_597),
        ((90, 0), (-90, 77), 20_015_115),
        ((0, 0), (0, 180), 20_015_115),
        ((36.12, -86.67), (33.94, -118.40), 2_886_448),
    ],
)
def test_a_distance_is_that_of_the_great_circle(
    here: tuple[float, float], there: tuple[float, float], metres: float
) -> None:
    assert distance(*here, *there) == pytest.approx(metres, rel=1e-4, abs=0.5)
    assert distance(*here, *there) == pytest.approx(distance(*there, *here))


@pytest.mark.parametrize("text", ["-90,-180,90,180", "90,180,90,180", "-90,-180,-90,-180"])
def test_a_box_may_reach_the_edge_of_the_world(text: str) -> None:
    assert BoundingBox.parse(text) == tuple(map(float, text.split(",")))


@pytest.mark.parametrize("text", ["-90.5,0,0,0", "0,0,90.5,0", "0,-180.5,0,0", "0,0,0,180.5"])
def test_a_box_may_not_reach_beyond(text: str) -> None:
    with pytest.raises(ValueError, match=" must be between "):
        BoundingBox.parse(text)
