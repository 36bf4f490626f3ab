"""Health: each part's status, and what they are together."""

from typing import Any

import pytest

from flight_tracker.feed import Feed
from flight_tracker.health import Component, Health, health
from flight_tracker.lakehouse_status import LakehouseStatus, TableRows
from flight_tracker.live_view import Sky
from tests.skies import TIME, state

BROKER = Component(status="ok", detail="4 partitions")


def lakehouse(**changes: Any) -> LakehouseStatus:
    tables = {"flight_states": TableRows(120, 3, 7)}
    fields = {"last_load_at": TIME - 30, "tables": tables} | changes
    return LakehouseStatus(lakehouse="embedded", interval=60, **fields)


def feed(**changes: Any) -> Feed:
    fields = {
        "source": "opensky",
        "snapshot_time": TIME - 5,
        "published": 1,
        "last_poll_at": TIME - 5.5,
        "next_poll_at": TIME + 24.5,
        "interval": 30,
    }
    return Feed(**(fields | changes))


def table(**changes: Any) -> Health:
    """The table of a tracker that is well, but for these changes."""
    parts: dict[str, Any] = {
        "feed": feed(),
        "sky": Sky(TIME - 5, [state()]),
        "broker": BROKER,
        "lakehouse": lakehouse(),
    }
    return health(TIME + 0.9, **(parts | changes))


def test_a_tracker_that_is_well_is_ok() -> None:
    found = table()
    parts = found.components
    assert (found.status, found.time) == ("ok", TIME)
    assert {parts.source.status, parts.live_view.status, parts.lakehouse.status} == {"ok"}
    assert (parts.live_view.aircraft, parts.live_view.snapshot_time) == (1, TIME - 5)
    assert (parts.source.detail, parts.live_view.detail) == ("polled every 30 s", "1 aircraft")
    assert parts.lakehouse.detail == "embedded: 120 states loaded"


def test_the_source_says_all_that_the_feed_knows() -> None:
    known = feed(reason="OpenSky answered", late_reason="rare", credits_remaining=7)
    source = table(feed=known).components.source
    assert (source.name, source.reason, source.late_reason) == (
        "opensky",
        "OpenSky answered",
        "rare",
    )
    assert (source.snapshot_time, source.last_poll_at, source.next_poll_at) == (
        TIME - 5,
        TIME - 6,
        TIME + 24,
    )
    assert (source.credits_remaining, source.detail) == (7, "rare")


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"last_poll_at": None}, "starting", "nothing has been polled yet"),
        ({"ended": True, "next_poll_at": None}, "ended", "played to its end"),
        ({"error": "no answer"}, "late", "the last poll failed: no answer"),
        ({"error": "no answer", "snapshot_time": None}, "down", "failed: no answer"),
        ({"next_poll_at": TIME - 69}, "ok", "polled every 30 s"),
        ({"next_poll_at": TIME - 70}, "late", "due 71 s ago has not come"),
        ({"next_poll_at": None}, "ok", "polled every 30 s"),
    ],
)
def test_a_source_is_in_one_of_five_states(
    changes: dict[str, Any], status: str, words: str
) -> None:
    source = table(feed=feed(**changes)).components.source
    assert source.status == status
    assert words in source.detail


@pytest.mark.parametrize(
    ("sky", "polled_at", "status", "words"),
    [
        (Sky(None, []), TIME, "starting", "no snapshot has arrived yet"),
        (Sky(TIME - 5, []), TIME, "ok", "0 aircraft"),
        (Sky(TIME - 35, [state()]), TIME - 9, "ok", "1 aircraft"),
        (Sky(TIME - 35, [state()]), TIME - 10, "late", "30 s behind the source"),
        (Sky(TIME + 99, [state()]), TIME - 10, "ok", "1 aircraft"),
    ],
)
def test_a_live_view_is_late_where_the_consumer_does_not_keep_up(
    sky: Sky, polled_at: float, status: str, words: str
) -> None:
    view = table(sky=sky, feed=feed(last_poll_at=polled_at)).components.live_view
    assert view.status == status
    assert words in view.detail


@pytest.mark.parametrize(
    ("status", "expected", "words"),
    [
        (None, "starting", "nothing has been loaded yet"),
        (lakehouse(error="away"), "down", "the last load failed: away"),
        (lakehouse(last_load_at=TIME - 179), "ok", "120 states loaded"),
        (lakehouse(last_load_at=TIME - 180), "late", "the last load was 181 s ago"),
        (lakehouse(tables={}), "ok", "embedded: 0 states loaded"),
    ],
)
def test_a_lakehouse_is_in_one_of_four_states(
    status: LakehouseStatus | None, expected: str, words: str
) -> None:
    found = table(lakehouse=status).components.lakehouse
    assert found.status == expected
    assert words in found.detail


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"feed": Feed(), "sky": Sky(None, [])}, "starting"),
        ({"sky": Sky(None, [])}, "starting"),
        ({"feed": feed(error="x", snapshot_time=None)}, "down"),
        ({"feed": feed(error="x", snapshot_time=None), "sky": Sky(None, [])}, "down"),
        ({"feed": feed(error="x")}, "degraded"),
        ({"feed": feed(ended=True)}, "ok"),
        ({"broker": Component(status="down", detail="away")}, "degraded"),
        ({"lakehouse": lakehouse(error="away")}, "degraded"),
        ({"lakehouse": None}, "ok"),
        ({"sky": Sky(TIME - 99, []), "feed": feed(last_poll_at=TIME - 20)}, "degraded"),
    ],
)
def test_the_whole_follows_from_its_parts(changes: dict[str, Any], status: str) -> None:
    assert table(**changes).status == status


def test_a_poll_or_load_is_late_only_beyond_its_grace() -> None:
    known, loaded = feed(next_poll_at=TIME - 70), lakehouse(last_load_at=TIME - 180)
    sky = Sky(TIME - 5, [state()])
    parts = health(TIME, feed=known, sky=sky, broker=BROKER, lakehouse=loaded).components
    assert (parts.source.status, parts.lakehouse.status) == ("ok", "ok")


def test_the_broker_is_shown_as_it_was_asked() -> None:
    away = Component(status="down", detail="Kafka: away")
    assert table(broker=away).components.broker == away
