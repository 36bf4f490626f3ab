"""Fixtures of the integration tests: real servers on loopback."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from flight_tracker.adapters.http import RequestsHttpClient
from tests.integration import lakes
from tests.integration.embedded_broker import EmbeddedBroker
from tests.integration.lakes import Place
from tests.integration.scripted_server import ScriptedServer


@pytest.fixture(scope="session")
def broker() -> Iterator[EmbeddedBroker]:
    """The embedded broker that the tests share; each uses topics of its own."""
    with EmbeddedBroker() as started:
        yield started
        gc.collect()  # clients that are left would look for the broker, and say so


@pytest.fixture
def own_broker() -> Iterator[EmbeddedBroker]:
    """An embedded broker for one test, which may harm it."""
    with EmbeddedBroker() as started:
        yield started


@pytest.fixture
def topic(request: pytest.FixtureRequest) -> str:
    """A topic name that no other test uses."""
    return f"t-{abs(hash(request.node.nodeid)):x}"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """An HTTP server that answers as the test tells it."""
    with ScriptedServer() as started:
        yield started


@pytest.fixture
def http(monkeypatch: pytest.MonkeyPatch) -> Iterator[RequestsHttpClient]:
    """The HTTP client, in an environment without proxies."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    client = RequestsHttpClient()
    yield client
    client._session.close()


@pytest.fixture(params=["embedded", "databricks"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, http: RequestsHttpClient
) -> Iterator[Place]:
    """Each lakehouse, one after the other."""
    if request.param == "embedded":
        yield lakes.embedded(tmp_path)
    else:
        yield from lakes.on_databricks(tmp_path, http)
