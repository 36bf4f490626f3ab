"""LAKEHOUSE=databricks through the functions: what was consumed is told as the past."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from starlette.testclient import TestClient

pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")

from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import state_record, to_event
from local.functions import load
from tests.skies import record, state
from tests.warehouse import CATALOG, StandInWarehouse

TOKEN = "dapi-secret-token"
NOW = int(time.time())


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandInWarehouse]:
    with StandInWarehouse(tmp_path / "volumes", TOKEN, ("client", "secret")) as started:
        settings = {
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
            "KAFKA_LOG_ID": "log-1",
            "DATA_DIR": str(tmp_path),
            "LAKEHOUSE": "databricks",
            "DATABRICKS_SERVER_HOSTNAME": started.url,
            "DATABRICKS_HTTP_PATH": "/sql/1.0/warehouses/stand-in",
            "DATABRICKS_TOKEN": TOKEN,
            "DATABRICKS_CATALOG": CATALOG,
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield started


TRACK = f"/flights/4b1816/track?since={NOW - 7200}"
"""So far back only the tables tell."""


def consume(first: int = 0) -> None:
    """One aircraft, a state a minute for the last ten."""
    times = [NOW - 600 + minute * 60 for minute in range(10)]
    states = [state(last_contact=t, time_position=t, snapshot_time=t) for t in times]
    new = [state_record(one) for one in states]
    batch = [
        record(n.value, first + index, key=n.key, headers=n.headers) for index, n in enumerate(new)
    ]
    load("consume_batch").handler(to_event(batch, "127.0.0.1:1"), None)


@pytest.fixture
def loader(warehouse: StandInWarehouse) -> Iterator[ModuleType]:
    module = load("consume_batch", "load")
    yield module
    module.loader.lakehouse.close()  # the connector would say good-bye to a stand-in that is gone
    module.refresher.lakehouse.close()
    module.refresher.sql.close()


def test_what_was_consumed_is_loaded_refreshed_and_told(loader: ModuleType) -> None:
    consume()
    report = loader.handler({}, None)
    assert report["rows"] == 10 and report["refresh"]["waiting"] == 0
    with TestClient(load("api").app) as client:
        track = client.get(TRACK).json()
        legs = client.get("/flights/4b1816/legs").json()
        status = client.get("/databricks/status").json()
    assert (track["count"], legs["count"]) == (10, 1)
    assert (status["lakehouse"], status["reachable"]) == ("databricks", True)
    assert status["tables"]["flight_states"]["rows"] == 10 and status["warehouse"] == "running"


def test_a_warehouse_that_is_away_harms_history_only(
    loader: ModuleType, warehouse: StandInWarehouse
) -> None:
    consume()
    warehouse.tokens.clear()
    with pytest.raises(Unavailable, match="DATABRICKS_TOKEN"):
        loader.handler({}, None)
    with TestClient(load("api").app) as client:
        answer = client.get(TRACK)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert TOKEN not in answer.text
        assert answer.json()["detail"] == "the lakehouse does not answer"
        assert client.get("/flights/current").json()["count"] == 1


def test_a_stopped_warehouse_is_left_alone_by_the_api(
    loader: ModuleType, warehouse: StandInWarehouse
) -> None:
    consume()
    loader.handler({}, None)
    warehouse.rest.state = "STOPPED"
    with TestClient(load("api").app) as client:
        answer = client.get(TRACK)
        assert answer.status_code == 503 and int(answer.headers["retry-after"]) > 3000
        assert client.get("/databricks/status").json()["warehouse"] == "stopped"
    assert warehouse.rest.state == "STOPPED"
