"""The page in a real browser, against the real pipeline."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.local_run import REPOSITORY, LocalRun, local_run
from tests.skies import TIME, body, row
from tools.browser import browser, chromium_path

RECORDING = (
    REPOSITORY / "../shared/data/opensky/states_all_20230828T145101Z_StateMachineJunkie.json"
)
KNOWN = row("4b1816", callsign="SWR7354 ", latitude=39.6899, longitude=3.1667)
OTHERS = [row(f"4b{n:04x}", latitude=10 + n / 100, longitude=n / 50) for n in range(500)]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    if chromium_path() is None:
        pytest.skip("no Chromium on the PATH; CHROMIUM may name one")
    if not (REPOSITORY / "frontend/dist/index.html").exists():
        pytest.skip("the dashboard is not built: make frontend")
    folder = tmp_path_factory.mktemp("dashboard")
    sky = folder / "sky.json"
    sky.write_bytes(body(KNOWN, *OTHERS))
    with local_run(folder / "data", FLIGHT_SOURCE="replay", REPLAY_PATH=str(sky)) as tracker:
        tracker.wait_for("/flights/current", lambda a: a["count"] == 501)
        yield tracker


@pytest.fixture(scope="module")
def chromium_page(run: LocalRun) -> Iterator[Page]:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1200, "height": 800})
        page.set_default_timeout(20_000)
        yield page


@pytest.fixture
def page(chromium_page: Page, run: LocalRun) -> Page:
    """The page afresh, with the known aircraft in the middle of the map."""
    chromium_page.goto("about:blank")
    chromium_page.goto(f"http://127.0.0.1:{run.dashboard}/#map=9/39.6899/3.1667")
    expect(chromium_page.get_by_test_id("aircraft-count")).to_contain_text("501")
    return chromium_page


def click_centre(page: Page) -> None:
    box = page.get_by_test_id("map").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_known_aircraft_is_at_its_position_and_shows_its_details(page: Page) -> None:
    click_centre(page)
    expect(page.get_by_test_id("details-callsign")).to_contain_text("SWR7354")
    expect(page.get_by_test_id("details-latitude")).to_contain_text("39.6899")
    expect(page.get_by_test_id("details-longitude")).to_contain_text("3.1667")
    assert "icao24=4b1816" in page.url


def test_no_aircraft_is_shown_where_there_is_none(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#map=9/-40/-150")
    page.reload()
    expect(page.get_by_test_id("aircraft-count")).to_contain_text("501")
    click_centre(page)
    expect(page.get_by_test_id("details")).to_have_count(0)


def test_the_page_says_which_source_it_shows_and_why(page: Page) -> None:
    expect(page.get_by_test_id("source-name")).to_contain_text("replay")
    expect(page.get_by_test_id("source-reason")).to_contain_text("FLIGHT_SOURCE=replay")


def test_the_banner_says_that_the_recording_has_ended(page: Page) -> None:
    expect(page.get_by_test_id("banner")).to_contain_text("played to its end")


def test_an_aircraft_is_found_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    page.get_by_role("combobox").focus()
    page.keyboard.type("4b1816")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("details-callsign")).to_contain_text("SWR7354")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("details")).to_have_count(0)


def test_the_age_shown_is_that_of_the_recording(page: Page) -> None:
    assert TIME == 1_700_000_000
    expect(page.locator("body")).to_contain_text("2023-11-14")


def test_nothing_is_asked_of_any_other_server(page: Page, run: LocalRun) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    expect(page.get_by_test_id("aircraft-count")).to_contain_text("501")
    assert asked
    assert all(url.startswith(f"http://127.0.0.1:{run.dashboard}/") for url in asked)


def test_the_docs_show_the_api_without_a_network(chromium_page: Page, run: LocalRun) -> None:
    asked: list[str] = []
    chromium_page.on("request", lambda request: asked.append(request.url))
    chromium_page.goto(f"http://127.0.0.1:{run.api}/docs")
    expect(chromium_page.get_by_text("/flights/current").first).to_be_visible()
    own = (f"http://127.0.0.1:{run.api}/", "data:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_the_page_logs_no_error(page: Page, run: LocalRun) -> None:
    run.wait_for("/flights/4b1816/legs", lambda answer: answer.get("count") == 1)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.reload()
    expect(page.get_by_test_id("aircraft-count")).to_contain_text("501")
    click_centre(page)
    expect(page.get_by_test_id("details")).to_be_visible()
    assert errors == []


def test_a_tracker_that_is_gone_is_said_to_be_gone(tmp_path: Path, chromium_page: Page) -> None:
    sky = tmp_path / "sky.json"
    sky.write_bytes(body(KNOWN))
    with local_run(tmp_path / "data", FLIGHT_SOURCE="replay", REPLAY_PATH=str(sky)) as tracker:
        tracker.wait_for("/flights/current", lambda a: a["count"] == 1)
        chromium_page.goto(f"http://127.0.0.1:{tracker.dashboard}/")
        expect(chromium_page.get_by_test_id("aircraft-count")).to_contain_text("1")
    banner = chromium_page.get_by_test_id("banner")
    expect(banner).to_contain_text("cannot be reached", timeout=20_000)


@pytest.mark.skipif(not RECORDING.exists(), reason="the recorded sky is not beside the project")
def test_a_recorded_world_is_shown_whole(tmp_path: Path, chromium_page: Page) -> None:
    with local_run(
        tmp_path / "data", FLIGHT_SOURCE="replay", REPLAY_PATH=str(RECORDING)
    ) as tracker:
        tracker.wait_for("/flights/current", lambda a: a["count"] == 9574)
        chromium_page.goto(f"http://127.0.0.1:{tracker.dashboard}/#map=12/39.6899/3.1667")
        expect(chromium_page.get_by_test_id("aircraft-count")).to_contain_text("9,574")
        click_centre(chromium_page)
        expect(chromium_page.get_by_test_id("details-callsign")).to_contain_text("SWR7354")
