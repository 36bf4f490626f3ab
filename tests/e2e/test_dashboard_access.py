"""For everybody: axe on every view and theme, the keyboard alone, a phone."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import COUNT, VIEW, open_page
from tests.e2e.local_run import REPOSITORY, LocalRun

AXE = REPOSITORY / "frontend/node_modules/axe-core/axe.min.js"
VIEWS = (
    "",
    "filters",
    "table",
    "airport&airport=LSZH",
    "fleet&operator=SWR",
    "statistics",
    "alerts",
    "pipeline",
    "settings",
    "help",
)


RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("(rules) => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{one['id']}: {json.dumps([node['target'] for node in one['nodes']])[:400]}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_in_either_theme(page: Page, tracker: LocalRun, view: str) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=3c6444" + (f"&panel={view}" if view else ""))
    expect(page.get_by_test_id("details-squawk")).to_contain_text("7700")
    if view:
        expect(page.get_by_test_id(f"panel-{view.split('&')[0]}")).to_be_visible()
    page.wait_for_timeout(300)
    for theme in ("light", "dark"):
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        assert violations(page) == [], theme


def test_the_past_and_the_search_pass_axe_too(page: Page) -> None:
    page.get_by_test_id("play-past").click()
    expect(page.get_by_test_id("time-bar")).to_be_visible()
    page.get_by_role("combobox", name="Find").fill("BAW")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.get_by_test_id("panel-help")).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_test_id("panel-table")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("DLH4XY")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("details-callsign")).to_have_text("DLH4XY")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("details")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("panel-table")).to_have_count(0)


def test_the_next_aircraft_of_the_map_is_a_key_away(page: Page) -> None:
    page.get_by_test_id("map").focus()
    page.keyboard.press("n")
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR7354")
    page.keyboard.press("n")
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR1")
    page.keyboard.press("p")
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR7354")


def test_a_letter_in_a_field_is_a_letter(page: Page) -> None:
    page.get_by_role("combobox", name="Find").click()
    page.keyboard.type("ft")
    expect(page.locator(".panel")).to_have_count(0)


def test_letters_alone_do_nothing_where_they_are_switched_off(page: Page) -> None:
    page.get_by_test_id("open-settings").click()
    page.get_by_label("Single letters are shortcuts").uncheck()
    page.reload()
    expect(page.get_by_test_id("panel-settings")).to_be_visible()
    page.keyboard.press("t")
    expect(page.get_by_test_id("panel-settings")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".panel")).to_have_count(0)


def test_who_closes_a_view_by_keyboard_is_back_at_its_button(page: Page) -> None:
    page.get_by_test_id("map").focus()
    page.keyboard.press("s")
    expect(page.get_by_test_id("panel-statistics")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("open-statistics")).to_be_focused()
    page.keyboard.press("n")
    page.get_by_role("button", name="Centre").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("map")).to_be_focused()


def test_a_distance_is_measured_by_keyboard(page: Page) -> None:
    page.keyboard.press("m")
    expect(page.get_by_role("button", name="Measure")).to_have_attribute("aria-pressed", "true")
    hint = page.get_by_text("press Enter")
    expect(hint).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"map=8/47\.4\d+/8\.[6-9]"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile(r"^\d+\.\d NM, 90°$"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Measure")).to_have_attribute("aria-pressed", "false")


def test_a_row_of_the_table_is_chosen_by_keyboard(page: Page) -> None:
    page.keyboard.press("t")
    page.locator("tbody tr button").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("details")).to_be_visible()


def test_on_a_phone_everything_fits_and_is_large_enough(page: Page, tracker: LocalRun) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, tracker, VIEW)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_test_id("open-filters").click()
    expect(page.get_by_test_id("panel-filters")).to_be_visible()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input:not([type=checkbox])")]
          .filter((e) => e.offsetParent && e.getBoundingClientRect().height < 44)
          .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert small == []
    expect(page.get_by_test_id("mode")).to_be_visible()  # beside the sheet, too
    expect(page.get_by_test_id("next-poll")).to_be_visible()
    page.set_viewport_size({"width": 1400, "height": 900})


def test_the_page_may_be_zoomed(page: Page) -> None:
    content = page.locator("meta[name=viewport]").get_attribute("content") or ""
    assert "user-scalable" not in content
    assert "maximum-scale" not in content
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))


def test_what_lighthouse_would_ask_offline(page: Page, tracker: LocalRun) -> None:
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    answer = page.reload()
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
    assert answer is not None and answer.status == 200
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")
    )
    assert policy["script-src"] == "'self'" and policy["default-src"] == "'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    html = answer.text()
    assert html.lower().startswith("<!doctype html>")
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r"\son[a-z]+=|javascript:", html) == []
    for needed in ("html[lang]", "title", "meta[name=description]", "link[rel=manifest]"):
        assert page.locator(needed).count() == 1, needed
    manifest = page.request.get(f"http://127.0.0.1:{tracker.dashboard}/manifest.webmanifest").json()
    assert {"name", "short_name", "start_url", "display", "icons"} <= manifest.keys()
    assert said == []


def test_a_kiosk_has_a_map_and_its_age_and_nothing_to_press(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, VIEW, "?kiosk=1")
    expect(page.get_by_test_id("mode")).to_be_visible()
    expect(page.locator(".rail, .top, .details")).to_have_count(0)
    cursor = page.evaluate("getComputedStyle(document.querySelector('.map')).cursor")
    assert cursor == "none"
