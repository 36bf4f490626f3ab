"""The README's picture, from a tracker that shows a simulated sky: `make screenshot`."""

import os
import subprocess
import sys
import tempfile

from tools.browser import browser, chromium_path

PORTS = {"API_PORT": "8717", "DASHBOARD_PORT": "8718"}
VIEW = "#map=7.5/47.4/8.9&panel=airport&airport=LSZH&theme=light"
SIZE = (1600, 900)
WHOLE = "10,000"
PATIENCE = 60_000
TRACK = 150_000
"""Milliseconds for an aircraft to have a track that can be seen."""
SETTLED = 3_000
"""Milliseconds for the base map to be drawn after the aircraft are there."""


def take(path: str) -> None:
    if chromium_path() is None:
        sys.exit("The picture is taken with Chromium; it is not on the PATH.")
    with tempfile.TemporaryDirectory() as folder:
        settings = {"FLIGHT_SOURCE": "simulation", "DATA_DIR": folder, **PORTS}
        with subprocess.Popen([sys.executable, "-m", "local"], env=os.environ | settings) as run:
            try:
                _picture(f"http://127.0.0.1:{PORTS['DASHBOARD_PORT']}/{VIEW}", path)
            finally:
                run.terminate()


def _picture(url: str, path: str) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for _ in range(100):  # the server may not be there yet
            try:
                page.goto(url)
                break
            except Exception:  # noqa: BLE001 - Playwright has no narrower name for it
                page.wait_for_timeout(200)
        page.get_by_test_id("aircraft-count").get_by_text(WHOLE).wait_for(timeout=PATIENCE)
        page.wait_for_timeout(TRACK)
        page.locator("[data-testid=panel-airport] section button").nth(4).click()
        page.wait_for_timeout(SETTLED)
        page.screenshot(path=path)


if __name__ == "__main__":
    take(sys.argv[1])
