"""The path from the schedule to the page, in the emulated cloud."""

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from emulation import ticker
from emulation.cloud import CONSUMER, GATEWAY
from tests.e2e.local_run import free_port
from tests.emulation.conftest import Opened
from tests.emulation.stage import AIRCRAFT, POLLER, STATES, Stage, inventory
from tests.integration.waiting import eventually

pytestmark = pytest.mark.emulation
SECONDS = 90.0


@pytest.fixture(scope="module")
def running(opened: Opened) -> Iterator[Stage]:
    """As `make emulate` runs: with the event poller and the delivery of schedules."""
    with opened() as made, made.cloud.event_poller(), made.cloud.ticker():
        yield made


@pytest.fixture(scope="module")
def page(running: Stage) -> Iterator[str]:
    api = running.deployment.output(GATEWAY, "api_endpoint")
    with running.cloud.website(api, free_port()) as url:
        yield url


def schedules(stage: Stage) -> list[dict[str, Any]]:
    return ticker.deployed(stage.cloud.emulator.client("scheduler"))


def test_the_schedule_invokes_the_poll_through_the_queue(running: Stage) -> None:
    eventually(lambda: '"published"' in running.log(POLLER), SECONDS)
    assert '"published": 300' in running.log(POLLER)


def test_every_state_is_a_record_in_kafka(running: Stage) -> None:
    eventually(lambda: running.records(STATES) >= AIRCRAFT, SECONDS)
    assert running.records(STATES) % AIRCRAFT == 0


def test_the_consumer_is_invoked_and_keeps_live_view_frames_and_landing(running: Stage) -> None:
    eventually(lambda: len(running.keys(f"live/{STATES}/")) == 4, SECONDS)
    eventually(lambda: running.landed() >= AIRCRAFT, SECONDS)
    assert running.keys("frames/")
    assert "landed" in running.log(CONSUMER)


def test_the_api_answers_through_the_gateway(running: Stage) -> None:
    eventually(lambda: running.api("/flights/current")["count"] == AIRCRAFT, SECONDS)
    answer = running.api("/api/flights/current?limit=3")
    assert len(answer["flights"]) == 3 and answer["source"] == "simulation"


def test_the_page_has_the_api_beside_it(running: Stage, page: str) -> None:
    eventually(lambda: running.api("/flights/current")["count"] == AIRCRAFT, SECONDS)

    def opened_page() -> bytes:
        try:
            with urllib.request.urlopen(page, timeout=10) as answer:
                return bytes(answer.read())
        except OSError:
            return b""

    eventually(lambda: b'<div id="root">' in opened_page(), SECONDS)
    request = urllib.request.Request(f"{page}/api/flights/current", headers={"Accept": "*/*"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert json.load(answer)["count"] == AIRCRAFT and answer.headers["ETag"]


def test_the_arrow_answer_comes_through_the_gateway_as_bytes(running: Stage, page: str) -> None:
    eventually(lambda: running.api("/flights/current")["count"] == AIRCRAFT, SECONDS)
    with urllib.request.urlopen(f"{page}/api/flights/current?format=arrow", timeout=10) as answer:
        content = answer.read()
    assert content[:4] == b"\xff\xff\xff\xff"  # an Arrow IPC stream begins so


def test_a_second_apply_changes_nothing(running: Stage) -> None:
    before = inventory(running.cloud)
    assert running.deployment.apply().is_empty
    assert inventory(running.cloud) == before


def test_a_paused_schedule_is_not_delivered_and_a_resumed_one_is(running: Stage) -> None:
    looks = ticker.Ticker(everything=False)
    assert list(looks.due(schedules(running), now=0))
    paused = running.cloud.deployment(
        {"poll_runs": "paused", "function_endpoint_url": running.bucket.url}
    )
    resumed = running.cloud.deployment({"function_endpoint_url": running.bucket.url})
    assert any("schedule" in address for address in paused.apply().changed)
    assert not list(looks.due(schedules(running), now=1000))
    assert any("schedule" in address for address in resumed.apply().changed)
    assert list(looks.due(schedules(running), now=2000))
