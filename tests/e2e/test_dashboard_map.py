"""The picture itself: an aircraft is where it must be, and picking returns it."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import VIEW, open_page
from tests.e2e.local_run import LocalRun

LATITUDE, LONGITUDE, ZOOM = 47.55, 8.55, 8
"""Where the Swiss aircraft was seen last."""

IS_PAINTED = """([x, y, radius]) => {
  for (const canvas of document.querySelectorAll("canvas.map-canvas")) {
    if (canvas.style.zIndex !== "3") continue;
    const box = canvas.getBoundingClientRect();
    const context = canvas.getContext("2d");
    const [left, top, size] = [x - box.x - radius, y - box.y - radius, 2 * radius];
    const { data } = context.getImageData(left, top, size, size);
    return data.some((value, i) => i % 4 === 3 && value > 0);
  }
}"""


def pixel(
    page: Page,
    latitude: float,
    longitude: float,
    centre: tuple[float, float],
    zoom: int = ZOOM,
) -> list[float]:
    """Where a place is on the screen (Web Mercator)."""
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    scale = 256 * 2**zoom

    def world(lat: float, lon: float) -> tuple[float, float]:
        sine = math.sin(math.radians(lat))
        return (lon / 360 + 0.5) * scale, (
            0.5 - math.log((1 + sine) / (1 - sine)) / 4 / math.pi
        ) * scale

    (x, y), (middle_x, middle_y) = world(latitude, longitude), world(*centre)
    return [box["x"] + box["width"] / 2 + x - middle_x, box["y"] + box["height"] / 2 + y - middle_y]


CENTRE = (47.45, 8.55)


def wait_until_painted(page: Page, point: list[float], radius: int = 6) -> None:
    page.wait_for_function(IS_PAINTED, arg=[*map(round, point), radius])


def is_painted(page: Page, point: list[float], radius: int = 6) -> bool:
    painted: bool = page.evaluate(IS_PAINTED, [*map(round, point), radius])
    return painted


def test_an_aircraft_is_painted_where_it_was_reported_and_nowhere_else(page: Page) -> None:
    x, y = pixel(page, LATITUDE, LONGITUDE, CENTRE)
    wait_until_painted(page, [x, y])
    assert not is_painted(page, [x - 60, y], 12)


def test_picking_returns_the_aircraft_under_the_pointer(page: Page) -> None:
    x, y = pixel(page, LATITUDE, LONGITUDE, CENTRE)
    wait_until_painted(page, [x, y])
    page.mouse.click(x + 4, y - 4)
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR7354")
    page.mouse.click(x - 80, y)
    expect(page.get_by_test_id("details")).to_have_count(0)


def test_a_frame_of_the_past_is_painted_where_it_was_then(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&time=1700000000")
    expect(page.get_by_test_id("mode")).to_have_text("Past")
    expect(page.get_by_test_id("data-age")).to_contain_text("22:13:20")
    wait_until_painted(page, pixel(page, 47.45, LONGITUDE, CENTRE))
    assert not is_painted(page, pixel(page, LATITUDE, LONGITUDE, CENTRE))


COLOUR = """([x, y]) => {
  for (const canvas of document.querySelectorAll("canvas.map-canvas")) {
    if (canvas.style.zIndex !== "3") continue;
    const box = canvas.getBoundingClientRect();
    return [...canvas.getContext("2d").getImageData(x - box.x, y - box.y, 1, 1).data];
  }
}"""


def test_either_renderer_paints_the_same_and_says_which_it_is(
    page: Page, tracker: LocalRun
) -> None:
    if not page.evaluate("!!new OffscreenCanvas(1, 1).getContext('webgl2')"):
        pytest.skip("this Chromium has no WebGL 2")
    colours = []
    for renderer, name in (("pixels", "pixel buffer (CPU)"), ("webgl2", "WebGL 2 (GPU), ")):
        open_page(page, tracker, f"{VIEW}&panel=pipeline", f"?renderer={renderer}")
        expect(page.get_by_test_id("panel-pipeline")).to_contain_text(name)
        point = pixel(page, 47.46, 8.6, CENTRE)  # the parked one: no estimate moves it
        wait_until_painted(page, point, 2)
        colours.append(page.evaluate(COLOUR, [*map(round, point)]))
    pixels, webgl = colours
    assert pixels[3] > 0
    assert max(abs(a - b) for a, b in zip(pixels, webgl, strict=True)) <= 8, colours
    page.mouse.click(*point)
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR1")


def test_without_a_gpu_the_pixels_paint(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&panel=pipeline")
    expect(page.get_by_test_id("panel-pipeline")).to_contain_text("pixel buffer (CPU)")


def test_hidden_aircraft_are_neither_painted_nor_picked(page: Page) -> None:
    page.goto(page.url + "&airline=DLH")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("1")
    wait_until_painted(page, pixel(page, 48.3, 9.5, CENTRE))
    x, y = pixel(page, LATITUDE, LONGITUDE, CENTRE)
    page.mouse.click(x, y)
    expect(page.get_by_test_id("details")).to_have_count(0)
    assert not is_painted(page, [x, y])


def test_a_wrapped_world_shows_the_same_aircraft(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, "map=8/47.45/368.55")
    x, y = pixel(page, LATITUDE, LONGITUDE, CENTRE)
    wait_until_painted(page, [x, y])
    page.mouse.click(x, y)
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR7354")


def test_two_points_are_measured(page: Page) -> None:
    page.keyboard.press("m")
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 300, box["y"] + 300)
    page.mouse.click(box["x"] + 600, box["y"] + 400)
    expect(page.get_by_test_id("details")).to_have_count(0)
    expect(page.locator(".map.is-measuring")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".map.is-measuring")).to_have_count(0)


def test_follow_keeps_the_aircraft_in_the_middle(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=3c6444")
    page.get_by_role("button", name="Follow").click()
    page.wait_for_url(re.compile("map=8/48.3.*follow=1"))


def test_an_emergency_is_in_the_list_and_on_the_map(page: Page) -> None:
    page.get_by_role("button", name="DLH4XY").click()
    expect(page.get_by_test_id("details-squawk")).to_have_text("7700, general emergency")
    wait_until_painted(page, pixel(page, 48.3, 9.5, (48.3, 9.5)), 4)
