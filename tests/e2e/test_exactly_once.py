"""Crashes of the consumer at its two worst moments: each state is in the table exactly once."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.pipeline import Pipeline, embedded_broker
from tests.skies import body, row

AIRCRAFT = [row(f"4b{number:04x}") for number in range(500)]


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[Pipeline]:
    sky = tmp_path / "sky.json"
    sky.write_bytes(body(*AIRCRAFT, row("zzz")))
    settings = {"FLIGHT_SOURCE": "replay", "REPLAY_PATH": str(sky), "KAFKA_LOG_ID": "test"}
    with embedded_broker() as broker:
        yield Pipeline(tmp_path / "data", settings | broker)


@pytest.mark.parametrize("step", ["landing", "shard"])
def test_a_consumer_killed_after_a_step_loses_nothing_and_repeats_nothing(
    pipeline: Pipeline, step: str
) -> None:
    pipeline.poll()
    assert pipeline.consume(killed_after=step) == -signal.SIGKILL
    assert pipeline.consume() == 0
    pipeline.load()
    found = [icao24 for (icao24,) in pipeline.rows("flight_states", "icao24")]
    assert sorted(found) == sorted(str(r[0]) for r in AIRCRAFT)


def test_loading_again_adds_nothing(pipeline: Pipeline) -> None:
    pipeline.poll()
    pipeline.consume()
    pipeline.load()
    pipeline.load()
    assert len(pipeline.rows("flight_states", "icao24")) == len(AIRCRAFT)


def test_a_rejected_row_is_readable_with_its_reason(pipeline: Pipeline) -> None:
    pipeline.poll()
    pipeline.consume()
    pipeline.load()
    ((reason, source),) = pipeline.rows("rejected_states", "reason", "source")
    assert str(reason).startswith("icao24: must be six hex digits")
    assert source == "replay"
