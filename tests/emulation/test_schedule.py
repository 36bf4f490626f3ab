"""localstack.tfvars alone: a function URL, and a schedule that calls the function itself."""

from collections.abc import Iterator

import pytest

from emulation.cloud import FUNCTION_URL, VARIABLES, Cloud, started
from tests.e2e.local_run import free_port
from tests.emulation.stage import AIRCRAFT, POLLER, SMALL_SKY, get
from tests.integration.waiting import eventually

pytestmark = pytest.mark.emulation
FIRES = 100.0
"""Seconds: a minute after it was made, and MiniStack looks every ten seconds."""


@pytest.fixture(scope="module")
def cloud(prepared: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    with started(tmp_path_factory.mktemp("cloud") / "run", free_port()) as made:
        yield made


def test_the_emulators_own_scheduler_fires_and_the_function_url_answers(cloud: Cloud) -> None:
    deployment = cloud.deployment(SMALL_SKY, files=VARIABLES[:1])
    deployment.apply()
    logs = cloud.emulator.client("logs")

    def polled() -> bool:
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{POLLER}")["events"]
        return any('"published": 300' in event["message"] for event in events)

    with cloud.event_poller():
        eventually(polled, FIRES)
        url = deployment.output(FUNCTION_URL, "function_url").rstrip("/")

        def count() -> int:
            answer = get(f"{url}/flights/current", through=cloud.emulator.url)
            return int(answer["count"])

        eventually(lambda: count() == AIRCRAFT, FIRES)
