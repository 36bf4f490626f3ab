"""Feeds that fail: each is another message, and what was shown stays."""

import json
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.conftest import COUNT, VIEW, open_page
from tests.e2e.local_run import LocalRun

SKY, HEALTH = "**/api/flights/current*", "**/api/health"


def refuse(status: int, **headers: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, headers=headers, body="{}")


def malformed(route: Route) -> None:
    route.fulfill(body="<html>no Arrow</html>", headers={"etag": '"other"'})


@pytest.mark.parametrize(
    ("fault", "title"),
    [
        (refuse(429, **{"Retry-After": "40"}), "Too many requests"),
        (refuse(500), "The API answered 500"),
        (refuse(503), "The API is not ready"),
        (refuse(502), "The API cannot be reached (502)"),
        (malformed, "could not be read"),
        (lambda route: route.abort(), "cannot be reached"),
    ],
)
def test_a_fault_is_named_and_the_last_sky_stays(
    page: Page, chromium: BrowserContext, fault: Callable[[Route], None], title: str
) -> None:
    chromium.route(SKY, fault)
    try:
        expect(page.get_by_test_id("banner")).to_contain_text(title, timeout=15_000)
        expect(page.get_by_test_id("banner")).to_contain_text("The map shows the last sky")
        expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
        expect(page.locator("canvas.is-stale")).to_have_count(1)
    finally:
        chromium.unroute(SKY)


def test_who_asks_to_wait_is_waited_for(page: Page, chromium: BrowserContext) -> None:
    chromium.route(SKY, refuse(429, **{"Retry-After": "40"}))
    try:
        expect(page.get_by_test_id("banner")).to_contain_text("Next try in 3", timeout=15_000)
    finally:
        chromium.unroute(SKY)


def test_a_frozen_feed_is_flagged_within_two_intervals(
    page: Page, chromium: BrowserContext, tracker: LocalRun
) -> None:
    health = tracker.get("/health")
    source = health["components"]["source"]
    source |= {"status": "ok", "late_reason": None}

    def alive(route: Route) -> None:
        source["last_poll_at"] = health["time"] - 0.2
        source["next_poll_at"] = health["time"] + 0.8
        route.fulfill(body=json.dumps(health), content_type="application/json")

    chromium.route(HEALTH, alive)
    try:
        expect(page.get_by_test_id("mode")).to_have_text("Frozen", timeout=15_000)
        expect(page.get_by_test_id("banner")).to_contain_text("The feed is frozen")
    finally:
        chromium.unroute(HEALTH)


def test_a_slow_answer_is_waited_for_without_a_word(page: Page, chromium: BrowserContext) -> None:
    def slowly(route: Route) -> None:
        page.wait_for_timeout(1_500)
        route.continue_()

    chromium.route(SKY, slowly)
    try:
        page.reload()
        expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
    finally:
        chromium.unroute(SKY)


def test_markup_in_a_callsign_is_text(page: Page, tracker: LocalRun) -> None:
    page.get_by_role("combobox", name="Find").fill("<img src=x onerror=alert(1)>")
    expect(page.get_by_text("Nothing matches “<img src=x onerror=alert(1)>”")).to_be_visible()
    assert page.locator("img").count() == 0
    open_page(page, tracker, VIEW)


def test_a_view_that_cannot_be_loaded_says_so_and_the_map_goes_on(
    chromium: BrowserContext, tracker: LocalRun
) -> None:
    assert chromium.browser is not None
    # The service worker has them all.
    with closing(chromium.browser.new_context(service_workers="block")) as context:
        context.route("**/assets/StatisticsView-*", refuse(404))
        page = context.new_page()
        open_page(page, tracker)
        page.get_by_test_id("open-statistics").click()
        panel = page.get_by_test_id("panel-statistics")
        expect(panel).to_contain_text("could not be loaded")
        expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
        context.unroute("**/assets/StatisticsView-*")
        panel.get_by_role("button", name="Reload the page").click()
        expect(panel).to_contain_text(f"Of the {COUNT} shown aircraft")
