"""Spark in a process of its own, for tests: `make test-spark` fetches what it needs."""

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from multiprocessing.connection import Client
from pathlib import Path
from subprocess import PIPE, Popen, TimeoutExpired
from typing import Any, Self

HERE = Path(__file__).resolve().parent
VENV = HERE.parents[1] / ".venv-spark"
PYTHON, JARS = VENV / "bin" / "python", VENV / "delta"
READY_SECONDS, STATEMENT_SECONDS, STOP_SECONDS = 180, 120, 20

Answer = tuple[tuple[tuple[str, str], ...], list[tuple[Any, ...]]]
"""Columns by name and Spark's type, and the rows."""


class SparkError(Exception):
    """What Spark says about a statement that failed."""


class SparkCluster:
    """`with` starts it and throws its tables away."""

    @staticmethod
    def unavailable_reason() -> str | None:
        """Why it cannot be started here, or None."""
        if shutil.which("java") is None:
            return "Spark needs java 17 or newer"
        if not PYTHON.is_file():
            return f"no PySpark in {VENV.name}: `make test-spark` installs it"
        if not list(JARS.glob("delta-spark_*.jar")):
            return f"no jars of Delta in {VENV.name}: `make test-spark` fetches them by mvn"
        return None

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="spark-"))
        self._log = self._folder / "log"
        command = [str(PYTHON), str(HERE / "driver.py"), str(JARS), str(self._folder)]
        environment = os.environ | {"TZ": "UTC", "PYSPARK_PYTHON": str(PYTHON)}
        with self._log.open("wb") as out:
            self._process = Popen(command, stdin=PIPE, stdout=out, stderr=out, env=environment)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(TimeoutExpired):
            self._process.communicate(timeout=STOP_SECONDS)  # closes its input
        self._process.kill()
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    def ask(
        self, statement: str, parameters: Mapping[str, Any], schema: str | None = None
    ) -> Answer:
        """`schema` is where plain names are looked for. Raises SparkError."""
        with Client(str(self._folder / "socket")) as connection:
            connection.send((statement, dict(parameters), schema))
            if not connection.poll(STATEMENT_SECONDS):
                raise SparkError(f"no answer within {STATEMENT_SECONDS} s")
            answer = connection.recv()
        if isinstance(answer, str):
            raise SparkError(answer)
        return answer

    def _wait(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            with contextlib.suppress(FileNotFoundError, ConnectionRefusedError):
                self.ask("SELECT 1", {})
                return
            time.sleep(0.2)
        said = self._log.read_text(errors="replace")[-4000:]
        state = "does not answer" if self._process.poll() is None else "ended"
        raise RuntimeError(f"Spark {state}:\n{said}")
