"""What `watch` notes and tells, against a real webhook."""

import json
from collections.abc import Iterator

import pytest

from flight_tracker import health, incidents
from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.object_store import ObstoreObjectStore
from flight_tracker.errors import Unavailable
from flight_tracker.feed import Feed
from flight_tracker.health import Component, Health
from flight_tracker.lakehouse_status import LakehouseStatus
from flight_tracker.live_view import Sky
from flight_tracker.watching import Watch
from tests.integration.scripted_server import Answer, ScriptedServer

NOW = 1_700_000_000
WELL = Component(status="ok", detail="cluster test")
AWAY = Component(status="down", detail="no broker answers")
HOOK = "/hook"


class Tracker:
    """One whose health is as the test says."""

    def __init__(self, http: RequestsHttpClient, server: ScriptedServer) -> None:
        self.server, self.now, self.broker = server, NOW, WELL
        self.feed = Feed(source="simulation", last_poll_at=NOW, next_poll_at=NOW + 10**6)
        self.store = ObstoreObjectStore("memory://")
        self.watch = Watch(
            self.health,
            self.store,
            http,
            lambda: self.now,
            f"{server.url}{HOOK}",
            "http://localhost:3000",
        )
        server.on(HOOK, Answer())

    def health(self) -> Health:
        lakehouse = LakehouseStatus(lakehouse="none", interval=0)
        sky = Sky(NOW, [])
        return health.health(
            self.now, feed=self.feed, sky=sky, broker=self.broker, lakehouse=lakehouse
        )

    def told(self) -> list[str]:
        return [json.loads(asked.body)["text"] for asked in self.server.asked_for(HOOK)]

    def reject(self, first: int, last: int, partition: int = 0) -> None:
        folder = f"landing/rejected_states/log/{partition:05d}"
        self.store.put(f"{folder}/{first:020d}-{last:020d}.parquet", b"")


@pytest.fixture
def tracker(http: RequestsHttpClient, server: ScriptedServer) -> Iterator[Tracker]:
    yield Tracker(http, server)


def test_all_is_well_and_nobody_is_told(tracker: Tracker) -> None:
    assert tracker.watch.look().lasting == {}
    assert tracker.told() == []


def test_a_trouble_is_told_once_and_so_is_its_end(tracker: Tracker) -> None:
    tracker.broker = AWAY
    assert tracker.watch.look().lasting == {"broker": "no broker answers"}
    tracker.now += 600
    assert tracker.watch.look().sent == 0
    tracker.broker = WELL
    assert (tracker.watch.look().sent, tracker.watch.look().sent) == (1, 0)
    assert tracker.told() == [
        "Flight tracker: broker: no broker answers http://localhost:3000",
        "Flight tracker: broker: over after 10 min; it was: no broker answers "
        "http://localhost:3000",
    ]


def test_the_same_trouble_later_is_another_incident(tracker: Tracker) -> None:
    for tracker.broker in (AWAY, WELL, AWAY):
        tracker.watch.look()
        tracker.now += 60
    assert len(tracker.told()) == 3


def test_what_could_not_be_told_is_told_by_the_next_look(tracker: Tracker) -> None:
    tracker.server.on(HOOK, Answer(500), Answer())
    tracker.broker = AWAY
    with pytest.raises(Unavailable, match="webhook for alerts answered 500"):
        tracker.watch.look()
    assert tracker.watch.look().sent == 1


def test_an_error_does_not_tell_the_webhooks_address(
    http: RequestsHttpClient, tracker: Tracker
) -> None:
    secret = "http://127.0.0.1:9/services/T00/secret"
    watch = Watch(tracker.health, tracker.store, http, lambda: NOW, secret)
    tracker.broker = AWAY
    with pytest.raises(Unavailable) as caught:
        watch.look()
    assert "secret" not in str(caught.value)


def test_few_credits_are_a_trouble(tracker: Tracker) -> None:
    tracker.feed.credits_remaining = 39
    assert "39 of OpenSky's credits" in tracker.watch.look().lasting["credits"]
    tracker.feed.credits_remaining = 40
    assert tracker.watch.look().lasting == {}


def test_rejected_records_are_counted_from_the_last_look(tracker: Tracker) -> None:
    tracker.reject(0, 9, partition=1)
    assert tracker.watch.look().lasting == {}
    tracker.reject(0, 4, partition=0)
    tracker.reject(10, 10, partition=1)
    report = tracker.watch.look()
    assert report.lasting == {"dead letters": "6 records were rejected since the last look"}
    assert tracker.watch.look().lasting == {}


def test_a_noted_incident_is_told_by_the_next_look_and_only_its_job_ends_it(
    tracker: Tracker,
) -> None:
    tracker.watch.note("reconcile", "3 records are lost")
    assert tracker.told() == []
    assert tracker.watch.look().lasting == {"reconcile": "3 records are lost"}
    tracker.watch.note("reconcile", None)
    tracker.watch.look()
    assert [text.split(": ")[2][:10] for text in tracker.told()] == ["3 records ", "over after"]


def test_without_a_webhook_incidents_are_kept(http: RequestsHttpClient, tracker: Tracker) -> None:
    tracker.broker = AWAY
    watch = Watch(tracker.health, tracker.store, http, lambda: NOW)
    assert (watch.look().sent, len(watch.look().lasting)) == (0, 1)
    assert tracker.watch.look().sent == 1


def test_a_damaged_list_says_what_to_do(tracker: Tracker) -> None:
    tracker.store.put(incidents.KEY, b"{")
    with pytest.raises(Unavailable, match="delete it to begin anew"):
        tracker.watch.look()


def test_only_the_newest_of_what_is_over_are_kept() -> None:
    known = incidents.Incidents()
    for number in range(incidents.MOST_KEPT + 5):
        incidents.note(known, {"source": "late"}, ["source"], number)
        incidents.note(known, {}, ["source"], number)
    for incident in known.incidents:
        incidents.told(incident)
    incidents.note(known, {"source": "late"}, ["source"], 10**6)
    kept = incidents.decode(incidents.encode(known)).incidents
    assert (len(kept), kept[0].since, kept[-1].until) == (incidents.MOST_KEPT + 1, 5, None)
