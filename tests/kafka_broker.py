"""A real Apache Kafka broker for tests: one process, broker and controller, loopback only.

Needs `java` 17 or newer, and `mvn` the first time, to fetch the jars into `.cache/`.
"""

import atexit
import contextlib
import functools
import re
import secrets
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen, TimeoutExpired, run
from typing import Any, Self

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

VERSION = "4.1.2"
JARS = Path(__file__).resolve().parents[1] / ".cache" / f"kafka-{VERSION}"
DOWNLOAD_SECONDS, READY_SECONDS, STOP_SECONDS = 600, 90, 30
PORTS = range(20_000, 32_000)  # below the ephemeral ports: a client must not connect to itself
JAVA = ["java", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
JAVA += ["-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp", f"{JARS}/*"]
WATCH = 'read -r _; kill -9 "$1"; rm -rf "$2"'  # standard input ends when the tests' process does
POM = f"""<project><modelVersion>4.0.0</modelVersion><groupId>local</groupId><version>1</version>
<artifactId>kafka-jars</artifactId><dependencies><dependency><groupId>org.apache.kafka</groupId>
<artifactId>kafka_2.13</artifactId><version>{VERSION}</version></dependency><dependency>
<groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version>
</dependency></dependencies></project>"""
PROPERTIES = """
process.roles=broker,controller node.id=1 log.dirs={folder}/data
listeners=CLIENT://{KAFKA_BOOTSTRAP_SERVERS},CONTROLLER://127.0.0.1:{port}
listener.security.protocol.map=CLIENT:{KAFKA_SECURITY_PROTOCOL},CONTROLLER:PLAINTEXT
controller.listener.names=CONTROLLER controller.quorum.voters=1@127.0.0.1:{port}
inter.broker.listener.name=CLIENT sasl.mechanism.inter.broker.protocol=PLAIN
num.partitions=4 auto.create.topics.enable=true group.initial.rebalance.delay.ms=0
offsets.topic.replication.factor=1 offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1 transaction.state.log.min.isr=1
log.cleaner.dedupe.buffer.size=8388608 listener.name.client.sasl.enabled.mechanisms=PLAIN
listener.name.client.plain.sasl.jaas.config=""".replace(" ", "\n")
PROPERTIES += """org.apache.kafka.common.security.plain.PlainLoginModule required \
username="tracker" password="{KAFKA_SASL_PASSWORD}" user_tracker="{KAFKA_SASL_PASSWORD}";
"""


class KafkaBroker:
    """`with` starts it and throws its data away; `stop`, `start` and `restart` keep the data."""

    def __init__(self, *, sasl: bool = False) -> None:
        self.bootstrap_servers = f"127.0.0.1:{_free_port(PORTS[::2])}"
        self.environment = {  # our own settings; an empty one means unset
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT" if sasl else "PLAINTEXT",
            "KAFKA_SASL_MECHANISM": "PLAIN" if sasl else "",
            "KAFKA_SASL_USERNAME": "tracker" if sasl else "",
            "KAFKA_SASL_PASSWORD": secrets.token_urlsafe(16) if sasl else "",
        }
        self._folder: Path | None = None
        self._processes: list[Popen[bytes]] = []  # the broker, and what ends it if we are killed

    @staticmethod
    @functools.cache
    def unavailable_reason() -> str | None:
        """Why no broker can be started here, or None. Fetches the jars if they are missing."""
        _, text = _run(["java", "-version"], READY_SECONDS)
        found = re.search(r'version "(\d+)', text)
        if found is None or int(found[1]) < 17:
            return f"Kafka needs java 17 or newer, and `java -version` gave: {text}"
        return None if JARS.is_dir() else _download()

    @property
    def client_config(self) -> dict[str, Any]:
        """librdkafka's options for a client that is let in."""
        options = ((k[6:].lower().replace("_", "."), v) for k, v in self.environment.items())
        return {option: value for option, value in options if value}

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        atexit.unregister(self.__exit__)
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def start(self) -> None:
        """Start, on the same port and data as before, until it answers. No-op while it runs."""
        if self._processes and self._processes[0].poll() is None:
            return
        self.stop()
        try:
            self._folder = self._folder or self._format()
            self._launch(self._folder, self._folder / "broker.log")
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Ask it to end and insist after a while. No-op when it is not running."""
        for process in reversed(self._processes):
            process.terminate()
            with contextlib.suppress(TimeoutExpired):
                process.communicate(timeout=STOP_SECONDS)
            process.kill()
            process.wait()
        self._processes = []

    def restart(self) -> None:
        self.stop()
        self.start()

    def _format(self) -> Path:
        folder = self._folder = Path(tempfile.mkdtemp(prefix="kafka-"))
        atexit.register(self.__exit__)
        text = PROPERTIES.format(folder=folder, port=_free_port(PORTS[1::2]), **self.environment)
        (folder / "server.properties").write_text(text)
        tool = (*JAVA, "kafka.tools.StorageTool", "format", "-t", secrets.token_hex(11))
        code, text = _run([*tool, "-c", f"{folder}/server.properties"], READY_SECONDS)
        if code != 0:
            self.__exit__()
            raise RuntimeError(f"Kafka's storage could not be formatted:\n{text}")
        return folder

    def _launch(self, folder: Path, log: Path) -> None:
        command = [*JAVA, "kafka.Kafka", f"{folder}/server.properties"]
        with log.open("ab") as out:
            broker = Popen(command, stdin=DEVNULL, stdout=out, stderr=out, start_new_session=True)
            self._processes.append(broker)
            watch = ["sh", "-c", WATCH, "sh", str(broker.pid), str(folder)]
            self._processes.append(Popen(watch, stdin=PIPE, stderr=out, start_new_session=True))
        admin = AdminClient(self.client_config | {"log_level": "0", "reconnect.backoff.ms": "50"})
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and broker.poll() is None:
            with contextlib.suppress(KafkaException):  # not there yet
                if admin.list_topics(timeout=1.0).brokers:
                    return
        state = "does not answer" if broker.poll() is None else f"ended ({broker.returncode})"
        raise RuntimeError(f"the Kafka broker {state}:\n{_tail(log.read_text(errors='replace'))}")


def _download() -> str | None:
    """Fetch the jars, all or nothing. A sentence if that fails."""
    JARS.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kafka-", dir=JARS.parent) as folder:
        Path(folder, "pom.xml").write_text(POM)
        command = ["mvn", "-q", "-B", "-f", f"{folder}/pom.xml", "dependency:copy-dependencies"]
        command += ["-DincludeScope=runtime", f"-DoutputDirectory={folder}/jars"]
        code, text = _run(command, DOWNLOAD_SECONDS)
        if code == 0:
            with contextlib.suppress(OSError):  # another run was quicker
                Path(folder, "jars").rename(JARS)
    return None if JARS.is_dir() else f"Kafka {VERSION} could not be fetched by mvn: {text}"


def _run(command: list[str], seconds: float) -> tuple[int, str]:
    """Run to the end within `seconds`: the exit code and the last lines of both outputs."""
    try:
        done = run(command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True, timeout=seconds)
    except (OSError, TimeoutExpired) as error:  # not there, or no end
        return 1, str(error)
    return done.returncode, _tail(done.stdout)


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-40:])


def _free_port(ports: Sequence[int]) -> int:
    while True:
        port = secrets.choice(ports)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _started(*, sasl: bool) -> Iterator[KafkaBroker]:
    if (reason := KafkaBroker.unavailable_reason()) is not None:
        pytest.skip(reason)
    with KafkaBroker(sasl=sasl) as broker:
        yield broker


@pytest.fixture(scope="session")
def kafka_plain() -> Iterator[KafkaBroker]:
    """A broker that lets everyone in."""
    yield from _started(sasl=False)


@pytest.fixture(scope="session")
def kafka_sasl() -> Iterator[KafkaBroker]:
    """A broker that asks for a user and a password."""
    yield from _started(sasl=True)
