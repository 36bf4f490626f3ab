"""Child processes that do not outlive us: each is asked to end, and then made to."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def child(
    command: Sequence[str],
    environment: Mapping[str, str],
    log: Path,
    *,
    stop_seconds: float,
    cwd: Path | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command`, both outputs appended to `log`. Ctrl-C of a terminal does not reach it."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=dict(environment),
            cwd=cwd,
            start_new_session=True,
        )
    with ended(process, stop_seconds):
        yield process


@contextmanager
def ended(
    process: subprocess.Popen[bytes], stop_seconds: float
) -> Iterator[subprocess.Popen[bytes]]:
    """At the end: close its pipes and SIGTERM, and after `stop_seconds` SIGKILL."""
    try:
        yield process
    finally:
        process.terminate()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        try:
            process.wait(stop_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
