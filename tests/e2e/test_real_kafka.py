"""The same path over a real Apache Kafka: plain, and with SASL/PLAIN as Confluent Cloud asks."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.local_run import local_run
from tests.e2e.pipeline import Pipeline
from tests.kafka_broker import KafkaBroker
from tests.skies import body, row

AIRCRAFT = [row(f"4b{number:04x}") for number in range(500)]


@pytest.fixture(params=["kafka_plain", "kafka_sasl"])
def kafka(request: pytest.FixtureRequest) -> KafkaBroker:
    broker: KafkaBroker = request.getfixturevalue(request.param)
    return broker


def settings(kafka: KafkaBroker, tmp_path: Path) -> dict[str, str]:
    sky = tmp_path / "sky.json"
    sky.write_bytes(body(*AIRCRAFT, row("zzz")))
    topics = {
        "KAFKA_TOPIC": f"flights.states.{tmp_path.name}",
        "KAFKA_REJECTED_TOPIC": f"flights.rejected.{tmp_path.name}",
    }
    return {"FLIGHT_SOURCE": "replay", "REPLAY_PATH": str(sky), **topics, **kafka.environment}


def rows(status: dict[str, Any]) -> tuple[int, int]:
    """Of flight_states and of rejected_states."""
    tables = ("flight_states", "rejected_states")
    found = [status["tables"].get(table, {"rows": 0})["rows"] for table in tables]
    return found[0], found[1]


def test_make_run_uses_the_cluster_and_starts_no_broker(kafka: KafkaBroker, tmp_path: Path) -> None:
    environ = settings(kafka, tmp_path) | {"LOAD_INTERVAL_SECONDS": "1"}
    with local_run(tmp_path / "data", **environ) as run:
        answer = run.wait_for("/flights/current", lambda a: a["count"] == len(AIRCRAFT))
        assert len(run.children()) == 4
        run.wait_for("/databricks/status", lambda s: rows(s) == (len(AIRCRAFT), 1))
    assert {flight["icao24"] for flight in answer["flights"]} == {r[0] for r in AIRCRAFT}


def test_the_log_is_named_by_the_cluster(kafka: KafkaBroker, tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "data", settings(kafka, tmp_path))
    pipeline.poll()
    pipeline.consume()
    (log,) = (tmp_path / "data" / "store" / "landing" / "flight_states").iterdir()
    assert len(log.name) == 22  # a cluster's id: a UUID in base64
