"""Is everything well, and if not, what is wrong: one component table. Pure."""

from typing import Literal

import msgspec

from flight_tracker import lakehouse_status
from flight_tracker.feed import Feed
from flight_tracker.lakehouse_status import LakehouseStatus
from flight_tracker.live_view import Sky

Status = Literal["ok", "starting", "late", "ended", "down"]

MISSED_POLLS = 2
"""A feed is late when this many polls are overdue."""

GRACE = 10
"""Seconds that a snapshot may take from the poll to the live view."""


class Component(msgspec.Struct, kw_only=True):
    """One part of the tracker and, in a sentence, how it is."""

    status: Status
    detail: str


class SourceComponent(Component, kw_only=True):
    """The source: `reason` says why this one is shown, `late_reason` why polls are rare."""

    name: str | None
    reason: str
    snapshot_time: int | None
    last_poll_at: int | None
    next_poll_at: int | None
    late_reason: str | None
    credits_remaining: int | None


class LiveViewComponent(Component, kw_only=True):
    """The live view."""

    snapshot_time: int | None
    aircraft: int


class Components(msgspec.Struct, kw_only=True):
    """Every part by its name."""

    source: SourceComponent
    broker: Component
    live_view: LiveViewComponent
    lakehouse: Component


class Health(msgspec.Struct, kw_only=True):
    """`down` and `starting` are answered with 503, `ok` and `degraded` with 200."""

    status: Literal["ok", "starting", "degraded", "down"]
    time: int
    components: Components


def health(
    now: float,
    *,
    feed: Feed,
    sky: Sky,
    broker: Component,
    lakehouse: LakehouseStatus | None,
) -> Health:
    """The whole table from what is known of each part."""
    components = Components(
        source=_source(feed, now),
        broker=broker,
        live_view=_live_view(feed, sky, now),
        lakehouse=_lakehouse(lakehouse, now),
    )
    return Health(status=_overall(components), time=int(now), components=components)


def _overall(parts: Components) -> Literal["ok", "starting", "degraded", "down"]:
    view = parts.live_view.status
    if parts.source.status == "down" or view == "down":
        return "down"
    if view == "starting":
        return "starting"
    every = (parts.source.status, parts.broker.status, view, parts.lakehouse.status)
    return "degraded" if "late" in every or "down" in every else "ok"


def _source(feed: Feed, now: float) -> SourceComponent:
    status, detail = _source_status(feed, now)
    return SourceComponent(
        status=status,
        detail=detail,
        name=feed.source,
        reason=feed.reason,
        snapshot_time=feed.snapshot_time,
        last_poll_at=None if feed.last_poll_at is None else int(feed.last_poll_at),
        next_poll_at=None if feed.next_poll_at is None else int(feed.next_poll_at),
        late_reason=feed.late_reason,
        credits_remaining=feed.credits_remaining,
    )


def _source_status(feed: Feed, now: float) -> tuple[Status, str]:
    if feed.last_poll_at is None:
        return "starting", "nothing has been polled yet"
    if feed.ended:
        return "ended", "the recording has been played to its end"
    if feed.error is not None:
        down = feed.snapshot_time is None
        return ("down" if down else "late"), f"the last poll failed: {feed.error}"
    overdue = now - (feed.next_poll_at or now)
    if overdue > MISSED_POLLS * feed.interval + GRACE:
        return "late", f"the poll that was due {overdue:.0f} s ago has not come"
    return "ok", feed.late_reason or f"polled every {feed.interval:g} s"


def _live_view(feed: Feed, sky: Sky, now: float) -> LiveViewComponent:
    status: Status = "ok"
    detail = f"{len(sky.states)} aircraft"
    if sky.snapshot_time is None:
        status, detail = "starting", "no snapshot has arrived yet"
    elif feed.snapshot_time is not None and sky.snapshot_time < feed.snapshot_time:
        waiting = now - (feed.last_poll_at or now)
        if waiting > GRACE:
            status = "late"
            behind = feed.snapshot_time - sky.snapshot_time
            detail = f"{behind} s behind the source: the consumer does not keep up"
    return LiveViewComponent(
        status=status,
        detail=detail,
        snapshot_time=sky.snapshot_time,
        aircraft=len(sky.states),
    )


def _lakehouse(status: LakehouseStatus | None, now: float) -> Component:
    if status is None:
        return Component(status="starting", detail="nothing has been loaded yet")
    if status.lakehouse == lakehouse_status.NONE:
        return Component(status="ok", detail="none: no history is kept")
    if status.error is not None:
        return Component(status="down", detail=f"the last load failed: {status.error}")
    age = now - (status.last_load_at or now)
    if age > MISSED_POLLS * status.interval + 60:
        return Component(status="late", detail=f"the last load was {age:.0f} s ago")
    rows = status.tables["flight_states"].rows if "flight_states" in status.tables else 0
    return Component(status="ok", detail=f"{status.lakehouse}: {rows} states loaded")
