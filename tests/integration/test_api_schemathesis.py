"""The API keeps what its OpenAPI document says: schemathesis, with all its checks."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from flight_api.stream import Broadcast, Queue
from tests.integration.api_server import serving
from tests.integration.api_stage import KEY, Stage
from tests.integration.test_api_history import filled

ROOT = Path(__file__).resolve().parents[2]
CONFIG = Path(__file__).with_name("schemathesis.toml")
SECONDS = 30
"""Of its search; what it has to do before comes on top."""

LONGEST = 10_000_000
"""Bytes of a request's head. The document speaks of the API; how long an address may be is for the
server in front of it (test_bounded_http.py), and a search for odd lists finds addresses of 64 KB.
"""


class Ending(Broadcast):
    """A stream that ends after its first event: schemathesis reads to the end."""

    async def events(self, queue: Queue, last_event_id: str | None) -> AsyncIterator[bytes]:
        events = super().events(queue, last_event_id)
        yield await anext(events)
        await events.aclose()


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    stage = filled(str(tmp_path / "lake"))
    stage.app.state.broadcast = Ending(lambda: stage.app.state.services)
    return stage


def test_nothing_is_found_that_the_document_does_not_say(stage: Stage, tmp_path: Path) -> None:
    options = {"h11_max_incomplete_event_size": LONGEST, "log_level": "critical"}
    with serving(stage.app, http="h11", **options) as port:
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"]
        command += [f"http://127.0.0.1:{port}/openapi.json", "--header", f"X-API-Key: {KEY}"]
        command += ["--checks", "all", "--max-examples", "15", "--max-time", str(SECONDS)]
        command += ["--seed", "1", "--no-color"]
        ran = subprocess.run(
            command,
            cwd=tmp_path,  # it keeps what it has found
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=SECONDS + 60,
        )
    assert ran.returncode == 0, shortened(ran.stdout) + ran.stderr[-2_000:]


def shortened(report: str) -> str:
    """What it has found, each line to its 300th character: addresses may have thousands."""
    _, _, found = report.partition("= FAILURES =")
    return "\n".join(line[:300] for line in (found or report).splitlines())
