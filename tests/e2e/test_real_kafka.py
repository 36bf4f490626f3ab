"""The same path over a real Apache Kafka: plain, and with SASL/PLAIN as Confluent Cloud asks."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.local_run import local_run
from tests.e2e.pipeline import Pipeline
from tests.kafka_broker import KafkaBroker
from tests.skies import TIME, body, row

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


def rows(status: dict[str, Any], table: str) -> int:
    return int(status["tables"].get(table, {"rows": 0})["rows"])


def rows_of_states(status: dict[str, Any]) -> int:
    return rows(status, "flight_states")


def test_make_run_uses_the_cluster_and_starts_no_broker(kafka: KafkaBroker, tmp_path: Path) -> None:
    environ = settings(kafka, tmp_path) | {"LOAD_INTERVAL_SECONDS": "1"}
    with local_run(tmp_path / "data", **environ) as run:
        answer = run.wait_for("/flights/current", lambda a: a["count"] == len(AIRCRAFT))
        assert len(run.children()) == 4
        run.wait_for("/databricks/status", lambda s: rows(s, "rejected_states") == 1)
        run.wait_for("/databricks/status", lambda s: rows_of_states(s) == len(AIRCRAFT))
    assert {flight["icao24"] for flight in answer["flights"]} == {r[0] for r in AIRCRAFT}


def test_a_cluster_that_goes_away_and_comes_back_loses_nothing(
    kafka_plain: KafkaBroker, tmp_path: Path
) -> None:
    skies = tmp_path / "skies"
    skies.mkdir()
    for number in range(60):
        then = TIME + number * 10
        rows = [row(f"4b{n:04x}", last_contact=then, time_position=then) for n in range(100)]
        (skies / f"{number:02}.json").write_bytes(body(*rows, time=then))
    environ = settings(kafka_plain, tmp_path) | {"REPLAY_PATH": str(skies), "REPLAY_SPEED": "40"}
    with local_run(tmp_path / "data", **environ, LOAD_INTERVAL_SECONDS="1") as run:
        run.wait_for("/flights/current", lambda a: (a["snapshot_time"] or 0) >= TIME + 100)
        kafka_plain.stop()
        try:
            run.wait_for("/health", lambda h: h["components"]["source"]["status"] == "late")
        finally:
            kafka_plain.start()
        run.wait_for("/flights/current", lambda a: a["snapshot_time"] == TIME + 590)
        run.wait_for("/databricks/status", lambda s: rows_of_states(s) >= 6000)
    found = Pipeline(tmp_path / "data", {}).rows("flight_states", "icao24", "snapshot_time")
    assert len(set(found)) == 60 * 100


def test_the_log_is_named_by_the_cluster(kafka: KafkaBroker, tmp_path: Path) -> None:
    pipeline = Pipeline(tmp_path / "data", settings(kafka, tmp_path))
    pipeline.poll()
    pipeline.consume()
    (log,) = (tmp_path / "data" / "store" / "landing" / "flight_states").iterdir()
    assert len(log.name) == 22  # a cluster's id: a UUID in base64
