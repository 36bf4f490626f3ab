"""What the page offers around its map, in a real browser against the real pipeline."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from flight_tracker import completeness, incidents, reports
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.completeness import Completeness
from flight_tracker.incidents import Incident, Incidents
from tests.e2e.conftest import COUNT, STEP, TIME, VIEW, open_page
from tests.e2e.local_run import LocalRun


def open_panel(page: Page, name: str) -> None:
    page.get_by_test_id(f"open-{name}").click()
    expect(page.get_by_test_id(f"panel-{name}")).to_be_visible()


def count(page: Page) -> str:
    return page.get_by_test_id("aircraft-count").inner_text()


def test_a_filter_is_a_chip_stands_in_the_address_and_survives_a_reload(page: Page) -> None:
    open_panel(page, "filters")
    page.get_by_label("Airlines").fill("SWR, DLH")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("3")
    page.get_by_label("Where").select_option("in the air")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("2")
    page.wait_for_url(re.compile("airline=SWR,DLH.*ground=air"))
    page.reload()
    expect(page.get_by_test_id("aircraft-count")).to_have_text("2")
    page.get_by_role("button", name="Remove the filter in the air").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text("3")


def test_an_altitude_is_filtered_in_the_readers_unit(page: Page) -> None:
    open_panel(page, "filters")
    page.get_by_label("Altitude from").fill("35000")
    page.wait_for_url(re.compile(r"altitude=10668:"))
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(sum_above(10_668)))


def sum_above(metres: float) -> int:
    # In steps of 25 ft, as the compact answer has them.
    return sum(round((9_000 + n * 10) / 7.62) * 7.62 >= metres for n in range(COUNT - 3))


def test_airlines_and_countries_are_chosen_by_name(page: Page) -> None:
    open_panel(page, "filters")
    page.get_by_label("Airlines", exact=True).fill("Lufthansa")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("1")
    page.get_by_label("Countries", exact=True).fill("Germany, Atlantis")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Not known: Atlantis")).to_be_visible()
    expect(page.get_by_role("button", name="Delete Germany")).to_be_visible()
    page.get_by_role("button", name="Delete Lufthansa").click()
    page.wait_for_url(re.compile("country=DE$"))


def test_a_distance_and_an_altitude_are_in_the_readers_unit(page: Page, tracker: LocalRun) -> None:
    near = "near=LSZH:47.4647:8.5492:100"
    open_page(page, tracker, f"{VIEW}&panel=filters&{near}&altitude=1000:&units=imperial")
    expect(page.get_by_label("within mi")).to_have_value("62.1")
    chips = page.locator(".chips")
    expect(chips).to_contain_text("LSZH ≤ 62.1 mi")
    expect(chips).to_contain_text("≥ 3,281 ft")


def test_a_filter_is_saved_under_a_name(page: Page) -> None:
    open_panel(page, "filters")
    page.get_by_label("Only emergencies").check()
    page.get_by_placeholder("Name").fill("help")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
    page.reload()
    page.get_by_role("button", name="Apply help").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text("1")


def test_filters_that_hide_everything_say_so_and_can_be_cleared(page: Page) -> None:
    open_panel(page, "filters")
    page.get_by_label("Countries").fill("NZ")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("0")
    page.get_by_test_id("panel-filters").get_by_role("button", name="Clear the filters").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))


def test_near_an_airport_is_a_circle_around_it(page: Page) -> None:
    open_panel(page, "filters")
    page.get_by_label("Near an airport").fill("ZRH")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("2")
    page.get_by_label("within NM").fill("108")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("3")


def test_an_aircraft_is_found_by_registration_country_and_airport(page: Page) -> None:
    for text, option in [
        ("4b1816", "SWR7354"),
        ("zurich airport", "Zurich Airport"),
        ("switzerland", "Switzerland"),
        ("Lufthansa", "Lufthansa"),
    ]:
        page.get_by_role("combobox", name="Find").fill(text)
        expect(page.get_by_role("option", name=option).first).to_be_visible()
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("eddf", "EDDF"),
        ("frankfrt", "EDDF"),
        ("Zürich", "LSZH"),
        ("lufthansa", "DLH"),
        ("Deutschland", "DE"),
        ("7700", "3c6444"),
        ("swr7345", "4b1816"),
    ],
)
def test_the_first_that_is_found_is_what_was_meant(page: Page, text: str, code: str) -> None:
    page.get_by_role("combobox", name="Find").fill(text)
    expect(page.get_by_role("option").first.locator("code")).to_have_text(code)


def test_the_table_sorts_selects_on_the_map_and_back(page: Page) -> None:
    open_panel(page, "table")
    page.get_by_role("button", name="Altitude").click()
    page.get_by_role("button", name="Altitude").click()
    first = page.locator("tbody tr").first
    expect(first).to_contain_text(f"BAW{COUNT - 4}")
    first.click()
    expect(page.get_by_test_id("details-callsign")).to_have_text(f"BAW{COUNT - 4}")
    expect(first).to_have_attribute("aria-selected", "true")


def test_the_table_has_few_elements_and_tells_its_length(page: Page) -> None:
    open_panel(page, "table")
    expect(page.locator("table[aria-rowcount]")).to_have_attribute("aria-rowcount", str(COUNT + 1))
    assert page.locator("tbody tr").count() < 60


def test_what_is_shown_is_exported(page: Page) -> None:
    open_page_with_filter = "ground=ground"
    page.goto(page.url + f"&{open_page_with_filter}&panel=table")
    expect(page.get_by_test_id("aircraft-count")).to_have_text("1")
    with page.expect_download() as csv_file:
        page.get_by_role("button", name="CSV").click()
    rows = list(csv.DictReader(io.StringIO(csv_file.value.path().read_text("utf-8"))))
    assert [row["callsign"] for row in rows] == ["SWR1"]
    with page.expect_download() as geojson:
        page.get_by_role("button", name="GeoJSON").click()
    features = json.loads(geojson.value.path().read_text("utf-8"))["features"]
    assert features[0]["geometry"]["coordinates"][:2] == [8.6, 47.46]


def test_columns_are_chosen_and_kept(page: Page) -> None:
    open_panel(page, "table")
    page.get_by_text("Columns", exact=True).click()
    page.get_by_label("Squawk").check()
    page.reload()
    expect(page.get_by_role("columnheader", name="Squawk")).to_be_visible()


def test_the_details_have_units_age_and_a_profile(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=4b1816")
    expect(page.get_by_test_id("details-baro_altitude")).to_have_text("6,375 ft")
    expect(page.get_by_test_id("details-origin_country")).to_have_text("Switzerland")
    expect(page.get_by_test_id("details-airline")).to_contain_text("Swiss")
    expect(page.get_by_test_id("details-time_position")).to_contain_text("0 s old")
    expect(page.get_by_role("img", name="Altitude and speed")).to_be_visible()
    page.get_by_role("button", name="24 hours").click()
    page.wait_for_url(re.compile("track=24"))
    page.get_by_test_id("open-settings").click()
    page.get_by_label("Units").select_option("metric")
    expect(page.get_by_test_id("details-baro_altitude")).to_have_text("1,943 m")


def test_the_profile_is_read_out_by_keyboard_and_follows_the_theme(
    page: Page, tracker: LocalRun
) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=4b1816&panel=settings")
    slider = page.get_by_role("slider", name="Altitude and speed: time")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("22:14:20.*6,375 ft.*260 kt"))
    slider.press("Home")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("22:13:20"))
    chart = page.locator(".strips canvas").first
    light = chart.evaluate("(canvas) => canvas.toDataURL()")
    page.get_by_label("Theme").select_option("dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_timeout(300)
    assert page.locator(".strips canvas").first.evaluate("(c) => c.toDataURL()") != light


def test_details_of_the_past_say_what_was_not_kept(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=4b1816&time={TIME}")
    expect(page.get_by_test_id("mode")).to_have_text("Past")
    expect(page.get_by_test_id("details-phase")).to_have_text("descent")
    expect(page.get_by_test_id("details-airline")).to_contain_text("Swiss")
    expect(page.get_by_test_id("details-registration")).to_have_text("not kept")


def test_an_empty_board_offers_what_is_in_view(page: Page) -> None:
    open_panel(page, "fleet")
    page.get_by_test_id("panel-fleet").get_by_role("button", name="Swiss").click()
    expect(page.get_by_test_id("fleet-count")).to_contain_text("2 aircraft of Swiss")
    page.get_by_test_id("open-airport").click()
    page.get_by_test_id("panel-airport").get_by_role("button", name="ZRH / LSZH").click()
    expect(page.get_by_test_id("board-title")).to_contain_text("Zurich Airport")


def test_a_bar_of_the_statistics_is_a_filter(page: Page) -> None:
    open_panel(page, "statistics")
    page.get_by_role("button", name="British Airways").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT - 3))
    page.get_by_role("button", name=re.compile("30,000.35,000 ft")).click()
    page.wait_for_url(re.compile("altitude=9144:10668.*airline=BAW"))


def test_the_airport_shows_who_is_there_as_inferred(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, f"{VIEW}&panel=airport&airport=LSZH")
    panel = page.get_by_test_id("panel-airport")
    expect(page.get_by_test_id("board-title")).to_contain_text("Zurich Airport")
    expect(panel).to_contain_text("Nothing here is a schedule")
    panel.get_by_role("button", name="SWR1").click()
    expect(page.get_by_test_id("details-callsign")).to_have_text("SWR1")


def test_an_airlines_aircraft_are_listed_and_shown_alone(page: Page) -> None:
    open_panel(page, "fleet")
    page.get_by_label("Designator or name of an airline").fill("swiss int")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("fleet-count")).to_contain_text("2 aircraft of Swiss")
    page.get_by_role("button", name="Show only these on the map").click()
    expect(page.get_by_test_id("aircraft-count")).to_have_text("2")


def test_statistics_count_what_is_shown(page: Page) -> None:
    open_panel(page, "statistics")
    panel = page.get_by_test_id("panel-statistics")
    expect(panel).to_contain_text(f"Of the {COUNT} shown aircraft")
    expect(panel.locator(".bars li", has_text="United Kingdom")).to_contain_text(str(COUNT - 3))


def test_the_pipeline_speaks_and_says_what_it_cannot_translate(
    page: Page, tracker: LocalRun
) -> None:
    open_page(page, tracker, f"{VIEW}&panel=pipeline&lang=de")
    panel = page.get_by_test_id("panel-pipeline")
    expect(panel.locator(".badge").filter(has_text="in Ordnung").first).to_be_visible()
    assert panel.locator(".part p[lang=en]").count() >= 1
    expect(panel).not_to_contain_text(f"{COUNT} aircraft")


def test_the_table_fits_and_its_figures_are_aligned(page: Page) -> None:
    page.set_viewport_size({"width": 1600, "height": 900})
    open_panel(page, "table")
    grid = page.locator(".grid")
    assert grid.evaluate("(e) => e.scrollWidth <= e.clientWidth")
    expect(page.get_by_role("columnheader")).to_have_count(7)
    assert (
        grid.locator("td.right").first.evaluate("(e) => getComputedStyle(e).textAlign") == "right"
    )
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("Altitude", "Speed"):
        box = page.get_by_role("columnheader", name=name).bounding_box()
        assert box and box["x"] + box["width"] <= 390, name
    page.set_viewport_size({"width": 1400, "height": 900})


def test_the_pipeline_shows_every_part(page: Page) -> None:
    open_panel(page, "pipeline")
    panel = page.get_by_test_id("panel-pipeline")
    for part in ("Source: replay", "Kafka", "Live view", "This page", "Lakehouse"):
        expect(panel).to_contain_text(part)
    expect(panel.get_by_role("rowheader", name="flight_states")).to_be_visible()


def test_the_pipeline_says_whether_yesterday_is_complete(page: Page, tracker: LocalRun) -> None:
    day = datetime.now(UTC).date() - timedelta(days=1)
    store = ObstoreObjectStore(str(tracker.data / "store"))
    known = [Incident(name="reconcile", detail="3600 records are lost", since=TIME)]
    store.put(incidents.KEY, incidents.encode(Incidents(incidents=known)))
    record = Completeness(day=day, made_at=TIME, status="incomplete", lost=3600)
    record.polls_expected, record.polls_received = 2880, 2879
    completeness.write(store, record)
    store.put(reports.key(day), b"<!doctype html><title>of the day</title>")
    open_panel(page, "pipeline")
    panel = page.get_by_test_id("panel-pipeline")
    row = panel.get_by_role("listitem").filter(has_text=f"Yesterday ({day})")
    expect(row).to_contain_text("3,600 records missing")
    expect(row).to_contain_text("2,879 of 2,880")
    expect(panel).to_contain_text("Incident: reconcile")
    with page.expect_popup() as opened:
        row.get_by_role("link", name="Report of the day").click()
    expect(opened.value).to_have_title("of the day")
    opened.value.close()


def test_a_rule_is_added_and_kept_and_removed(page: Page) -> None:
    open_panel(page, "alerts")
    page.get_by_label("Tell me when").select_option("an airline appears")
    page.get_by_label("Callsign, address or designator").fill("SWR")
    page.get_by_role("button", name="Add").click()
    page.reload()
    page.get_by_role("button", name="Delete the rule an airline appears: SWR").click()
    expect(page.get_by_text("an airline appears: SWR")).to_have_count(0)


def test_an_area_is_drawn_watched_and_shown(page: Page) -> None:
    open_panel(page, "alerts")
    page.get_by_label("Tell me when").select_option("an aircraft enters an area")
    expect(page.get_by_text("the area shown now will be watched")).to_be_visible()
    page.get_by_role("button", name="Draw the area on the map").click()
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 150, y - 120, steps=4)
    page.mouse.up()
    expect(page.get_by_text("The drawn area will be watched")).to_be_visible()
    expect(page.get_by_test_id("details")).to_have_count(0)  # the drawing was no click
    page.get_by_role("button", name="Add").click()
    rule = page.get_by_text("an aircraft enters an area: 47.45, 8.55 \u2013 47.89, 9.37")
    expect(rule).to_be_visible()
    page.reload()
    expect(rule).to_be_visible()
    assert page.evaluate("location.hash").startswith("#map=8/47.450/8.5")  # nothing was dragged


def test_escape_ends_a_drawing(page: Page) -> None:
    open_panel(page, "alerts")
    page.get_by_label("Tell me when").select_option("an aircraft enters an area")
    page.get_by_role("button", name="Draw the area on the map").click()
    expect(page.locator(".map.is-drawing")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".map.is-drawing")).to_have_count(0)
    expect(page.get_by_test_id("panel-alerts")).to_be_visible()


def test_the_past_is_played_back_and_unmistakable(page: Page) -> None:
    page.get_by_test_id("play-past").click()
    expect(page.get_by_test_id("mode")).to_have_text("Past")
    expect(page.get_by_test_id("banner")).to_contain_text("You see the past")
    page.get_by_role("button", name="One frame back").click()
    page.wait_for_url(re.compile(f"time={TIME}"))
    expect(page.get_by_test_id("data-age")).to_contain_text("22:13:20")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.get_by_test_id("data-age")).to_contain_text("22:14:20")
    assert TIME + 2 * STEP == 1_700_000_060
    page.get_by_test_id("play-past").click()
    expect(page.get_by_test_id("mode")).not_to_have_text("Past")


def test_a_link_carries_everything(page: Page, tracker: LocalRun, chromium: BrowserContext) -> None:
    open_page(page, tracker, f"{VIEW}&icao24=4b1816&panel=table&units=metric&theme=dark&lang=de")
    other = chromium.new_page()
    other.goto(page.url)
    expect(other.get_by_role("heading", name="Tabelle")).to_be_visible()
    expect(other.locator("html")).to_have_attribute("data-theme", "dark")
    expect(other.get_by_test_id("details-baro_altitude")).to_have_text("1.943 m")
    other.close()


@pytest.mark.parametrize(
    ("language", "word"),
    [("en", "Filters"), ("de", "Filter"), ("fr", "Filtres"), ("es", "Filtros")],
)
def test_the_page_speaks(page: Page, tracker: LocalRun, language: str, word: str) -> None:
    open_page(page, tracker, f"{VIEW}&panel=filters&lang={language}")
    expect(page.get_by_role("heading", name=word, exact=True)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", language)


def test_embedded_there_is_the_map_and_where_it_comes_from(page: Page, tracker: LocalRun) -> None:
    open_page(page, tracker, VIEW, query="?embed=1")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_test_id("source-name")).to_have_text("replay")


def test_it_opens_without_a_network_and_shows_its_last_sky(
    chromium: BrowserContext, page: Page
) -> None:
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
    chromium.set_offline(True)
    try:
        page.reload()
        expect(page.get_by_test_id("aircraft-count")).to_have_text(str(COUNT))
        expect(page.get_by_test_id("banner")).to_contain_text("You are offline")
        open_panel(page, "table")  # a view that was never open before
        expect(page.locator("table[aria-rowcount]")).to_be_visible()
    finally:
        chromium.set_offline(False)
    expect(page.get_by_test_id("banner")).not_to_contain_text("offline")
