"""The Kafka broker beside the emulator: a real one where Java is, else the embedded one."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from emulation.processes import ended

ROOT = Path(__file__).resolve().parents[1]
STOP_SECONDS = 3.0


class Broker(NamedTuple):
    """`kind` is for a person; `environment` has our settings, an empty one means unset."""

    kind: str
    environment: Mapping[str, str]

    @property
    def bootstrap_servers(self) -> str:
        return self.environment["KAFKA_BOOTSTRAP_SERVERS"]


@contextmanager
def started(log: Path, *, sasl: bool = False) -> Iterator[Broker]:
    """A broker on loopback, empty. With `sasl` it must be a real one: RuntimeError if not."""
    # The tests' broker: it fetches Apache Kafka's jars the first time, and starts one process.
    from tests.kafka_broker import VERSION, KafkaBroker

    reason = KafkaBroker.unavailable_reason()
    if reason is None:
        with KafkaBroker(sasl=sasl) as broker:
            yield Broker(f"Apache Kafka {VERSION}", broker.environment)
    elif sasl:
        raise RuntimeError(f"only a real broker checks credentials: {reason}")
    else:
        with _embedded(log) as address:
            yield Broker(f"embedded ({reason.splitlines()[0]})", _embedded_environment(address))


def _embedded_environment(address: str) -> dict[str, str]:
    return {
        "KAFKA_BOOTSTRAP_SERVERS": address,
        "KAFKA_SECURITY_PROTOCOL": "PLAINTEXT",
        "KAFKA_LOG_ID": f"embedded-{time.time_ns() // 1_000_000}",
    }


@contextmanager
def _embedded(log: Path) -> Iterator[str]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "local.broker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output,
            cwd=ROOT,
            env=os.environ,
            start_new_session=True,
        )
    with ended(process, STOP_SECONDS):
        assert process.stdout is not None
        address = process.stdout.readline().decode().strip()
        if not address:
            raise RuntimeError(f"the embedded broker did not start; see {log}")
        yield address
