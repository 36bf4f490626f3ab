"""The embedded broker: librdkafka's mock cluster in a process of its own.

It lives in memory, keeps the newest 5 MiB of each partition and starts empty, so every start is a
new log with a new `KAFKA_LOG_ID`.
"""

import threading

from confluent_kafka import Producer

from local.service import run

READY_SECONDS = 10.0


def main(stop: threading.Event) -> None:
    """Announce the address on standard output, then stay."""
    cluster = Producer({"test.mock.num.brokers": 1, "log_level": 3})
    broker = next(iter(cluster.list_topics(timeout=READY_SECONDS).brokers.values()))
    print(f"{broker.host}:{broker.port}", flush=True)
    stop.wait()


if __name__ == "__main__":
    run(main)
