"""A tracker that plays three skies, and its dashboard in a real browser."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.local_run import REPOSITORY, LocalRun, local_run
from tests.skies import TIME as TIME
from tests.skies import body, row
from tools.browser import browser, chromium_path

expect.set_options(timeout=20_000)  # a busy machine is no defect

STEP = 30
SKIES = 3
ATTEMPTS = 4
COUNT = 303
VIEW = "map=8/47.45/8.55"
"""Zurich is in the middle."""


def sky(step: int) -> list[Any]:
    """A Swiss aircraft that flies north over Zurich, one in distress, one on the ground, and a
    crowd over the Atlantic."""
    time = TIME + step * STEP
    at = {"time_position": time, "last_contact": time}
    swiss = row("4b1816", latitude=47.45 + 0.05 * step, longitude=8.55, true_track=0, **at)
    help_ = row("3c6444", callsign="DLH4XY  ", squawk="7700", latitude=48.3, longitude=9.5, **at)
    parked = row("4b0001", callsign="SWR1    ", on_ground=True, latitude=47.46, longitude=8.6, **at)
    crowd = [
        row(
            f"40{n:04x}",
            callsign=f"BAW{n}".ljust(8),
            baro_altitude=9000 + n * 10,
            velocity=200 + n / 10,
            latitude=30 + n / 20,
            longitude=-40 + n / 30,
            **at,
        )
        for n in range(COUNT - 3)
    ]
    return [swiss, help_, parked, *crowd]


def skip_without_page() -> None:
    if chromium_path() is None:
        pytest.skip("no Chromium on the PATH; CHROMIUM may name one")
    if not (REPOSITORY / "frontend/dist/index.html").exists():
        pytest.skip("the dashboard is not built: make frontend")


@pytest.fixture(scope="session")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    skip_without_page()
    folder = tmp_path_factory.mktemp("dashboard")
    skies = folder / "skies"
    skies.mkdir()
    for step in range(SKIES):
        (skies / f"{step}.json").write_bytes(body(*sky(step), time=TIME + step * STEP))
    with ExitStack() as stack:
        yield played(stack, folder, skies)


def played(stack: ExitStack, folder: Path, skies: Path) -> LocalRun:
    """A tracker that has a frame of every sky: polls that have to wait for the consumer make one
    frame together, so where it started late another tracker is started."""
    last = TIME + (SKIES - 1) * STEP
    for attempt in range(ATTEMPTS):
        run = stack.enter_context(
            local_run(
                folder / f"data-{attempt}",
                FLIGHT_SOURCE="replay",
                REPLAY_PATH=str(skies),
                REPLAY_SPEED="15",
            )
        )
        run.wait_for("/flights/current", lambda a: a["snapshot_time"] == last)
        if run.get("/history/frames")["count"] == SKIES:
            return run
        stack.close()
    raise AssertionError(f"no tracker of {ATTEMPTS} kept a frame of every sky")


@pytest.fixture(scope="module")
def chromium(tracker: LocalRun) -> Iterator[BrowserContext]:
    with browser() as found:
        context = found.new_context(
            viewport={"width": 1400, "height": 900}, color_scheme="light", locale="en-GB"
        )
        context.set_default_timeout(20_000)
        yield context


@pytest.fixture
def page(chromium: BrowserContext, tracker: LocalRun) -> Iterator[Page]:
    """The page afresh, as if nobody had ever been there."""
    made = chromium.new_page()
    errors: list[str] = []
    made.on("pageerror", lambda error: errors.append(str(error)))
    made.goto(f"http://127.0.0.1:{tracker.dashboard}/manifest.webmanifest")
    made.evaluate("localStorage.clear()")
    open_page(made, tracker)
    yield made
    made.close()
    assert errors == []


def open_page(page: Page, tracker: LocalRun, address: str = VIEW, query: str = "") -> None:
    page.goto("about:blank")
    page.goto(f"http://127.0.0.1:{tracker.dashboard}/{query}#{address}")
    expect(page.get_by_test_id("aircraft-count")).not_to_have_text("0")
