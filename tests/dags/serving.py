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
    session: int = 0
    """Of all processes of this Airflow and its jobs."""

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
            asked.session = _child(process.pid)
            yield asked
        finally:
            session = asked.session or _child(process.pid)
            process.send_signal(signal.SIGINT)
            process.wait(60)
            left = kill(session)
    assert left == 0, f"{left} processes of Airflow outlive it"


def kill(session: int) -> int:
    """End all of it at once, as a power cut does; how many processes it was. Airflow renames its
    processes, which takes their environment away, but not their session."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    killed = 0
    for pid in pids:
        with suppress(ProcessLookupError):  # it ended meanwhile
            if session and os.getsid(pid) == session:
                os.kill(pid, signal.SIGKILL)
                killed += 1
    return killed


def _child(pid: int) -> int:
    """`airflow standalone`, which begins a session of its own; 0 where it has not begun."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return int(children[0]) if children else 0
    return 0
