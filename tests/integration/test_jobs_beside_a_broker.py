"""Jobs that are started by hand beside `make run` find its broker."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from flight_tracker import jobs
from flight_tracker.adapters.kafka import KafkaStateLog
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import NewRecord
from flight_tracker.wiring import local_broker
from tests.integration.embedded_broker import EmbeddedBroker
from tests.skies import records, state

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("LAKEHOUSE", "OBJECT_STORE_URL", "KAFKA_LOG_ID", "KAFKA_BOOTSTRAP_SERVERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def noted(
    own_broker: EmbeddedBroker, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> EmbeddedBroker:
    """As `make run` notes it; three records are in it."""
    environ = {"KAFKA_BOOTSTRAP_SERVERS": own_broker.address, "KAFKA_LOG_ID": "embedded-1"}
    local_broker.note(folder, environ)
    written = [NewRecord(b"4b1816", b"v")] * 3
    KafkaStateLog(own_broker.client).publish("flights.states", written, 10)
    return own_broker


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def job(*arguments: str) -> tuple[int, dict[str, Any]]:
        capsys.readouterr()
        code = jobs.main(arguments)
        out = capsys.readouterr().out
        return code, json.loads(out) if out else {}

    return job


def land(folder: Path, partition: int) -> None:
    vectors = [state("4b1816"), state("4b1816")]
    body = ParquetTableFormat().encode_states(
        list(zip(records(*vectors, partition=partition), vectors, strict=True)), "embedded-1"
    )
    file = folder / f"store/landing/flight_states/embedded-1/{partition:05d}/{0:020d}-{1:020d}"
    file.parent.mkdir(parents=True)
    file.with_suffix(".parquet").write_bytes(body)


def test_reconcile_asks_the_running_broker(noted: EmbeddedBroker, folder: Path, run: Run) -> None:
    [partition] = {record.partition for record in noted.records("flights.states")}
    land(folder, partition)
    run("load")
    code, report = run("reconcile")
    assert (code, report["unlanded"], report["overdue"]) == (0, 1, 0)
    assert report["kafka"].endswith("of flights.states, log embedded-1")
    assert report["listed"][0]["kafka_last"] == 2


@pytest.mark.usefixtures("noted")
def test_retry_finds_the_running_broker(run: Run) -> None:
    run("load")
    assert run("retry", "squawk")[0] == 0


def test_a_broker_that_is_gone_is_passed_over(folder: Path, run: Run) -> None:
    environ = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "KAFKA_LOG_ID": "embedded-1"}
    local_broker.note(folder, environ)
    run("load")
    code, report = run("reconcile")
    assert (code, report["kafka"]) == (0, "not asked: KAFKA_BOOTSTRAP_SERVERS is not set")


def test_a_broker_that_was_set_goes_before(folder: Path) -> None:
    (folder / local_broker.NAME).write_text("damaged")
    environ = {"DATA_DIR": str(folder), "KAFKA_BOOTSTRAP_SERVERS": "kafka:9092"}
    assert local_broker.environment(environ) == environ


def test_a_damaged_note_is_told(folder: Path) -> None:
    (folder / local_broker.NAME).write_text("{}")
    with pytest.raises(Unavailable, match="is damaged"):
        local_broker.environment({"DATA_DIR": str(folder)})


def test_a_note_is_forgotten(folder: Path) -> None:
    local_broker.note(folder, {"KAFKA_BOOTSTRAP_SERVERS": "a:1", "KAFKA_LOG_ID": "b"})
    local_broker.forget(folder)
    local_broker.forget(folder)
    assert local_broker.environment({"DATA_DIR": str(folder)}) == {"DATA_DIR": str(folder)}
