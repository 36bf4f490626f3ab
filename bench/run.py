"""`make run` from the start to the first aircraft, from a poll to the API, and its memory."""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import RUNS, Figure

API = "http://127.0.0.1:8000"
PATIENCE = 60.0


def measure() -> list[Figure]:
    starts, delays, memories = [], [], []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            start, delay, memory = _one_run(folder)
        starts.append(start)
        delays.append(delay)
        memories.append(memory)
    return [
        Figure("make run, warm, to the first aircraft in the API", median(starts), "s", 5),
        Figure("from poll to visible in the API", median(delays), "s", 2),
        Figure("resident memory of everything, after a load", median(memories), "MB", 700),
    ]


def _one_run(folder: str) -> tuple[float, float, float]:
    environ = {"DATA_DIR": folder, "FLIGHT_SOURCE": "simulation", "POLL_INTERVAL_SECONDS": "5"}
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "local"], env=environ, stdout=subprocess.DEVNULL
    ) as process:
        _wait(lambda: _get("/flights/current?limit=1")["count"])
        start = time.monotonic() - started
        _wait(lambda: _get("/databricks/status")["reachable"])
        delay = _delay(Path(folder))
        memory = _memory(process.pid)
        process.terminate()
    return start, delay, memory


def _delay(data: Path) -> float:
    """From the end of a poll, as its log says, to the moment when the API shows its snapshot."""
    before = _get("/flights/current?limit=1")["snapshot_time"]
    _wait(lambda: _get("/flights/current?limit=1")["snapshot_time"] > before)
    seen = time.time()
    feed = json.loads((data / "store" / "state" / "feed.json").read_bytes())
    return float(seen - feed["last_poll_at"])


def _memory(pid: int) -> float:
    """Megabytes of the process and its children."""
    listing = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True
    )
    rows = [tuple(map(int, line.split())) for line in listing.stdout.splitlines()]
    return sum(rss for child, parent, rss in rows if pid in (child, parent)) / 1024


def _get(path: str) -> Any:
    with urllib.request.urlopen(API + path, timeout=10) as answer:
        return json.load(answer)


def _wait(condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if condition():
                return
        except OSError:
            pass
        time.sleep(0.02)
    raise SystemExit(f"the tracker was not ready within {PATIENCE:.0f} s")
