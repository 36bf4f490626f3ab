"""The past as it is played back, and as it is said to be what it is."""

import json
import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import STEP, TIME, VIEW, open_page
from tests.e2e.local_run import LocalRun
from tests.e2e.test_dashboard_map import CENTRE, LONGITUDE, pixel, wait_until_painted

FRAMES = "**/api/history/frames"


def test_without_frames_nothing_is_called_past(page: Page, chromium: BrowserContext) -> None:
    nothing = json.dumps({"since": 0, "until": 1, "count": 0, "times": []})
    chromium.route(FRAMES, lambda route: route.fulfill(body=nothing))
    try:
        page.get_by_test_id("play-past").click()
        expect(page.get_by_test_id("time-bar")).to_contain_text("nothing to play back yet")
        expect(page.get_by_test_id("mode")).not_to_have_text("Past")
        expect(page.locator("body")).not_to_contain_text("You see the past")
        expect(page.locator(".page.is-past")).to_have_count(0)
    finally:
        chromium.unroute(FRAMES)


def test_frames_that_cannot_be_had_are_tried_again(page: Page, chromium: BrowserContext) -> None:
    chromium.route(FRAMES, lambda route: route.fulfill(status=503, body="{}"))
    try:
        page.get_by_test_id("play-past").click()
        expect(page.get_by_test_id("time-bar")).to_contain_text("could not be loaded")
        expect(page.locator("body")).not_to_contain_text("You see the past")
    finally:
        chromium.unroute(FRAMES)
    page.get_by_test_id("time-bar").get_by_role("button", name="Try again").click()
    expect(page.get_by_test_id("mode")).to_have_text("Past")


def test_a_moment_that_cannot_be_loaded_leaves_the_live_sky_live(
    page: Page, chromium: BrowserContext, tracker: LocalRun
) -> None:
    chromium.route(f"{FRAMES}/*", lambda route: route.fulfill(body="no Arrow"))
    try:
        open_page(page, tracker, f"{VIEW}&time={TIME}")
        expect(page.get_by_test_id("time-bar")).to_contain_text("could not be loaded")
        expect(page.locator("body")).not_to_contain_text("You see the past")
        expect(page.get_by_test_id("data-age")).to_contain_text("22:14:20")
    finally:
        chromium.unroute(f"{FRAMES}/*")


def test_between_two_frames_aircraft_fly_on(page: Page, tracker: LocalRun) -> None:
    near = "map=12/47.45/8.55"
    open_page(page, tracker, f"{near}&time={TIME}&rate=1&play=1")
    expect(page.get_by_test_id("mode")).to_have_text("Past")
    on_its_way = pixel(page, 47.45 + 0.05 * 0.15, LONGITUDE, CENTRE, zoom=12)
    wait_until_painted(page, on_its_way)
    assert f"time={TIME}&rate=1&play=1" in page.url  # it is the same frame still
    page.get_by_role("button", name="Pause").click()
    page.wait_for_url(re.compile(f"time={TIME}&rate=1$"))


def test_the_bar_says_from_when_to_when_and_nothing_is_due(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&time={TIME}")
    expect(page.get_by_test_id("time-bar")).to_contain_text(re.compile("22:13.*22:14"))
    expect(page.get_by_test_id("next-poll")).to_have_text(f"{2 * STEP} s before the live sky")
    slider = page.get_by_role("slider", name="Time")
    expect(slider).to_have_attribute("max", str(TIME + 2 * STEP))
    slider.press("ArrowRight")
    page.wait_for_url(re.compile(f"time={TIME + STEP}"))
