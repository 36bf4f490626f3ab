"""Starts the parts of the local platform, restarts what dies, and ends them in order."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from typing import Any

from flight_tracker.settings import Settings
from flight_tracker.wiring import local_broker

PARTS = ("web", "trigger", "poll_timer", "load_timer")
END = (("poll_timer", 1.5), ("trigger", 2.0), ("load_timer", 0.3), ("web", 0.7), ("broker", 0.3))
"""The order of the end, with the seconds that each part gets: what was polled is still consumed."""

LOOK_EVERY = 0.2
RESTART_PAUSE = 1.0
BROKER_SECONDS = 15.0


class Supervisor:
    """One child process for each part; their logs go to files in the data folder."""

    def __init__(self, settings: Settings, environ: Mapping[str, str]) -> None:
        self._settings = settings
        self._environ = dict(environ)
        self._logs = settings.data_dir / "logs"
        self._children: dict[str, subprocess.Popen[str]] = {}
        self._stop = threading.Event()

    def run(self) -> int:
        """Until a signal; 0 after a clean end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self._stop.set())
        self._logs.mkdir(parents=True, exist_ok=True)
        try:
            self._start_all()
            self._greet()
            while not self._stop.wait(LOOK_EVERY):
                self._restart_the_dead()
        finally:
            self._end_all()
        return 0

    def _start_all(self) -> None:
        if self._settings.kafka.bootstrap_servers is None:
            self._start_broker()
        for name in PARTS:
            self._start(name)

    def _start_broker(self) -> None:
        broker = self._start("broker", stdout=subprocess.PIPE)
        assert broker.stdout is not None
        address = broker.stdout.readline().strip()
        if not address:
            raise SystemExit(f"The embedded broker did not start; see {self._logs / 'broker.log'}")
        self._environ["KAFKA_BOOTSTRAP_SERVERS"] = address
        self._environ["KAFKA_LOG_ID"] = f"embedded-{time.time_ns() // 1_000_000}"
        local_broker.note(self._settings.data_dir, self._environ)

    def _start(self, name: str, **options: Any) -> subprocess.Popen[str]:
        with open(self._logs / f"{name}.log", "a", encoding="utf-8") as log:
            self._children[name] = subprocess.Popen(
                [sys.executable, "-m", f"local.{name}"],
                stdin=subprocess.PIPE,
                stderr=log,
                env=self._environ,
                text=True,
                **{"stdout": log, **options},
                **_own_group(),
            )
        return self._children[name]

    def _greet(self) -> None:
        settings = self._settings
        host = (
            "localhost" if settings.bind_address in ("127.0.0.1", "::1") else settings.bind_address
        )
        print(
            "The flight tracker is running.",
            f"  dashboard  http://{host}:{settings.dashboard_port}",
            f"  API        http://{host}:{settings.api_port}/docs",
            f"  data, logs {settings.data_dir}",
            "Ctrl-C stops it.",
            sep="\n",
            flush=True,
        )

    def _restart_the_dead(self) -> None:
        dead = [name for name, child in self._children.items() if child.poll() is not None]
        if not dead:
            return
        for name in dead:
            code = self._children[name].returncode
            print(
                f"{name} ended with {code}; it is started again. {self._last_words(name)}",
                flush=True,
            )
        self._stop.wait(RESTART_PAUSE)
        if "broker" in dead:  # the others hold its address, and its log is gone
            self._end_all()
            self._start_all()
        else:
            for name in dead:
                self._close(self._children[name])
                self._start(name)

    def _last_words(self, name: str) -> str:
        log = self._logs / f"{name}.log"
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        return f"Last line of {log}: {lines[-1]}" if lines else ""

    def _end_all(self) -> None:
        local_broker.forget(self._settings.data_dir)
        for name, seconds in END:
            child = self._children.pop(name, None)
            if child is None:
                continue
            self._close(child)
            try:
                child.wait(seconds)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    @staticmethod
    def _close(child: subprocess.Popen[str]) -> None:
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()


def _own_group() -> dict[str, Any]:
    """Ctrl-C is for the supervisor, which ends its children in order."""
    if os.name == "posix":
        return {"start_new_session": True}
    return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
