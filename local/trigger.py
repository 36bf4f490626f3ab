"""The Kafka trigger of `consume_batch`, as Lambda's event source mapping works.

Records are grouped by partition into the platform's event, the function is called with it, and
offsets are committed only after it has succeeded. A partition whose batch fails stands still and
is tried again; the others go on.
"""

import os
import threading
import time
from typing import Any

from flight_tracker import wiring
from flight_tracker.errors import FlightTrackerError
from flight_tracker.kafka_record import Record, to_event
from flight_tracker.settings import KafkaSettings, Settings
from local.functions import load
from local.service import Context, run

BATCH_RECORDS = 10_000
BATCH_BYTES = 3_500_000
"""Of values: in base64 and with its metadata such a batch stays below Lambda's 6 MB."""

WINDOW = 0.25
FIRST_RETRY, LAST_RETRY = 0.5, 30.0
DRAIN_SECONDS = 2.0


def main(stop: threading.Event) -> None:
    settings = Settings.from_env(os.environ)
    trigger = Trigger(settings.kafka, load("consume_batch").handler)
    while not stop.is_set():
        trigger.turn()
    trigger.drain(DRAIN_SECONDS)


class Trigger:
    """Polls the assigned partitions; one batch of one partition is one invocation."""

    def __init__(self, kafka: KafkaSettings, handler: Any) -> None:
        self._servers = kafka.bootstrap_servers or ""
        self._handler = handler
        self._reader = wiring.log_reader(kafka)
        self._held: dict[tuple[str, int], tuple[float, float]] = {}
        """Partitions that stand still: when to try again, and the pause after that."""

    def turn(self) -> bool:
        """One look for records; whether there were any."""
        self._release()
        batches = self._reader.read(WINDOW)
        for place, records in batches.items():
            self._deliver(place, records)
        return bool(batches)

    def drain(self, seconds: float) -> None:
        """Deliver what is already in the log, then leave."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and self.turn():
            pass
        self._reader.close()

    def _deliver(self, place: tuple[str, int], records: list[Record]) -> None:
        for batch in _cut(records):
            try:
                self._handler(to_event(batch, self._servers), Context())
            except FlightTrackerError:  # the function has said so in its log
                self._hold(place, batch[0].offset)
                return
            self._held.pop(place, None)
            self._reader.commit(place, batch[-1].offset + 1)

    def _hold(self, place: tuple[str, int], offset: int) -> None:
        _, pause = self._held.get(place, (0.0, FIRST_RETRY))
        self._held[place] = time.monotonic() + pause, min(pause * 2, LAST_RETRY)
        self._reader.hold(place, offset)

    def _release(self) -> None:
        now = time.monotonic()
        due = [place for place, (retry_at, _) in self._held.items() if retry_at <= now]
        self._reader.release(due)


def _cut(records: list[Record]) -> list[list[Record]]:
    """Batches that fit into one invocation."""
    batches: list[list[Record]] = [[]]
    size = 0
    for record in records:
        length = len(record.value or b"")
        if batches[-1] and (size + length > BATCH_BYTES or len(batches[-1]) >= BATCH_RECORDS):
            batches.append([])
            size = 0
        batches[-1].append(record)
        size += length
    return batches


if __name__ == "__main__":
    run(main)
