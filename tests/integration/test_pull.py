"""`consume_batch`'s third entry: a scheduled pull in the place of a Kafka trigger."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from confluent_kafka import Producer

from flight_tracker import kafka_record, wiring
from flight_tracker.adapters import kafka_reader
from flight_tracker.consuming import Consumer, ConsumeReport
from flight_tracker.errors import Unavailable
from flight_tracker.settings import Settings
from local.functions import load
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.waiting import eventually
from tests.skies import state

Write = Callable[..., None]


@pytest.fixture
def environ(broker: EmbeddedBroker, topic: str, tmp_path: Path) -> dict[str, str]:
    return {
        "KAFKA_BOOTSTRAP_SERVERS": broker.address,
        "KAFKA_TOPIC": topic,
        "KAFKA_REJECTED_TOPIC": f"{topic}.rejected",
        "KAFKA_LOG_ID": "log",
        "OBJECT_STORE_URL": str(tmp_path / "store"),
    }


@pytest.fixture
def write(broker: EmbeddedBroker, topic: str) -> Write:
    def some(*addresses: str) -> None:
        producer = Producer(broker.client)
        for address in addresses:
            record = kafka_record.state_record(state(address))
            producer.produce(topic, record.value, record.key, headers=list(record.headers))
        assert producer.flush(10) == 0

    return some


@pytest.fixture
def function(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return load("consume_batch", "pull")


def seen(environ: dict[str, str]) -> set[str]:
    sky = wiring.live_view(Settings.from_env(environ)).view().sky
    return {aircraft.icao24 for aircraft in sky.states}


def test_what_waits_is_consumed_and_once(
    function: ModuleType, write: Write, environ: dict[str, str]
) -> None:
    write("4b1801", "4b1802", "4b1803")
    assert function.handler({}, None)["records"] == 3
    assert seen(environ) == {"4b1801", "4b1802", "4b1803"}
    assert function.handler({}, None)["records"] == 0
    write("4b1804")
    assert function.handler({}, None)["records"] == 1


def test_what_still_waits_is_counted(
    write: Write, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kafka_reader, "READ_RECORDS", 1)
    write(*["4b1801"] * 5)  # of one aircraft, and so in one partition
    reader = wiring.log_reader(Settings.from_env(environ).kafka)
    eventually(lambda: reader.read(1.0))
    assert reader.behind() == 4
    eventually(lambda: not reader.read(1.0), 30)
    assert reader.behind() == 0
    reader.close()


def test_what_was_dropped_before_it_was_pulled_is_counted(
    function: ModuleType, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("4b1801")
    lost = ConsumeReport(records=1, missing=4)
    monkeypatch.setattr(Consumer, "consume", lambda *_: lost)
    answer = function.handler({}, None)
    assert (answer["missing"], answer["behind"]) == (4, 0)


def test_what_could_not_be_stored_is_pulled_again(
    function: ModuleType, write: Write, environ: dict[str, str]
) -> None:
    write("4b1801", "4b1802")
    store = Path(environ["OBJECT_STORE_URL"])
    store.mkdir(exist_ok=True)
    blocked = store / "landing"
    blocked.write_text("a file where a folder must be")
    with pytest.raises(Unavailable, match=rf"{environ['KAFKA_TOPIC']}-\d"):
        function.handler({}, None)
    blocked.unlink()
    assert function.handler({}, None)["records"] == 2
    assert seen(environ) == {"4b1801", "4b1802"}


def test_a_broker_that_is_away_is_named(
    function: ModuleType, environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    function.start(Settings.from_env({**environ, "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1"}))
    with pytest.raises(Unavailable, match="Kafka"):
        function.handler({}, None)
