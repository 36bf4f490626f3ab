"""A part of the local platform: a process that runs until its standard input is closed.

A closed pipe reaches a child on every system, also when the supervisor is killed, so no process is
ever left behind.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable

INVOCATION_SECONDS = 30.0


class Context:
    """What a function may ask of its invocation, by Lambda's names."""

    def __init__(self, seconds: float = INVOCATION_SECONDS) -> None:
        self._ends_at = time.monotonic() + seconds

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._ends_at - time.monotonic()) * 1000))


def run(main: Callable[[threading.Event], None]) -> None:
    """Run `main(stop)` until it returns; `stop` is set when the supervisor wants the end."""
    stop = threading.Event()
    # Ctrl-C reaches every process of a terminal; the order of the end is the supervisor's.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    threading.Thread(target=_wait_for_end_of_input, args=(stop,), daemon=True).start()
    main(stop)


def _wait_for_end_of_input(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()
