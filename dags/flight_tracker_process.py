"""A job as a process of this machine, which never outlives its task. No DAG; standard library
only."""

import json
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

STOP_SECONDS = 10.0
"""For a job that was asked to stop; then it is killed, which it may be at any moment."""

LAST_LINES = 5


class Ended(NamedTuple):
    """Exit code, standard output, and what the last lines of the log say."""

    code: int
    said: str
    last: str


class JobProcess:
    """One run of a command."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def run(
        self,
        command: Sequence[str],
        folder: str,
        environ: Mapping[str, str],
        told: Callable[[str], None],
    ) -> Ended:
        """To its end; `told` has each line of its log. Whatever interrupts this, a time-out too,
        ends the job."""
        last: deque[str] = deque(maxlen=LAST_LINES)
        # The report goes to a file: a pipe that nobody reads yet holds up who has much to say.
        with (
            tempfile.TemporaryFile("w+", encoding="utf-8") as said,
            subprocess.Popen(
                command, cwd=folder, env=environ, stdout=said, stderr=subprocess.PIPE, text=True
            ) as process,
        ):
            self._process = process
            try:
                assert process.stderr is not None
                for line in process.stderr:
                    told(line.rstrip())
                    last.append(_sentence(line.rstrip()))
                code = process.wait()
            except BaseException:
                self.stop()
                raise
            said.seek(0)
            return Ended(code, said.read(), "\n".join(last))

    def stop(self) -> None:
        """Safe at any time, and again."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()


def _sentence(line: str) -> str:
    """What a line of our JSON log says; another line as it is."""
    try:
        record: Any = json.loads(line)
        return str(record["message"])
    except (ValueError, TypeError, KeyError):
        return line
