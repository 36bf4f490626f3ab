"""`consume_batch.handler` on Lambda events of 10,000 states in four partitions."""

import base64
import json
import os
import resource
import tempfile
from pathlib import Path
from typing import Any

from bench.figures import Figure, median_seconds
from bench.sky import TIME, states
from flight_tracker.kafka_record import Record, state_record, to_event
from local.functions import load

STATES = 10_000
PARTITIONS = 4


def event(number: int, count: int = STATES) -> dict[str, Any]:
    """The `number`th poll of the same sky of `count` states, at the next offsets."""
    first = number * count
    records = [
        Record("flights.states", i % PARTITIONS, first + i // PARTITIONS, TIME * 1000, *record)
        for i, record in enumerate(map(state_record, states(count)))
    ]
    return to_event(records, "127.0.0.1:1")


def measure() -> list[Figure]:
    events = iter([event(number) for number in range(6)])
    values = [r["value"] for batch in event(9)["records"].values() for r in batch]
    yardstick = median_seconds(lambda: [json.loads(base64.b64decode(value)) for value in values])
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
            "KAFKA_LOG_ID": "bench",
            "OBJECT_STORE_URL": folder,
        }
        handler = load("consume_batch").handler

        def consume() -> None:
            assert handler(next(events), None)["landed"] == STATES

        seconds = median_seconds(consume)
        landed = sum(file.stat().st_size for file in Path(folder, "landing").rglob("*.parquet"))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    name = "consume: 10,000 states decoded, landed, shards replaced"
    return [
        Figure(name, seconds, "s", 0.8, "json.loads of the values", seconds / yardstick),
        Figure("consume: peak memory, events of 6 polls included", megabytes, "MB", 256),
        Figure("landed Parquet, a state", landed / (6 * STATES), "B", 45),
    ]
