"""The pictures of docs/airflow.md, from an Airflow of its own beside a simulated day:
`make airflow-pictures`.

Nothing of the tracker that runs on this machine is touched: data, database and port are others.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

from tools.airflow import LOGIN
from tools.browser import browser, chromium_path

PORT = 8719
URL = f"http://127.0.0.1:{PORT}"
DAY = "2026-03-01"
RUNS = {
    "load_lakehouse": {},
    "backfill": {"from": DAY, "to": "2026-03-03", "source": "landing"},
}
"""DAGs that are run, and the form of each; `build_gold` follows by its asset."""

GRAPHS = (
    "backfill",
    "daily_report",
    "load_lakehouse",
    "maintain_tables",
    "reconcile",
    "redeploy_schedule",
    "retry_rejected",
)
"""Of more than one task."""

SIZE: ViewportSize = {"width": 1300, "height": 760}
GRAPH_SIZE: ViewportSize = {"width": 1300, "height": 400}
WITHOUT_TOOLS = ".react-flow__panel { display: none }"
"""The small map and the buttons would lie over the graph."""

PATIENCE = 180.0
DRAWN = 4_000
"""Milliseconds until a graph has found its place."""


def main(folder: str) -> None:
    if chromium_path() is None:
        sys.exit("The pictures are taken with Chromium; it is not on the PATH.")
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "tools.simulate_day", DAY, "--days=3", "--cadence=1800"]
        settings = {"DATA_DIR": data, "SIMULATION_AIRCRAFT": "40"}
        subprocess.run(command, env=os.environ | settings, check=True, capture_output=True)
        with _airflow(data):
            token = _login()
            runs = {name: _run(token, name, conf) for name, conf in RUNS.items()}
            _pictures(Path(folder), f"/dags/backfill/runs/{runs['backfill']}")


@contextmanager
def _airflow(data: str) -> Iterator[None]:
    own = {"DATA_DIR": data, "AIRFLOW_HOME": f"{data}/airflow", "AIRFLOW_PORT": str(PORT)}
    with (
        open(f"{data}/airflow.log", "wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tools.airflow"],
            env=os.environ | own,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            yield
        finally:
            process.terminate()


def _login() -> str:
    body = {"username": "admin", "password": LOGIN["admin"]}
    return str(_eventually(lambda: _ask("POST", "/auth/token", body)["access_token"]))


def _run(token: str, name: str, conf: dict[str, str]) -> str:
    """To its end; its id."""
    path = f"/api/v2/dags/{name}"
    _eventually(lambda: _ask("PATCH", path, {"is_paused": False}, token))
    started = {"logical_date": None, "conf": conf}
    run = _ask("POST", f"{path}/dagRuns", started, token)["dag_run_id"]
    _eventually(lambda: _ask("GET", f"{path}/dagRuns/{run}", None, token)["state"] == "success")
    return str(run)


def _pictures(folder: Path, run: str) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport=SIZE)
        page.goto(URL)
        page.fill('input[name="username"]', "admin")
        page.fill('input[name="password"]', LOGIN["admin"])
        page.click('button[type="submit"]')
        page.get_by_text("Dags", exact=True).first.wait_for()

        for name, path in {"dags": "/dags", "run": run}.items():
            _open(page, path)
            page.screenshot(path=folder / f"airflow-{name}.png")
        page.set_viewport_size(GRAPH_SIZE)
        # As the button "Graph" does, which every browser remembers for itself.
        page.evaluate("localStorage.setItem('default_dag_view', '\"graph\"')")
        for name in GRAPHS:
            _open(page, f"/dags/{name}")
            page.add_style_tag(content=WITHOUT_TOOLS)
            page.locator(".react-flow").screenshot(path=folder / f"airflow-graph-{name}.png")


def _open(page: Page, path: str) -> None:
    page.goto(URL + path)
    page.wait_for_timeout(DRAWN)


def _eventually(what: Callable[[], Any]) -> Any:
    """What it answers once that is something. Exits where that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):  # Airflow is not there yet, or does not know the DAG yet
            if found := what():
                return found
        time.sleep(1)
    sys.exit(f"Airflow did not get so far within {PATIENCE:.0f} s.")


def _ask(method: str, path: str, body: Any = None, token: str = "") -> Any:
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token}"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main(sys.argv[1])
