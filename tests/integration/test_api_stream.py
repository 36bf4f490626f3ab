"""`/flights/stream` over a real socket: one event for all who listen."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from flight_api import stream
from flight_api.app import create_app
from flight_tracker.settings import HttpSettings
from tests.integration.api_server import serving
from tests.integration.api_stage import Stage, place
from tests.integration.waiting import eventually
from tests.skies import TIME

CLIENTS = 200


class Listener:
    """Reads events as they come."""

    def __init__(self, port: int, **headers: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.connection.request("GET", "/flights/stream", headers=headers)
        self.id = ""
        self.answer = self.connection.getresponse()

    def next(self) -> tuple[str, Any]:
        """Name and data of the next event; comments are passed over."""
        name = ""
        while True:
            line = self.answer.readline().decode()
            assert line, "the stream has ended"
            if line.startswith("event: "):
                name = line[7:].strip()
            elif line.startswith("id: "):
                self.id = line[4:].strip()
            elif line.startswith("data: "):
                return name, json.loads(line[6:])

    def close(self) -> None:
        self.answer.close()
        self.connection.close()


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(stream, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(stream, "MOST_OF_ONE", CLIENTS)
    made = Stage()
    made.show(place("00000a", 1, 1), place("00000b", 2, 2))
    made.note()
    return made


@contextmanager
def listening(port: int, count: int = 1) -> Iterator[list[Listener]]:
    listeners = [Listener(port) for _ in range(count)]
    try:
        yield listeners
    finally:
        for listener in listeners:
            listener.close()


def move(stage: Stage) -> None:
    """One aircraft moves, one stays."""
    later = {"snapshot_time": TIME + 30}
    stage.show(place("00000a", 1.5, 1, last_contact=TIME + 30, **later))


def test_a_stream_begins_with_where_the_sky_is(stage: Stage) -> None:
    with serving(stage.app) as port, listening(port) as [listener]:
        assert listener.answer.getheader("content-type", "").startswith("text/event-stream")
        told = {"snapshot_time": TIME, "count": 2, "url": "/flights/current"}
        assert listener.next() == ("snapshot", told)


def test_what_changes_is_told_and_nothing_else(stage: Stage) -> None:
    with serving(stage.app) as port, listening(port) as [listener]:
        listener.next()
        eventually(lambda: stage.app.state.broadcast._watcher is not None)
        threading.Event().wait(0.3)
        move(stage)
        name, told = listener.next()
        assert (name, told["since"], told["left"]) == ("changes", TIME, [])
        assert [flight["icao24"] for flight in told["flights"]] == ["00000a"]


def test_an_event_is_made_once_for_all_who_listen(stage: Stage) -> None:
    with serving(stage.app) as port, listening(port, CLIENTS) as listeners:
        for listener in listeners:
            listener.next()
        threading.Event().wait(0.3)
        before = stage.app.state.broadcast.made
        move(stage)
        told = [listener.next() for listener in listeners]
        assert all(each == told[0] for each in told)
        assert 1 <= stage.app.state.broadcast.made - before <= 3  # a snapshot comes in parts


def test_nobody_is_watched_for_when_all_have_gone(stage: Stage) -> None:
    with serving(stage.app) as port:
        with listening(port) as [listener]:
            listener.next()
        stage.now += 1
        eventually(lambda: not stage.app.state.broadcast._clients or _noticed(stage))


def _noticed(stage: Stage) -> bool:
    """A server sees that a client has gone when it writes."""
    move(stage)
    return not stage.app.state.broadcast._clients


def test_more_listeners_than_there_are_places_are_refused(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_CLIENTS", 1)
    with serving(stage.app) as port, listening(port) as [listener]:
        listener.next()
        refused = Listener(port)
        assert (refused.answer.status, refused.answer.getheader("retry-after")) == (503, "30")
        refused.close()


def test_a_burst_takes_no_more_places_than_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_CLIENTS", 3)
    broadcast = stream.Broadcast(lambda: None)  # type: ignore[arg-type, return-value]
    places = [broadcast.join(f"192.0.2.{number}") for number in range(3)]
    with pytest.raises(HTTPException, match="no place for another") as refused:
        broadcast.join("192.0.2.3")
    assert refused.value.status_code == 503
    del places, refused
    assert broadcast.join("192.0.2.3")


def test_one_address_does_not_take_all_places(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "MOST_OF_ONE", 2)
    with serving(stage.app) as port, listening(port, 2) as listeners:
        for listener in listeners:
            listener.next()
        refused = Listener(port)
        body = json.load(refused.answer)
        assert (refused.answer.status, body["status"]) == (429, 429)
        assert refused.answer.getheader("retry-after") == "30"
        refused.close()
        assert stage.app.state.broadcast.join("192.0.2.1")


def test_the_address_is_the_one_that_a_trusted_proxy_tells(stage: Stage) -> None:
    proxies = HttpSettings(trusted_proxies=(ip_network("127.0.0.0/8"),))
    app = create_app(stage.app.state.services, proxies)
    with serving(app, proxy_headers=False) as port:
        listener = Listener(port, **{"X-Forwarded-For": "198.51.100.7"})
        listener.next()
        assert [one.address for one in app.state.broadcast._clients] == ["198.51.100.7"]
        listener.close()


def test_head_of_a_stream_ends_and_takes_no_place(stage: Stage) -> None:
    with serving(stage.app) as port:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("HEAD", "/flights/stream")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"")
        assert answer.getheader("content-type") == "text/event-stream; charset=utf-8"
        connection.request("HEAD", "/flights/stats")  # the connection is still good
        assert connection.getresponse().status == 200
        assert not stage.app.state.broadcast._clients
        connection.close()


def test_who_comes_back_gets_what_was_missed(stage: Stage) -> None:
    with serving(stage.app) as port, listening(port, 2) as [stays, leaves]:
        for one in (stays, leaves):
            one.next()
        threading.Event().wait(0.3)
        move(stage)
        assert leaves.next()[0] == "changes"
        leaves.close()
        stage.show(place("00000b", 2.5, 2, last_contact=TIME + 60, snapshot_time=TIME + 60))
        while stays.next()[1]["snapshot_time"] < TIME + 60:
            pass
        back = Listener(port, **{"Last-Event-ID": leaves.id})
        name, told = back.next()
        assert (name, told["snapshot_time"]) == ("changes", TIME + 60)
        back.close()


def test_who_was_away_for_long_begins_anew(stage: Stage) -> None:
    with serving(stage.app) as port:
        back = Listener(port, **{"Last-Event-ID": "forgotten"})
        assert back.next()[0] == "snapshot"
        back.close()


def test_a_server_that_stops_ends_its_streams(stage: Stage) -> None:
    with serving(stage.app, timeout_graceful_shutdown=1) as port:
        listener = Listener(port)
        listener.next()
    started = time.monotonic()
    assert not listener.answer.readline().startswith(b"event")
    assert time.monotonic() - started < 5
    listener.close()


def test_a_slow_client_is_told_to_begin_anew() -> None:
    broadcast = stream.Broadcast(lambda: None)  # type: ignore[arg-type, return-value]
    queue = stream.Queue("192.0.2.1")
    broadcast._clients.add(queue)
    assert len(broadcast._clients) == 1
    for number in range(stream.WAITING + 1):
        broadcast._send(b"%d" % number, b"anew")
    assert (queue.qsize(), queue.get_nowait()) == (1, b"anew")


def test_an_unknown_parameter_is_refused(stage: Stage) -> None:
    with stage.client() as client:
        assert client.get("/flights/stream?bbox=1,2,3,4").status_code == 422
