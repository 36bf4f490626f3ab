# ruff: noqa: T201  # a program for a person: it prints
"""`python -m emulation.cold_start`: how long each function's first invocation takes.

In the emulator, with 10,000 aircraft. What the caller waits for is unpacking, which the emulator
does each time and Lambda before it counts, then import and first event. The event alone is what the
function itself logs as `milliseconds`; the API logs none.
"""

import base64
import json
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from emulation.cloud import CONSUMER, PACKAGES, Cloud, started
from emulation.event_poller import DeployedFunction
from flight_tracker.settings import Settings
from local.trigger import Trigger

MILLISECONDS = re.compile(r'"milliseconds": (\d+)')
RUNS = 7
PORT = 14_566
POLLER, API = "flight-tracker-poll-opensky", "flight-tracker-api"
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


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, started(Path(folder) / "cloud", PORT) as cloud:
        deployment = cloud.deployment({"settings": json.dumps({"SIMULATION_AIRCRAFT": "10000"})})
        deployment.apply()
        client = cloud.emulator.client("lambda")
        measured: dict[str, list[tuple[float, float]]] = {
            name: [] for name in (POLLER, CONSUMER, API)
        }
        for _ in range(RUNS):
            measured[POLLER].append(_cold(client, POLLER, {}))
            events = _batches(cloud)
            measured[CONSUMER].append(_cold(client, CONSUMER, events[0]))
            for event in events[1:]:
                DeployedFunction(CONSUMER, client)(event, None)
            measured[API].append(_cold(client, API, REQUEST))
    print("| function | as the caller sees it | without unpacking | the event alone |")
    print("|---|---|---|---|")
    for name, runs in measured.items():
        whole, event_alone = (statistics.median(column) for column in zip(*runs, strict=True))
        without = whole - _unpacking(name)
        print(f"| {name} | {whole:.2f} s | {without:.2f} s | {event_alone:.2f} s |")


def _cold(client: Any, name: str, event: Any) -> tuple[float, float]:
    """Seconds of the first invocation after the function's environments were thrown away, and of
    the event alone."""
    found = client.get_function_configuration(FunctionName=name)
    client.update_function_configuration(FunctionName=name, Environment=found["Environment"])
    time.sleep(1)  # the old environment ends
    began = time.perf_counter()
    answer = client.invoke(FunctionName=name, Payload=json.dumps(event), LogType="Tail")
    taken = time.perf_counter() - began
    result = json.load(answer["Payload"])
    if "FunctionError" in answer or result.get("statusCode", 200) != 200:
        raise RuntimeError(f"{name} failed: {str(result)[:500]}")
    logged = MILLISECONDS.findall(base64.b64decode(answer["LogResult"]).decode())
    return taken, float(logged[-1]) / 1000 if logged else float("nan")


def _batches(cloud: Cloud) -> list[Any]:
    """The events of what waits in Kafka, committed as if they had been consumed."""
    events: list[Any] = []
    keep: Callable[[Any, Any], None] = lambda event, context: events.append(event)  # noqa: E731
    trigger = Trigger(Settings.from_env(cloud.broker.environment).kafka, keep)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _records(events) < 10_000:
        trigger.turn()
    trigger.drain(0)
    return events


def _records(events: list[Any]) -> int:
    return sum(len(batch) for event in events for batch in event["records"].values())


def _unpacking(name: str) -> float:
    """Seconds that the zip takes to unpack on this machine; the median."""
    package = name.removeprefix("flight-tracker-").replace("-", "_")
    taken = []
    for _ in range(3):
        with (
            tempfile.TemporaryDirectory() as folder,
            ZipFile(PACKAGES / f"{package}.zip") as zipped,
        ):
            began = time.perf_counter()
            zipped.extractall(folder)
            taken.append(time.perf_counter() - began)
    return statistics.median(taken)


if __name__ == "__main__":
    main()
