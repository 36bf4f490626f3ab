# ruff: noqa: T201  # a program for a person: it prints
"""`make emulate`: the tracker in an emulated cloud on this machine, until Ctrl-C."""

import argparse
import json
import os
import shutil
import signal
import socket
import sys
import threading
import time
import urllib.request
from contextlib import ExitStack, suppress
from pathlib import Path

from emulation import cloud, ministack, runtime
from emulation.deployment import Deployment, Report
from emulation.terraform import TerraformError
from local.web import DASHBOARD

FLIGHT_SOURCES = ("auto", "simulation")
AIRCRAFT_SECONDS = 90.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=4566, help="of the emulator")
    parser.add_argument("--folder", type=Path, default=cloud.ROOT / "data" / "emulation")
    parser.add_argument("--source", choices=FLIGHT_SOURCES, default="simulation")
    arguments = parser.parse_args()
    port = int(os.environ.get("DASHBOARD_PORT") or 3000)
    if missing := _missing(arguments.port, port):
        print("The emulated cloud cannot start:", *(f"  - {m}" for m in missing), sep="\n")
        return 2
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        _run(arguments, port, stop)
    except (TerraformError, RuntimeError) as error:
        print(f"The emulated cloud cannot go on: {error}", file=sys.stderr)
        return 1
    return 0


def _run(arguments: argparse.Namespace, port: int, stop: threading.Event) -> None:
    began = time.monotonic()
    with ExitStack() as stack:
        made = stack.enter_context(cloud.started(arguments.folder.absolute(), arguments.port))
        print(f"Emulator   {made.emulator.url} (MiniStack, roles enforced)")
        print(f"Kafka      {made.broker.bootstrap_servers}, {made.broker.kind}", flush=True)
        deployment = made.deployment({"flight_source": arguments.source})
        stack.callback(_destroyed, deployment)
        report = deployment.apply()
        _tell(report)
        stack.enter_context(made.event_poller())
        stack.enter_context(made.ticker())
        url = stack.enter_context(made.website(cloud.api_url(deployment), port))
        if _has_aircraft(url, stop):
            print(f"First aircraft {time.monotonic() - began:.0f} s after the start")
        print("The flight tracker is running in the emulated cloud.")
        print(f"  dashboard  {url}\n  API        {url}/api/docs\n  logs       {made.folder}")
        print("Ctrl-C destroys it.", flush=True)
        stop.wait()
        print("Destroying ...", flush=True)


def _tell(report: Report) -> None:
    print(f"Deployed   by {report.by}: {len(report.created)} resources")
    if report.left_out:
        print(f"           not made, the path does not need them: {', '.join(report.left_out)}")
    sys.stdout.flush()


def _destroyed(deployment: Deployment) -> None:
    deployment.destroy()
    print("Destroyed.")


def _has_aircraft(url: str, stop: threading.Event) -> bool:
    """Wait for the first ones; False where `stop` came first. RuntimeError if none come."""
    deadline = time.monotonic() + AIRCRAFT_SECONDS
    while time.monotonic() < deadline and not stop.wait(0.2):
        with suppress(OSError, ValueError):
            request = f"{url}/api/flights/current?limit=1"
            with urllib.request.urlopen(request, timeout=10) as answer:
                if json.load(answer)["flights"]:
                    return True
    if stop.is_set():
        return False
    raise RuntimeError(f"no aircraft after {AIRCRAFT_SECONDS:.0f} s; see the logs")


def _missing(*ports: int) -> list[str]:
    """A sentence for each thing that is not there yet."""
    needed = {
        "Terraform is not installed (1.11 or newer)": shutil.which("terraform"),
        "the emulator is not installed: run `make emulate`": ministack.PYTHON.exists(),
        "the packages are not built: run `make package`": (
            cloud.PACKAGES / "packages.json"
        ).exists(),
        "the dashboard is not built: run `make frontend`": (DASHBOARD / "index.html").exists(),
    }
    busy = [f"port {port} is in use" for port in ports if not _is_free(port)]
    missing = [sentence for sentence, found in needed.items() if not found]
    return (missing or runtime.why_not(cloud.PACKAGES, ministack.PYTHON)) + busy


def _is_free(port: int) -> bool:
    with socket.socket() as probe, suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return True
    return False


if __name__ == "__main__":
    os.chdir(cloud.ROOT)
    sys.exit(main())
