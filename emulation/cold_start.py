# ruff: noqa: T201  # a program for a person: it prints
"""`python -m emulation.cold_start`: how long each function's first invocation takes.

In the emulator, with 10,000 aircraft from a stand-in for OpenSky. What the caller waits for also
has the start of an interpreter and the unpacking of the zip, which the emulator does each time and
Lambda before it counts. The import is that of the same zip in a clean interpreter; the first event
is what the function itself tells. The ratio is both of them over the bare import of the same
libraries: it tells of the code where the machine is busy. `load` gets a job that asks no warehouse,
after it has read a secret.
"""

import base64
import json
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.poll import Api
from bench.sky import body
from emulation import import_times
from emulation.cloud import CONSUMER, PACKAGES, ROOT, Cloud, started
from emulation.event_poller import DeployedFunction
from flight_tracker.settings import Settings
from local.trigger import Trigger

AIRCRAFT = 10_000
MILLISECONDS = re.compile(r'"milliseconds": (\d+)')
DURATION = re.compile(r"app;dur=([\d.]+)")
RUNS = 7
PORT = 14_566
PYTHON = ROOT / ".venv-emulation" / "bin" / "python"
POLLER, API = "flight-tracker-poll-opensky", "flight-tracker-api"
LOADER = "flight-tracker-load"
REQUEST = {
    "version": "2.0",
    "routeKey": "$default",
    "rawPath": "/flights/current",
    "rawQueryString": "format=arrow",
    "headers": {"host": "localhost", "accept": "*/*"},
    "requestContext": {
        "http": {"method": "GET", "path": "/flights/current", "sourceIp": "127.0.0.1"},
        "stage": "$default",
    },
    "isBase64Encoded": False,
}
JOB = {"job": ["schedule", "show"]}
PARAMETER = "/databricks-token"
REFERENCE = {"DATABRICKS_TOKEN": f"ssm:{PARAMETER}"}
WAREHOUSE = {"server_hostname": "dbc.example.org", "http_path": "/sql/1.0/warehouses/1"}
WITH_LAKEHOUSE = {
    "lakehouse": "existing",
    "databricks": json.dumps(WAREHOUSE),
    "secret_references": json.dumps({"load": REFERENCE, "api": REFERENCE}),
}
SETTINGS = {
    "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
    "OBJECT_STORE_URL": "memory://",
    "LAKEHOUSE": "databricks",
    "DATABRICKS_SERVER_HOSTNAME": WAREHOUSE["server_hostname"],
    "DATABRICKS_HTTP_PATH": WAREHOUSE["http_path"],
    "DATABRICKS_TOKEN": "token",
}
"""Enough to start any of them, without asking anybody."""

Taken = tuple[float, float]
"""Seconds that the caller waited, and of the event alone."""


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        _opensky() as url,
        started(Path(folder) / "cloud", PORT) as cloud,
    ):
        asks = {"OPENSKY_API_URL": url, "OPENSKY_DAILY_CREDITS": "1000000"}
        variables = {"flight_source": "opensky", "settings": json.dumps(asks)}
        cloud.deployment(variables).apply()
        measured = _live(cloud)
        cloud.emulator.client("ssm").put_parameter(
            Name=PARAMETER, Value="token", Type="SecureString"
        )
        cloud.deployment(variables | WITH_LAKEHOUSE).apply()
        client = cloud.emulator.client("lambda")
        measured[LOADER] = [_cold(client, LOADER, JOB) for _ in range(RUNS)]
    print("| function | the caller waits | import | first event | both | libraries | ratio |")
    print("|---|---|---|---|---|---|---|")
    for name, runs in measured.items():
        print(_row(name, runs))


@contextmanager
def _opensky() -> Iterator[str]:
    Api.answer = body(AIRCRAFT)
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def _live(cloud: Cloud) -> dict[str, list[Taken]]:
    """A poll, the consumption of what it wrote, and the sky that came of it; each cold."""
    client = cloud.emulator.client("lambda")
    measured: dict[str, list[Taken]] = {name: [] for name in (POLLER, CONSUMER, API)}
    for _ in range(RUNS):
        measured[POLLER].append(_cold(client, POLLER, {}))
        events = _batches(cloud)
        measured[CONSUMER].append(_cold(client, CONSUMER, events[0]))
        for event in events[1:]:
            DeployedFunction(CONSUMER, client)(event, None)
        measured[API].append(_cold(client, API, REQUEST))
    return measured


def _row(name: str, runs: list[Taken]) -> str:
    package = PACKAGES / f"{name.removeprefix('flight-tracker-').replace('-', '_')}.zip"
    waits, event = (statistics.median(column) for column in zip(*runs, strict=True))
    entry = "load" if name == LOADER else "main"
    imports = import_times.measure(package, entry, PYTHON, SETTINGS)
    both = imports.whole + event
    columns = (waits, imports.whole, event, both, imports.libraries)
    shown = " | ".join(f"{value:.2f} s" for value in columns)
    return f"| {name} | {shown} | {both / imports.libraries:.1f} |"


def _cold(client: Any, name: str, event: Any) -> Taken:
    """The first invocation after the function's environments were thrown away."""
    found = client.get_function_configuration(FunctionName=name)
    client.update_function_configuration(FunctionName=name, Environment=found["Environment"])
    time.sleep(1)  # the old environment ends
    began = time.perf_counter()
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
    taken = time.perf_counter() - began
    result = json.load(answer["Payload"])
    is_well = result.get("statusCode", 200) == 200 and result.get("exit_code", 0) == 0
    if "FunctionError" in answer or not is_well:
        raise RuntimeError(f"{name} failed: {str(result)[:500]}")
    timing = result.get("headers", {}).get("server-timing", "")
    logged = base64.b64decode(answer.get("LogResult", "")).decode()  # what says nothing has none
    told = DURATION.findall(timing) or MILLISECONDS.findall(logged)
    return taken, float(told[-1]) / 1000 if told else float("nan")


def _batches(cloud: Cloud) -> list[Any]:
    """The events of what waits in Kafka, committed as if they had been consumed."""
    events: list[Any] = []
    keep: Callable[[Any, Any], None] = lambda event, context: events.append(event)  # noqa: E731
    trigger = Trigger(Settings.from_env(cloud.broker.environment).kafka, keep)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _records(events) < AIRCRAFT:
        trigger.turn()
    trigger.drain(0)
    return events


def _records(events: list[Any]) -> int:
    return sum(len(batch) for event in events for batch in event["records"].values())


if __name__ == "__main__":
    main()
