"""The dashboard in a headless Chromium, drawn by the CPU: frames, the page's own thread, memory.

1600 x 900, a simulated sky of 10,000 aircraft; the tracker and the browser share the machine. The
yardstick is an empty canvas of the same size that is cleared and filled on every frame.
"""

import gzip
import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, ViewportSize

from bench.figures import Figure
from tools.browser import browser, chromium_path

PORTS = {"API_PORT": "8727", "DASHBOARD_PORT": "8728"}
PAGE = f"http://127.0.0.1:{PORTS['DASHBOARD_PORT']}/"
EUROPE = "#map=5.5/48/9"
SIZE: ViewportSize = {"width": 1600, "height": 900}
SECONDS = 6
UPDATES = 3
EMPTY = "an empty canvas"
PATIENCE = 90_000

HOOKS = """
window.__notes = {draw: [], update: [], long: []};
window.__bench = {isContinuous: false, note: (what, ms) => window.__notes[what].push(ms)};
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.__notes.long.push([task.startTime, task.duration]);
}).observe({type: "longtask", buffered: true});
"""
FRAMES = """(seconds) => new Promise((resolve) => {
  const started = performance.now();
  let count = 0;
  const next = (now) => {
    count += 1;
    if (now - started < seconds * 1000) requestAnimationFrame(next);
    else resolve(count / ((now - started) / 1000));
  };
  requestAnimationFrame(next);
})"""
CANVAS = """<canvas width=1600 height=900></canvas><script>
const context = document.querySelector("canvas").getContext("2d");
const image = new ImageData(1600, 900);
const draw = () => { context.putImageData(image, 0, 0); requestAnimationFrame(draw); };
draw();
</script>"""


def measure() -> list[Figure]:
    if chromium_path() is None:
        return []
    figures = []
    with browser() as chromium:
        least = _empty(chromium.new_page(viewport=SIZE))
        with _tracker(10_000):
            figures += _first(chromium)
            figures += _download(chromium.new_page(viewport=SIZE))
            figures += _running(chromium.new_page(viewport=SIZE), least)
        with _tracker(30_000):
            page = chromium.new_page(viewport=SIZE)
            _open(page, "30,000")
            rate = _rate(page)
            figures.append(_frames("30,000 aircraft moving, at rest", rate, 20, least))
    return figures


@contextmanager
def _tracker(aircraft: int) -> Iterator[None]:
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "FLIGHT_SOURCE": "simulation",
            "SIMULATION_AIRCRAFT": str(aircraft),
            "POLL_INTERVAL_SECONDS": "5",
            "DATA_DIR": folder,
            **PORTS,
        }
        command = [sys.executable, "-m", "local"]
        with subprocess.Popen(command, env=os.environ | settings, stdout=subprocess.DEVNULL) as run:
            try:
                yield
            finally:
                run.terminate()


def _open(page: Page, count: str = "10,000") -> None:
    page.add_init_script(HOOKS)
    for _ in range(300):  # the server may not be there yet
        try:
            page.goto(PAGE + EUROPE)
            break
        except Exception:  # noqa: BLE001 - Playwright has no narrower name for it
            page.wait_for_timeout(200)
    page.get_by_test_id("aircraft-count").get_by_text(count).wait_for(timeout=PATIENCE)


def _empty(page: Page) -> float:
    page.set_content(CANVAS)
    rate: float = page.evaluate(FRAMES, SECONDS)
    page.close()
    return rate


def _rate(page: Page) -> float:
    page.wait_for_timeout(3_000)
    page.evaluate("window.__bench.isContinuous = true")
    page.wait_for_timeout(1_000)
    rate: float = page.evaluate(FRAMES, SECONDS)
    return rate


def _frames(name: str, rate: float, goal: float, least: float) -> Figure:
    return Figure(f"dashboard: frames a second, {name}", rate, "/s", goal, EMPTY, least / rate)


def _first(chromium: Browser) -> list[Figure]:
    """From navigation to the first aircraft, nothing cached."""
    warm = chromium.new_page(viewport=SIZE)
    _open(warm)
    warm.close()
    times = []
    for _ in range(3):
        cold = chromium.new_page(viewport=SIZE)
        cold.add_init_script(HOOKS)
        cold.goto(PAGE + EUROPE)
        cold.wait_for_function("() => window.__notes.draw.length > 1", timeout=PATIENCE, polling=20)
        times.append(cold.evaluate("performance.now()") / 1_000)
        cold.close()
    return [Figure("dashboard: first aircraft after navigation, cold", median(times), "s", 1.5)]


def _download(page: Page) -> list[Figure]:
    _open(page)
    names = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
    page.close()
    assets = [name for name in names if name.endswith((".js", ".css")) and "/assets/" in name]
    size = sum(len(gzip.compress(_get(name))) for name in assets)
    return [Figure("dashboard: script and style of the first view, gzip", size / 1_000, "kB", 220)]


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
    return body


def _running(page: Page, least: float) -> list[Figure]:
    _open(page)
    resting = _rate(page)
    panning = _panning(page)
    page.evaluate("window.__bench.isContinuous = false")
    notes = _updates(page)
    client = page.context.new_cdp_session(page)
    client.send("HeapProfiler.collectGarbage")
    heap = client.send("Runtime.getHeapUsage")["usedSize"] / 1e6
    nodes = page.evaluate("document.querySelectorAll('*').length")
    page.close()
    return [
        _frames("10,000 aircraft moving, at rest", resting, 30, least),
        _frames("10,000 aircraft moving, panning", panning, 30, least),
        Figure("dashboard: a frame of the page's own thread", median(notes["draw"]), "ms", 33),
        Figure("dashboard: an update of the page's own thread", median(notes["update"]), "ms", 30),
        Figure("dashboard: longest task after the start", notes["longest"], "ms", 50),
        Figure("dashboard: JS heap", heap, "MB", 90),
        Figure("dashboard: elements", nodes, "", 2_000),
    ]


def _panning(page: Page) -> float:
    """The map is dragged to and fro while frames are counted."""
    page.mouse.move(800, 450)
    page.mouse.down()
    page.evaluate(f"window.__frames = ({FRAMES})({SECONDS})")
    for step in range(SECONDS * 8):
        page.mouse.move(800 + (step % 8) * 30 - 120, 450 + (step % 5) * 20, steps=3)
    rate: float = page.evaluate("window.__frames")
    page.mouse.up()
    return rate


def _updates(page: Page) -> dict[str, Any]:
    page.evaluate("window.__notes.update = []; window.__notes.draw = []; window.__notes.long = []")
    page.wait_for_function(
        f"() => window.__notes.update.length >= {UPDATES}", timeout=PATIENCE, polling=200
    )
    notes: dict[str, Any] = page.evaluate("window.__notes")
    return notes | {"longest": max((duration for _, duration in notes["long"]), default=0)}
