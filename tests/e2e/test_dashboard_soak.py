"""The page left open: it keeps up, and takes no more memory than at first."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.conftest import skip_without_page
from tests.e2e.local_run import LocalRun, local_run
from tools.browser import browser

SOAK_SECONDS = float(os.environ.get("SOAK_SECONDS", "10"))
"""For how long the page is open; `SOAK_SECONDS=1800` is half an hour."""

WARM_SECONDS = 6
GROWTH = 1.2
"""What may come on top: a minute of updates moves the heap by some per cent to and fro."""


@pytest.fixture
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    skip_without_page()
    settings = {
        "FLIGHT_SOURCE": "simulation",
        "SIMULATION_AIRCRAFT": "2000",
        "POLL_INTERVAL_SECONDS": "2",
    }
    with local_run(tmp_path_factory.mktemp("soak"), **settings) as run:
        run.wait_for("/flights/current", lambda a: a["count"] > 0)
        yield run


def megabytes(client: CDPSession) -> float:
    """Of objects and typed arrays, after their garbage is gone."""
    client.send("HeapProfiler.collectGarbage")
    used = client.send("Runtime.getHeapUsage")
    return float(used["usedSize"] + used["backingStorageSize"]) / 1e6


def elements(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('*').length"))


def test_a_page_that_is_left_open_does_not_grow(tracker: LocalRun) -> None:
    with browser() as chromium:
        page = chromium.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"http://127.0.0.1:{tracker.dashboard}/#map=5/48/9")
        expect(page.get_by_test_id("mode")).to_have_text("Live", timeout=20_000)
        client = page.context.new_cdp_session(page)
        page.wait_for_timeout(WARM_SECONDS * 1000)
        memory, count = megabytes(client), elements(page)
        seen = page.get_by_test_id("data-age").inner_text()
        page.wait_for_timeout(SOAK_SECONDS * 1000)
        assert page.get_by_test_id("data-age").inner_text() != seen  # it goes on
        assert megabytes(client) < memory * GROWTH
        assert elements(page) < count + 50
        assert errors == []
