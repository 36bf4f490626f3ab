"""The whole tracker as `make run` starts it, on free ports and in a folder of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
READY_SECONDS = 60.0
END_SECONDS = 10.0


class LocalRun:
    """A running tracker."""

    def __init__(self, data: Path, environ: Mapping[str, str]) -> None:
        self.data = data
        self.api, self.dashboard = free_port(), free_port()
        self._environ = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "DATA_DIR": str(data),
            "API_PORT": str(self.api),
            "DASHBOARD_PORT": str(self.dashboard),
            **environ,
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "local"],
            cwd=REPOSITORY,
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def get(self, path: str) -> Any:
        """The JSON answer of the API, whatever its status."""
        with self.open(path) as answer:
            return json.load(answer)

    @contextmanager
    def open(self, path: str, data: bytes | None = None, **headers: str) -> Iterator[Any]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.api}{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                yield answer
        except urllib.error.HTTPError as error:
            with error:
                yield error

    def wait_for(
        self, path: str, condition: Callable[[Any], bool], seconds: float = READY_SECONDS
    ) -> Any:
        """The first answer that fulfils the condition; fails with the last one."""
        deadline = time.monotonic() + seconds
        last: Any = None
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"ended early: {self.output()}"
            try:
                last = self.get(path)
            except (OSError, ValueError) as error:
                last = error
            else:
                if condition(last):
                    return last
            time.sleep(0.05)
        raise AssertionError(f"{path} within {seconds} s; last: {str(last)[:2000]}{self.logs()}")

    def child(self, part: str) -> int:
        """The process id of a part, as the system lists it."""
        for line in ps():
            pid, parent, command = line.split(None, 2)
            if int(parent) == self.process.pid and command.endswith(f"local.{part}"):
                return int(pid)
        raise AssertionError(f"no process for {part}")

    def children(self) -> list[int]:
        return [int(line.split()[0]) for line in ps() if int(line.split()[1]) == self.process.pid]

    def stop(self, number: int = signal.SIGTERM) -> tuple[int, float]:
        """The exit code, and the seconds that the end took."""
        started = time.monotonic()
        self.process.send_signal(number)
        code = self.process.wait(END_SECONDS)
        return code, time.monotonic() - started

    def logs(self) -> str:
        files = sorted((self.data / "logs").glob("*.log"))
        return "".join(f"\n--- {file.name}\n{file.read_text()[-1500:]}" for file in files)

    def output(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.read()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@contextmanager
def local_run(data: Path, **environ: str) -> Iterator[LocalRun]:
    run = LocalRun(data, environ)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.stop()
        run.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ps() -> list[str]:
    """`pid parent command` of every process."""
    listing = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    return listing.stdout.splitlines()
