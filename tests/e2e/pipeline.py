"""The functions of the tracker as separate processes around a broker, without a supervisor."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from deltalake import DeltaTable, QueryBuilder

from tests.e2e.local_run import REPOSITORY

INVOKE = "import sys; from local.functions import load; load(*sys.argv[1:]).handler({}, None)"
SECONDS = 90


class Pipeline:
    """Each step is a process of its own: a cold start every time."""

    def __init__(self, data: Path, environ: Mapping[str, str]) -> None:
        self.data = data
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        self.environ = {**inherited, "DATA_DIR": str(data), **environ}

    def poll(self) -> None:
        self._run("-c", INVOKE, "poll_opensky")

    def consume(self, killed_after: str = "none") -> int:
        """Consume all that waits; the exit code of the process."""
        return self._run("-m", "tests.e2e.crashing_trigger", killed_after, check=False)

    def load(self) -> None:
        self._run("-c", INVOKE, "consume_batch", "load")

    def rows(self, table: str, *columns: str) -> list[tuple[object, ...]]:
        """The rows of a Delta table."""
        delta = DeltaTable(self.data / "lake" / table)
        query = f"SELECT {', '.join(columns)} FROM t"
        found = QueryBuilder().register("t", delta).execute(query).read_all()
        return list(zip(*(found[name].to_pylist() for name in columns), strict=True))

    def _run(self, *arguments: str, check: bool = True) -> int:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=REPOSITORY,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert not check or done.returncode == 0, done.stderr[-3000:]
        return done.returncode


@contextmanager
def embedded_broker() -> Iterator[dict[str, str]]:
    """Settings of an embedded broker that lives as long as the block."""
    with subprocess.Popen(
        [sys.executable, "-m", "local.broker"],
        cwd=REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as broker:
        assert broker.stdout is not None
        yield {"KAFKA_BOOTSTRAP_SERVERS": broker.stdout.readline().strip()}
        assert broker.stdin is not None
        broker.stdin.close()
