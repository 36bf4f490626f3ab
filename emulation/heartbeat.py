"""`python -m emulation.heartbeat`: whether a service that listens to nobody still turns.

It touches the file HEARTBEAT in each turn; 0 where that was lately, else 1. Without the variable
nothing is touched.
"""

import os
import sys
import time
from pathlib import Path

LATELY = 120.0
"""Seconds. A turn of the event poller waits for a call as long as consume_batch may run."""


def beat() -> None:
    if path := os.environ.get("HEARTBEAT"):
        Path(path).touch()


def main() -> int:
    try:
        age = time.time() - Path(os.environ["HEARTBEAT"]).stat().st_mtime
    except OSError:
        return 1  # it has not begun
    return 0 if age < LATELY else 1


if __name__ == "__main__":
    sys.exit(main())
