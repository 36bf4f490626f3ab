"""One load into the embedded lakehouse, killed at a step: `python -m tests.e2e.killed_load 7`.

A step is the moment before or after anything that reaches the disk: an object that is listed, read
or written, a table that is created, a merge that is committed. Prints `done` if it gets to the end.
"""

import itertools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from deltalake import DeltaTable
from deltalake.table import TableMerger

from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.settings import Settings
from flight_tracker.wiring import jobs

STEPS = (
    (ObstoreObjectStore, ("list", "get", "put")),
    (DeltaTable, ("create", "merge")),
    (TableMerger, ("execute",)),
)


def watch(deadly: int) -> None:
    """Count the steps from now on, and die at that one."""
    steps = itertools.count()

    def step() -> None:
        if next(steps) == deadly:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            step()
            result = work(*arguments, **options)
            step()
            return result

        return run

    for owner, names in STEPS:
        for name in names:
            setattr(owner, name, watched(getattr(owner, name)))


def main(deadly: int) -> None:
    loader = jobs.loader(Settings.from_env(os.environ))
    watch(deadly)
    loader.load()
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
