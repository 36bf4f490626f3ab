"""`make airflow` for as long as a block lasts, asked through its REST API, or killed."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.dags.conftest import PYTHON, ROOT

SECONDS = 150.0
DAGS = 9


@dataclass(slots=True)
class Call:
    """Called with method, path and body it asks the REST API, logged in."""

    url: str
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        request = urllib.request.Request(
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)


def eventually(what: Callable[[], Any], pause: float = 1.0) -> Any:
    """What it answers once that is something; an Airflow that does not answer yet is waited for."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError):
            if found := what():
                return found
        time.sleep(pause)
    raise AssertionError(f"not within {SECONDS:g} s")


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Call]:
    """Of the tracker whose data is in `folder`; Airflow's own is in `airflow` below it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"AIRFLOW_HOME": str(folder / "airflow"), "AIRFLOW_PORT": str(port), **settings}
    environ = {k: v for k, v in os.environ.items() if k != "_AIRFLOW__AS_LIBRARY"} | own
    asked = Call(f"http://127.0.0.1:{port}")
    command = [str(PYTHON), "-m", "tools.airflow"]
    with (
        (folder / "airflow.log").open("ab") as log,
        subprocess.Popen(command, cwd=ROOT, env=environ, stdout=log, stderr=log) as process,
    ):
        try:
            login = {"username": "admin", "password": "admin"}
            asked.token = eventually(lambda: asked("POST", "/auth/token", login))["access_token"]
            eventually(lambda: asked("GET", "/api/v2/dags")["total_entries"] == DAGS)
            yield asked
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)
    left, was_killed = kill(folder), process.returncode == -signal.SIGKILL
    assert left == 0 or was_killed, f"{left} processes of Airflow outlive it"


def kill(folder: Path) -> int:
    """End that Airflow and its jobs at once, as a power cut does; how many processes it was."""
    mark = f"AIRFLOW_HOME={folder / 'airflow'}".encode()
    killed = 0
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            if mark in environ.read_bytes().split(b"\0"):
                os.kill(int(environ.parent.name), signal.SIGKILL)
                killed += 1
    return killed
