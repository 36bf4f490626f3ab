"""The address: all that was chosen is in it, "back" undoes a step, a link leaves no traces."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import COUNT, VIEW, open_page
from tests.e2e.local_run import LocalRun

MEASURED = f"{VIEW}&measure=47.4500/8.5500,47.6000/8.9000"


def test_back_closes_what_was_opened_and_the_title_names_it(page: Page) -> None:
    page.get_by_test_id("open-statistics").click()
    expect(page).to_have_title("Statistics \u2013 Flight tracker")
    page.wait_for_timeout(600)  # later than at once
    page.get_by_role("combobox", name="Find").fill("4b1816")
    page.keyboard.press("Enter")
    expect(page).to_have_title("SWR7354 \u2013 Flight tracker")
    page.go_back()
    expect(page.get_by_test_id("details")).to_have_count(0)
    expect(page.get_by_test_id("panel-statistics")).to_be_visible()
    page.go_back()
    expect(page.get_by_test_id("panel-statistics")).to_have_count(0)
    expect(page).to_have_title("Flight tracker")


def test_how_the_table_is_sorted_survives_a_reload(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&panel=table&columns=callsign,altitude&sort=-altitude")
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(f"BAW{COUNT - 4}")
    expect(page.locator("thead th")).to_have_count(2)
    page.get_by_role("button", name="Callsign").click()
    page.wait_for_url(re.compile("sort=callsign"))
    page.reload()
    expect(first).to_contain_text("BAW0")


def test_a_measured_line_is_in_the_address(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, MEASURED)
    expect(page.locator(".map.is-measuring")).to_have_count(1)
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: "measure" not in url)


def test_a_link_does_not_change_the_receivers_taste(
    page: Page, tracker: LocalRun, chromium: BrowserContext
) -> None:
    open_page(page, tracker, f"{VIEW}&units=metric&theme=dark&panel=settings")
    page.get_by_label("Labels").select_option("none")
    other = chromium.new_page()
    open_page(other, tracker, f"{VIEW}&panel=settings")
    expect(other.get_by_label("Units")).to_have_value("aviation")
    expect(other.get_by_label("Theme")).to_have_value("system")
    expect(other.get_by_label("Labels")).to_have_value("off")
    other.close()


def test_an_isolated_aircraft_is_a_filter(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=4b1816&panel=table")
    page.get_by_role("button", name="Isolate").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text("1")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Remove the filter Only: SWR7354").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))


def test_an_isolated_aircraft_that_is_not_there_is_nobody(page: Page, tracker: LocalRun) -> None:
    page.goto("about:blank")
    page.goto(f"http://127.0.0.1:{tracker.dashboard}/#{VIEW}&icao24=abcdef&isolate=1")
    expect(page.get_by_test_id("data-age")).to_contain_text("22:14:20")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("0")
