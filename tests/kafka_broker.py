"""A real Apache Kafka broker for tests: one process, broker and controller, loopback only.

Needs `java` 17 or newer, and `mvn` the first time, to fetch the jars into `.cache/`.
"""

import atexit
import base64
import functools
import os
import random
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

KAFKA_VERSION = "4.1.2"
JARS = Path(__file__).resolve().parents[1] / ".cache" / f"kafka-{KAFKA_VERSION}"
DOWNLOAD_SECONDS, TOOL_SECONDS, READY_SECONDS, STOP_SECONDS = 600, 90, 90, 30
USER = "tracker"
PORTS = range(20_000, 32_000)  # below the ephemeral ports: a client must not connect to itself
JAVA = ("java", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", f"{JARS}/*")
WATCH = 'read -r _; kill -9 "$1"; rm -rf "$2"'  # standard input ends when the tests' process does
POM = f"""<project><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>kafka-jars</artifactId><version>1</version><dependencies>
<dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId>
<version>{KAFKA_VERSION}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId>
<version>1.7.36</version></dependency></dependencies></project>
"""
PROPERTIES = """process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
controller.listener.names=CONTROLLER
listeners=CLIENT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=CLIENT://127.0.0.1:{port}
listener.security.protocol.map=CLIENT:{protocol},CONTROLLER:PLAINTEXT
inter.broker.listener.name=CLIENT
log.dirs={data}
num.partitions=4
auto.create.topics.enable=true
group.initial.rebalance.delay.ms=0
offsets.topic.num.partitions=4
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
log.cleaner.dedupe.buffer.size=8388608
"""
SASL_PROPERTIES = """sasl.mechanism.inter.broker.protocol=PLAIN
listener.name.client.sasl.enabled.mechanisms=PLAIN
listener.name.client.plain.sasl.jaas.config=\
org.apache.kafka.common.security.plain.PlainLoginModule required \
username="{user}" password="{password}" user_{user}="{password}";
"""


class KafkaBroker:
    """One broker: `with` starts it and throws its data away; `stop` and `start` keep them."""

    def __init__(self, *, sasl: bool = False) -> None:
        port, self._controller_port = _free_ports(2)
        self.bootstrap_servers = f"127.0.0.1:{port}"
        self._password = secrets.token_urlsafe(16) if sasl else ""
        self._protocol = "SASL_PLAINTEXT" if sasl else "PLAINTEXT"
        self._folder: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._watch: subprocess.Popen[bytes] | None = None

    @staticmethod
    @functools.cache
    def unavailable_reason() -> str | None:
        """Why no broker can be started here, or None. Fetches the jars if they are missing."""
        if shutil.which("java") is None:
            return "Kafka needs java 17 or newer: no java on PATH"
        done = _run(["java", "-version"], TOOL_SECONDS)
        found = re.search(r'version "(\d+)', done.stdout)
        if found is None or int(found[1]) < 17:
            return f"Kafka needs java 17 or newer; java -version says: {_tail(done.stdout, 3)}"
        return None if JARS.is_dir() else _download()

    @property
    def client_config(self) -> dict[str, str]:
        """librdkafka's options for a client that is let in."""
        config = {"bootstrap.servers": self.bootstrap_servers, "security.protocol": self._protocol}
        if self._password:
            config |= {"sasl.mechanism": "PLAIN", "sasl.username": USER}
            config["sasl.password"] = self._password
        return config

    @property
    def environment(self) -> dict[str, str]:
        """Our own settings for the same; an empty one means unset."""
        return {
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "KAFKA_SECURITY_PROTOCOL": self._protocol,
            "KAFKA_SASL_MECHANISM": "PLAIN" if self._password else "",
            "KAFKA_SASL_USERNAME": USER if self._password else "",
            "KAFKA_SASL_PASSWORD": self._password,
        }

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="kafka-"))
        atexit.register(self.close)
        try:
            self._format(self._folder)
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop, and remove the data."""
        atexit.unregister(self.close)
        self.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def start(self) -> None:
        """Start on the same port and data and wait until it answers. No-op while it runs."""
        if self._process is not None and self._process.poll() is None:
            return
        self.stop()
        if self._folder is None:
            raise RuntimeError("a KafkaBroker starts inside its `with` only")
        command = [*JAVA, "kafka.Kafka", str(self._folder / "server.properties")]
        with (self._folder / "broker.log").open("ab") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._watch = subprocess.Popen(
            ["sh", "-c", WATCH, "sh", str(self._process.pid), str(self._folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait_until_ready(self._process, self._folder / "broker.log")

    def stop(self) -> None:
        """Ask it to end (SIGTERM), insist after a while. No-op when it is not running."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.kill()
            watch.communicate()
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def restart(self) -> None:
        """Away and back, on the same port and data."""
        self.stop()
        self.start()

    def _format(self, folder: Path) -> None:
        file = folder / "server.properties"
        values = {"port": self.bootstrap_servers.rpartition(":")[2], "protocol": self._protocol}
        values |= {"controller_port": str(self._controller_port), "data": str(folder / "data")}
        text = PROPERTIES.format(**values)
        if self._password:
            text += SASL_PROPERTIES.format(user=USER, password=self._password)
        file.write_text(text, encoding="utf-8")
        # The first byte keeps the id from starting with a dash, which would read as an option.
        cluster_id = base64.urlsafe_b64encode(b"k" + secrets.token_bytes(15)).decode().rstrip("=")
        command = [*JAVA, "kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(file)]
        done = _run(command, TOOL_SECONDS)
        if done.returncode != 0:
            raise RuntimeError(f"Kafka's storage could not be formatted:\n{_tail(done.stdout)}")

    def _wait_until_ready(self, process: subprocess.Popen[bytes], log: Path) -> None:
        options = {"log_level": "0", "reconnect.backoff.max.ms": "200"}
        admin = AdminClient({**self.client_config, **options})
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and process.poll() is None:
            try:
                if admin.list_topics(timeout=1.0).brokers:
                    return
            except KafkaException:  # not there yet
                continue
        state = "does not answer" if process.poll() is None else f"ended ({process.returncode})"
        text = _tail(log.read_text(encoding="utf-8", errors="replace"))
        self.stop()
        raise RuntimeError(f"the Kafka broker {state}:\n{text}")


def _download() -> str | None:
    """Fetch the jars, all or nothing. A sentence if that fails."""
    if shutil.which("mvn") is None:
        return f"Kafka {KAFKA_VERSION} is not in .cache/ and there is no mvn on PATH to fetch it"
    JARS.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kafka-", dir=JARS.parent) as folder:
        pom, jars = Path(folder, "pom.xml"), Path(folder, "jars")
        pom.write_text(POM, encoding="utf-8")
        goal = ["dependency:copy-dependencies", "-DincludeScope=runtime"]
        goal.append(f"-DoutputDirectory={jars}")
        done = _run(["mvn", "-q", "-B", "-f", str(pom), *goal], DOWNLOAD_SECONDS)
        if done.returncode != 0 or not jars.is_dir():
            return f"Kafka {KAFKA_VERSION} could not be fetched: {_tail(done.stdout, 5)}"
        try:
            jars.rename(JARS)
        except OSError:  # another run was quicker
            if not JARS.is_dir():
                raise
    return None


def _run(command: list[str], seconds: float) -> subprocess.CompletedProcess[str]:
    """Run to the end within `seconds`, both outputs as one text."""
    try:
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 124, f"no end within {seconds:g} s")


def _tail(text: str, lines: int = 40) -> str:
    return "\n".join(text.strip().splitlines()[-lines:])


def _free_ports(count: int) -> list[int]:
    """Ports on loopback that nobody listens on."""
    free: list[int] = []
    while len(free) < count:
        port = random.choice(PORTS)
        with socket.socket() as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if port not in free and probe.connect_ex(("127.0.0.1", port)) != 0:
                free.append(port)
    return free


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
