"""Nothing lies on anything else, at the sizes that people have."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import FloatRect, Page, expect

from tests.e2e.conftest import VIEW, open_page
from tests.e2e.local_run import LocalRun

SIZES = ((1600, 900), (1366, 768), (1280, 800), (1024, 768), (900, 700), (800, 450))
FILTERED = f"{VIEW}&airline=DLH,SWR,BAW&country=DE,CH,GB&altitude=0:20000&speed=0:900"
PARTS = (".search", ".banner", ".chips", ".emergencies", ".details", ".legend", ".scale", ".status")
TEXTS = (".status-count", ".status-source", ".status-age", ".status > .button")


@pytest.fixture(autouse=True)
def _usual_size(page: Page) -> None:
    """Each test begins with the size of the others."""
    page.set_viewport_size({"width": 1400, "height": 900})


MEASURE = """(selectors) => new Promise((done) => requestAnimationFrame(() => setTimeout(() => {
  const rect = (one) => document.querySelector(one)?.getBoundingClientRect().toJSON();
  const parts = selectors.map((one) => [one, rect(one)]);
  done(Object.fromEntries(parts.filter(([, box]) => box?.width && box.height)));
})))"""
"""All at one moment, after the page has been laid out."""


def boxes(page: Page, selectors: tuple[str, ...]) -> dict[str, FloatRect]:
    found: dict[str, FloatRect] = page.evaluate(MEASURE, list(selectors))
    return found


def overlapping(parts: dict[str, FloatRect]) -> list[tuple[str, str]]:
    def overlap(a: FloatRect, b: FloatRect) -> bool:
        return (
            a["x"] < b["x"] + b["width"] - 1
            and b["x"] < a["x"] + a["width"] - 1
            and a["y"] < b["y"] + b["height"] - 1
            and b["y"] < a["y"] + a["height"] - 1
        )

    return [(one, two) for one, two in combinations(parts, 2) if overlap(parts[one], parts[two])]


@pytest.mark.parametrize("panel", ["", "&panel=table", "&panel=filters"])
def test_nothing_overlaps_at_any_size(page: Page, tracker: LocalRun, panel: str) -> None:
    open_page(page, tracker, f"{FILTERED}&icao24=3c6444{panel}")
    expect(page.get_by_test_id("details")).to_be_visible()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        parts = boxes(page, (*PARTS, ".map-controls"))
        assert {".search", ".details", ".status"} <= parts.keys()
        assert overlapping(parts) == [], (width, height)
        assert overlapping(boxes(page, TEXTS)) == [], (width, height)
        for part in (".status", ".details", ".search"):
            assert parts[part]["x"] + parts[part]["width"] <= width, (width, part)


def test_the_age_is_whole_where_the_source_is_cut(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&panel=table")
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        is_whole = "(e) => e.scrollWidth <= e.clientWidth + 1"
        assert page.locator(".status-age").evaluate(is_whole), width
        box = page.get_by_test_id("next-poll").bounding_box()
        assert box and box["x"] + box["width"] <= width


def test_a_phone_shows_the_age_beside_everything_else(page: Page, tracker: LocalRun) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, tracker, f"{FILTERED}&icao24=3c6444")
    expect(page.get_by_test_id("details")).to_be_visible()
    parts = boxes(page, PARTS)
    hidden = {".legend", ".scale"}
    assert parts.keys() | {".banner"} == {*PARTS} - hidden
    assert overlapping(parts) == []
    for part in (".chips", ".emergencies"):
        assert parts[part]["height"] <= 50, "one line, however many there are"


def test_a_phone_leaves_the_map_its_room(page: Page, tracker: LocalRun) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, tracker, FILTERED)
    parts = boxes(page, PARTS)
    covered = sum(box["height"] for box in parts.values())
    assert overlapping(parts) == []
    assert covered < 844 * 0.55
    expect(page.locator(".legend h2")).to_have_text("Altitude (ft)")


def test_every_view_is_within_reach_of_a_thumb(page: Page, tracker: LocalRun) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, tracker, VIEW)
    page.get_by_test_id("open-more").click()
    for name in ("statistics", "pipeline", "settings", "help"):
        box = page.get_by_test_id(f"open-{name}").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 390, name
    page.get_by_test_id("open-help").click()
    expect(page.get_by_test_id("panel-help")).to_be_visible()
    expect(page.get_by_test_id("open-help")).to_be_hidden()


@pytest.mark.parametrize("size", [(1280, 800), (1024, 768), (390, 844)])
def test_what_is_selected_is_not_under_its_own_details(
    page: Page, tracker: LocalRun, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    panel = "&panel=filters" if size[0] > 1000 else ""
    open_page(page, tracker, f"map=8/0/0&icao24=3c6444{panel}")
    page.get_by_role("button", name="Centre").click()
    page.wait_for_url(re.compile("map=8/4"))
    covered = page.evaluate(UNDER, [48.3, 9.5])
    assert covered is None, covered


UNDER = """([latitude, longitude]) => {
  const [zoom, lat, lon] = location.hash.match(/map=([^&]+)/)[1].split("/").map(Number);
  const world = (a, b) => {
    const sine = Math.sin(a * Math.PI / 180);
    const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / 4 / Math.PI;
    return [(b / 360 + 0.5) * 256 * 2 ** zoom, y * 256 * 2 ** zoom];
  };
  const map = document.querySelector(".map").getBoundingClientRect();
  const [x, y] = world(latitude, longitude);
  const [midX, midY] = world(lat, lon);
  const at = [map.x + map.width / 2 + x - midX, map.y + map.height / 2 + y - midY];
  const found = document.elementFromPoint(...at);
  return found?.closest(".map") ? null : `${at} ${found?.outerHTML.slice(0, 200)}`;
}"""
"""Null where the map itself is what one sees at a place."""


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_no_word_of_the_menu_is_cut(page: Page, tracker: LocalRun, language: str) -> None:
    open_page(page, tracker, f"{VIEW}&lang={language}&panel=fleet")
    expect(page.locator("html")).to_have_attribute("lang", language)
    cut = page.locator(".rail button span").evaluate_all(
        "(all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent)"
    )
    assert cut == []


def test_a_drag_ends_following(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=3c6444&follow=1")
    follow = page.get_by_role("button", name="Follow")
    expect(follow).to_have_attribute("aria-pressed", "true")
    page.mouse.move(500, 500)
    page.mouse.down()
    page.mouse.move(560, 540, steps=4)
    page.mouse.up()
    expect(follow).to_have_attribute("aria-pressed", "false")


def test_the_scale_is_in_the_readers_unit(page: Page, tracker: LocalRun) -> None:
    for units, name in (("aviation", "NM"), ("metric", "km"), ("imperial", "mi")):
        open_page(page, tracker, f"{VIEW}&units={units}")
        expect(page.get_by_test_id("scale")).to_contain_text(name)
