"""The API as its users see it: the live view, health, documents and errors."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import uvicorn
from starlette.testclient import TestClient

from flight_tracker.state_vector import FIELDS
from tests.integration.api_stage import TOPIC, Stage, place
from tests.integration.waiting import eventually
from tests.skies import TIME, state

PROBLEM = "application/problem+json"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def shown(client: TestClient, query: str = "") -> list[str]:
    """The addresses that `/flights/current` answers."""
    answer = client.get(f"/flights/current{query}")
    assert answer.status_code == 200, answer.text
    return [flight["icao24"] for flight in answer.json()["flights"]]


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    assert "Traceback" not in answer.text and '.py"' not in answer.text
    body: dict[str, Any] = answer.json()
    assert body["status"] == status and body["title"] and body["detail"]
    return body


def test_before_the_first_snapshot_there_are_no_flights(client: TestClient) -> None:
    answer = client.get("/flights/current")
    assert answer.json() == {"snapshot_time": None, "source": None, "count": 0, "flights": []}


def test_a_flight_has_exactly_the_fields_of_the_state_vector(
    stage: Stage, client: TestClient
) -> None:
    stage.show(state())
    [flight] = client.get("/flights/current").json()["flights"]
    assert tuple(flight) == FIELDS and len(FIELDS) == 19
    assert flight == {name: getattr(state(), name) for name in FIELDS}


def test_the_sky_has_its_time_source_and_count(stage: Stage, client: TestClient) -> None:
    stage.note()
    stage.show(*(state(f"{number:06x}") for number in range(10)))
    body = client.get("/flights/current").json()
    assert (body["snapshot_time"], body["source"], body["count"]) == (TIME, "opensky", 10)
    assert shown(client) == [f"{number:06x}" for number in range(10)]


def test_an_aircraft_without_or_with_an_old_position_is_not_current(
    stage: Stage, client: TestClient
) -> None:
    stage.show(
        state("000001"),
        state("000002", latitude=None, longitude=None, time_position=None),
        state("000003", time_position=TIME - 301),
        state("000004", time_position=TIME - 300),
    )
    assert shown(client) == ["000001", "000004"]


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("45,5,48,11", ["000001"]),
        ("-90,-180,90,180", ["000001", "000002", "000003", "000004"]),
        ("-20,170,-10,-170", ["000002", "000003"]),
        ("0,0,0,0", ["000004"]),
        ("80,0,90,10", []),
    ],
    ids=["plain", "world", "antimeridian", "point", "empty"],
)
def test_a_box_shows_the_aircraft_in_it(
    stage: Stage, client: TestClient, box: str, expected: list[str]
) -> None:
    stage.show(
        place("000001", 47, 8),
        place("000002", -17, 179.9),
        place("000003", -17, -179.9),
        place("000004", 0, 0),
    )
    assert shown(client, f"?bbox={box}") == expected


@pytest.mark.parametrize(
    "box", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,91,1", "0,-181,1,1", "2,0,1,1"]
)
def test_a_box_that_is_none_is_a_problem_that_names_it(client: TestClient, box: str) -> None:
    body = problem(client.get("/flights/current", params={"bbox": box}), 422)
    assert [error["parameter"] for error in body["errors"]] == ["bbox"]


def test_addresses_may_be_repeated_and_in_capitals(stage: Stage, client: TestClient) -> None:
    stage.show(state("00000a"), state("00000b"), state("00000c"))
    assert shown(client, "?icao24=00000A&icao24=00000c&icao24=ffffff") == ["00000a", "00000c"]


def test_a_limit_cuts_and_the_count_is_of_what_is_answered(
    stage: Stage, client: TestClient
) -> None:
    stage.show(state("00000a"), state("00000b"))
    answer = client.get("/flights/current?limit=1").json()
    assert (answer["count"], len(answer["flights"])) == (1, 1)


@pytest.mark.parametrize("limit", ["0", "-1", "many", "1.5", ""])
def test_a_senseless_limit_is_a_problem_that_names_it(client: TestClient, limit: str) -> None:
    body = problem(client.get(f"/flights/current?limit={limit}"), 422)
    assert [error["parameter"] for error in body["errors"]] == ["limit"]


@pytest.mark.parametrize("path", ["/flights/current", "/flights/stats"])
def test_the_same_answer_is_not_sent_again(stage: Stage, client: TestClient, path: str) -> None:
    stage.show(state())
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[name] == first.headers[name]


@pytest.mark.parametrize("known", ['W/{}, "other"', '"other", {}', "*"])
def test_an_etag_is_found_weak_and_among_others(
    stage: Stage, client: TestClient, known: str
) -> None:
    stage.show(state())
    tag = client.get("/flights/current").headers["ETag"]
    headers = {"If-None-Match": known.format(tag)}
    assert client.get("/flights/current", headers=headers).status_code == 304


def test_a_new_sky_and_another_question_have_other_etags(stage: Stage, client: TestClient) -> None:
    stage.show(state("00000a"))
    tags = [client.get(f"/flights/current{query}").headers["ETag"] for query in ("", "?limit=1")]
    stage.show(state("00000b"))
    tags.append(client.get("/flights/current").headers["ETag"])
    assert len(set(tags)) == 3
    old = client.get("/flights/current", headers={"If-None-Match": tags[0]})
    assert old.status_code == 200


@pytest.mark.parametrize(("due", "low", "high"), [(20, 19, 22), (-60, 1, 1), (9_000, 60, 60)])
def test_an_answer_is_good_until_the_next_snapshot(
    stage: Stage, client: TestClient, due: float, low: int, high: int
) -> None:
    stage.note(next_poll_at=time.time() + due)
    control = client.get("/flights/current").headers["Cache-Control"]
    seconds = int(control.split("max-age=")[1].split(",")[0])
    assert control.startswith("public") and low <= seconds <= high


def test_statistics_count_the_current_sky(stage: Stage, client: TestClient) -> None:
    stage.show(
        state("000001", velocity=250.0),
        state("000002", on_ground=True, origin_country=None),
        state("000003", on_ground=None, squawk="7700"),
    )
    body = client.get("/flights/stats").json()
    assert (body["total"], body["airborne"], body["on_ground"], body["unknown"]) == (3, 1, 1, 1)
    assert body["by_country"] == {"Switzerland": 2, "unknown": 1}
    assert body["fastest"][0]["icao24"] == "000001"
    assert [e["state"]["icao24"] for e in body["emergencies"]] == ["000003"]


def test_before_the_first_snapshot_health_is_starting(client: TestClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "starting")
    assert answer.headers["Cache-Control"] == "no-store"


def test_health_is_well_when_the_feed_is(stage: Stage, client: TestClient) -> None:
    stage.note(snapshot_time=TIME, published=1)
    stage.show(state())
    answer = client.get("/health")
    components = answer.json()["components"]
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert set(components) == {"source", "broker", "live_view", "lakehouse"}
    assert components["live_view"]["aircraft"] == 1


def test_good_health_is_asked_once_for_all_who_ask_at_the_same_moment(
    stage: Stage, client: TestClient
) -> None:
    stage.note(snapshot_time=TIME, published=1)
    stage.show(state())
    headers = client.get("/health").headers
    assert headers["Cache-Control"] == "public, max-age=5"
    assert headers["Vary"].startswith("Accept, Accept-Encoding")


def test_health_is_degraded_while_kafka_is_away(stage: Stage, client: TestClient) -> None:
    stage.log.is_away = True
    stage.note(snapshot_time=TIME, published=1)
    stage.show(state())
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["components"]["broker"]["status"] == "down"


def test_the_lakehouse_is_not_reachable_before_the_first_load(client: TestClient) -> None:
    body = client.get("/databricks/status").json()
    assert (body["lakehouse"], body["reachable"]) == ("embedded", False)


@pytest.mark.parametrize("path", ["/", "/flights", "/flights/nothing/at/all", "/openapi"])
def test_an_unknown_path_is_a_problem(client: TestClient, path: str) -> None:
    assert path in problem(client.get(path), 404)["detail"]


def test_another_method_is_a_problem_that_names_the_right_one(client: TestClient) -> None:
    answer = client.delete("/flights/current")
    problem(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_a_damaged_shard_is_a_problem_and_no_crash(stage: Stage, client: TestClient) -> None:
    stage.store.put(f"live/{TOPIC}/00000.arrow.zst", b"no shard")
    problem(client.get("/flights/current"), 503)


@pytest.mark.parametrize("path", ["/flights/current", "/databricks/status"])
def test_a_damaged_note_is_a_problem_and_no_crash(
    stage: Stage, client: TestClient, path: str
) -> None:
    for key in ("state/feed.json", "state/lakehouse.json"):
        stage.store.put(key, b"{")
    problem(client.get(path), 503)
    health = client.get("/health")
    assert (health.status_code, health.json()["status"]) == (503, "down")


def test_the_openapi_document_is_valid(client: TestClient) -> None:
    validator = pytest.importorskip("openapi_spec_validator")
    document = client.get("/openapi.json").json()
    validator.validate(document)
    assert "/flights/ingest" in document["paths"]


def test_the_documentation_can_be_opened(client: TestClient) -> None:
    answer = client.get("/docs")
    assert answer.status_code == 200 and "/openapi.json" in answer.text


def test_the_api_answers_over_a_real_socket(stage: Stage) -> None:
    stage.show(state())
    config = uvicorn.Config(stage.app, "127.0.0.1", 0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        eventually(lambda: server.started)
        port = server.servers[0].sockets[0].getsockname()[1]
        url = f"http://127.0.0.1:{port}/flights/current"
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(url, timeout=5)
        assert answer.json()["count"] == 1
    finally:
        server.should_exit = True
        thread.join()
