"""The trigger of `consume_batch`, killed at a chosen step of its first batch.

`python -m tests.e2e.crashing_trigger landing|shard|none`: right after the batch has landed, right
after the shard was replaced but before the offsets are committed, or not at all.
"""

import dataclasses
import os
import signal
import sys
from typing import Any

from flight_tracker.ports import ObjectStore
from flight_tracker.settings import Settings
from local.functions import load
from local.trigger import Trigger

AFTER = {"landing": "landing/", "shard": "live/", "none": "never/"}
IDLE_TURNS = 8


class KillingStore:
    """Passes everything on, and kills this process after the first write below `prefix`."""

    def __init__(self, store: ObjectStore, prefix: str) -> None:
        self._store, self._prefix = store, prefix

    def put(self, key: str, body: bytes, *, if_match: str | None = "*") -> None:
        self._store.put(key, body, if_match=if_match)
        if key.startswith(self._prefix):
            os.kill(os.getpid(), signal.SIGKILL)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def main(step: str) -> None:
    settings = Settings.from_env(os.environ)
    function = load("consume_batch")
    store = KillingStore(function.consumer.store, AFTER[step])
    function.consumer = dataclasses.replace(function.consumer, store=store)
    trigger = Trigger(settings.kafka, function.handler)
    idle = 0
    while idle < IDLE_TURNS:
        idle = 0 if trigger.turn() else idle + 1
    trigger.drain(0)


if __name__ == "__main__":
    main(sys.argv[1])
