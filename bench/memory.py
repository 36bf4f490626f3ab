"""What each function fills of its memory, by the size of the sky: `python -m bench memory`.

Each function runs in a process of its own and is given what it is given in the cloud, several times
over, so that its caches fill: the poll fetches a whole sky, the consumer gets it in batches of what
fits into Lambda's 6 MB, the load makes up for a backlog of 600,000 states into a stand-in for
Databricks, and the API answers the whole sky in all formats and orders. The goal is half of what
Terraform gives. `make bench` leaves it out: it takes some minutes.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench import one_api
from bench.broker import broker
from bench.consume import event
from bench.figures import Figure
from bench.lakehouse import land
from bench.poll import Api
from bench.sky import body
from flight_tracker.adapters.object_store import ObstoreObjectStore

SKIES = (10_000, 30_000)
GIVEN = {"poll_opensky": 512, "pull": 1024, "consume_batch": 1024, "load": 1024, "api": 1024}
"""MB: infra/terraform/parts.tf."""

ROUNDS = 3
BATCH = 9_000
"""Records that fit into one event."""

BACKLOG = 600_000
ORDERS = ("icao24", "callsign", "-velocity", "-baro_altitude")
NO_BROKER = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1", "KAFKA_LOG_ID": "bench"}


def measure() -> list[Figure]:
    figures = []
    for aircraft in SKIES:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            poll, pull = _poll_and_pull(folder / "poll", aircraft)
            filled = {
                "poll_opensky": poll,
                "pull": pull,
                "consume_batch": fill_store(folder / "sky", aircraft),
                "load": _load(folder / "lake", aircraft),
                "api": _api(folder / "sky"),
            }
        figures += [
            Figure(f"{function}: memory at {aircraft:,} aircraft", megabytes, "MB", given / 2)
            for (function, megabytes), given in zip(filled.items(), GIVEN.values(), strict=True)
        ]
    return figures


def _poll_and_pull(folder: Path, aircraft: int) -> tuple[float, float]:
    """Of the poller, and of the puller who finds all of its polls at once."""
    with _sky_server(aircraft) as url, broker() as address:
        kafka = {"KAFKA_BOOTSTRAP_SERVERS": address}
        poll = _filled(
            folder,
            "poll_opensky",
            "main",
            [{}] * ROUNDS,
            FLIGHT_SOURCE="opensky",
            OPENSKY_API_URL=url,
            OPENSKY_DAILY_CREDITS="10000000",
            POLL_INTERVAL_SECONDS="1",
            **kafka,
        )
        return poll, _filled(folder, "consume_batch", "pull", [{}], **kafka)


@contextmanager
def _sky_server(aircraft: int) -> Iterator[str]:
    Api.answer = body(aircraft)
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def fill_store(folder: Path, aircraft: int) -> float:
    """A live view of so many aircraft in `folder`/store; MB that the consumer took."""
    events = [part for number in range(ROUNDS) for part in _batches(event(number, aircraft))]
    return _filled(folder, "consume_batch", "main", events, **NO_BROKER)


def _batches(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The records of an event in events of BATCH, each partition in its order."""
    share = BATCH // len(whole["records"])
    longest = max(map(len, whole["records"].values()))
    for first in range(0, longest, share):
        cut = {place: batch[first : first + share] for place, batch in whole["records"].items()}
        yield {**whole, "records": cut}


def _load(folder: Path, aircraft: int) -> float:
    stand_in = importlib.import_module("tests.warehouse")
    folder.mkdir()
    land(ObstoreObjectStore(str(folder / "store")), 0, BACKLOG // aircraft, aircraft)
    with stand_in.StandInWarehouse(folder / "volumes", "token", ("client", "secret")) as warehouse:
        return _filled(
            folder,
            "consume_batch",
            "load",
            [{}],
            LAKEHOUSE="databricks",
            DATABRICKS_SERVER_HOSTNAME=warehouse.url,
            DATABRICKS_HTTP_PATH="/sql/1.0/warehouses/stand-in",
            DATABRICKS_TOKEN="token",
            DATABRICKS_CATALOG=stand_in.CATALOG,
            **NO_BROKER,
        )


def _api(folder: Path) -> float:
    questions = [
        {"format": name, "sort": order}
        for order in ORDERS
        for name in ("json", "geojson", "csv", "arrow")
    ]
    return _filled(
        folder, "api", "main", [one_api.event(urlencode(q)) for q in questions], **NO_BROKER
    )


def _filled(folder: Path, function: str, entry: str, events: list[Any], **settings: str) -> float:
    """MB; the store of the function is below `folder`."""
    folder.mkdir(exist_ok=True)
    files = [folder / f"{entry}-{number}.json" for number in range(len(events))]
    for file, content in zip(files, events, strict=True):
        file.write_text(json.dumps(content))
    done = subprocess.run(
        [sys.executable, "-m", "bench.one_function", function, entry, *map(str, files)],
        env={**os.environ, "OBJECT_STORE_URL": str(folder / "store"), **settings},
        stdout=subprocess.PIPE,
        check=True,
        timeout=600,
    )
    return float(done.stdout)
