"""What the endpoints stand on, made once for each process."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Protocol, cast

import msgspec

from flight_api.caching import Answers
from flight_api.formats import ColumnFormat
from flight_api.public_texts import public, without_places
from flight_api.schemas import LakehouseAnswer
from flight_tracker import health, lakehouse_status, wiring
from flight_tracker.changes import Memory
from flight_tracker.errors import FlightTrackerError, Unavailable
from flight_tracker.feed import Feed
from flight_tracker.frames import Frame, Frames
from flight_tracker.health import Component, Health
from flight_tracker.history import History
from flight_tracker.live_view import Sky
from flight_tracker.ports import Clock, ObjectStore, StateLog, StreamFormat
from flight_tracker.querying import LiveView, View
from flight_tracker.settings import api_keys
from flight_tracker.settings.api_keys import ApiKey

BROKER_LOOK_EVERY = 10.0
BROKER_SECONDS = 1.5

DEFAULT_RETRY = 60
"""Seconds, before the first load."""


UNREAD = View(Sky(None, []), Feed(), "", problem="the live view cannot be read")
"""In place of a view where none could ever be read."""

LOCKS = 16
"""Answers that are made at the same time, at most; the same answer is made once."""


class AnswerFormat(StreamFormat, ColumnFormat, Protocol):
    """Arrow as the API needs it: shards, answers, frames."""

    def open_frame(self, body: bytes) -> Frame:
        """Raises Unavailable for what is damaged."""


def _arrow() -> AnswerFormat:
    return cast(AnswerFormat, wiring.stream_format())


@dataclass(slots=True)
class Services:
    """The live view for reading, the log for ingest, the store for what others have noted.

    `ingest_api_keys` are entries of that setting. `history` connects to nothing before it is asked
    for. `clock` is the wall's, in Unix seconds.
    """

    live_view: LiveView
    log: StateLog
    store: ObjectStore
    topic: str
    ingest_api_keys: tuple[str, ...] = field(repr=False)
    lakehouse_name: str
    history: Callable[[], History]
    clock: Clock = time.time
    format: AnswerFormat = field(default_factory=_arrow)
    answers: Answers = field(default_factory=Answers)
    memory: Memory = field(default_factory=Memory)
    locks: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(LOCKS)))
    frames: Frames = field(init=False)
    producers: tuple[ApiKey, ...] = field(init=False, repr=False)
    _broker: tuple[float, Component] = field(
        default=(float("-inf"), Component(status="starting", detail="not asked yet")), init=False
    )

    def __post_init__(self) -> None:
        self.producers = tuple(map(api_keys.parse, self.ingest_api_keys))
        self.frames = Frames(self.store, self.format, self.format.open_frame)

    def health(self) -> Health:
        """The component table, whatever can be read."""
        down = {}
        try:
            view = self.live_view.view()
            if view.problem is not None:
                down["live_view"] = f"the last good view is served: {view.problem}"
        except Unavailable as error:
            view, down["live_view"] = UNREAD, public(error)
        try:
            lakehouse = lakehouse_status.read(self.store, self.lakehouse_name)
        except Unavailable as error:
            lakehouse, down["lakehouse"] = None, public(error)
        broker = self._ask_broker()
        report = health.health(
            time.time(), feed=view.feed, sky=view.sky, broker=broker, lakehouse=lakehouse
        )
        return _public(_down(report, down))

    def lakehouse(self) -> LakehouseAnswer:
        """What the last load noted, and whether the warehouse answers; asking wakes none."""
        status = lakehouse_status.read(self.store)
        refreshed = lakehouse_status.read_refresh(self.store)
        reachable, warehouse, latency, detail = self._ask_warehouse()
        if status is None:
            detail = f"nothing has been loaded yet; {detail}"
            return LakehouseAnswer(lakehouse=self.lakehouse_name, reachable=False, detail=detail)
        age = None if status.last_load_at is None else round(time.time() - status.last_load_at, 1)
        return LakehouseAnswer(
            lakehouse=self.lakehouse_name,
            reachable=reachable and status.error is None,
            detail=without_places(status.error or detail),
            warehouse=warehouse,
            latency_seconds=latency,
            tables=status.tables,
            last_load_at=status.last_load_at,
            last_load_seconds=status.last_load_seconds,
            last_load_files=status.last_load_files,
            last_load_rows=status.last_load_rows,
            lag_seconds=age,
            waiting_files=lakehouse_status.waiting_files(self.store, status),
            last_refresh_at=refreshed.last_refresh_at if refreshed else None,
            last_refresh_seconds=refreshed.last_refresh_seconds if refreshed else None,
            days_waiting=refreshed.days_waiting if refreshed else 0,
        )

    def next_load_in(self) -> int:
        """Seconds until the next load, which wakes the warehouse; at least one."""
        status = lakehouse_status.read(self.store)
        if status is None or status.last_load_at is None:
            return DEFAULT_RETRY
        return max(1, round(status.last_load_at + status.interval - time.time()))

    def _ask_warehouse(self) -> tuple[bool, str | None, float | None, str]:
        try:
            state = self.history().sql.state()
        except FlightTrackerError as error:
            return False, None, None, public(error)
        return True, state.state, state.latency_seconds, "as of the last load"

    def _ask_broker(self) -> Component:
        """Asked now and then only: a broker that is away costs its whole time-out."""
        asked_at, known = self._broker
        if time.monotonic() - asked_at > BROKER_LOOK_EVERY:
            try:
                cluster = self.log.cluster_id(BROKER_SECONDS)
                known = Component(status="ok", detail=f"cluster {cluster}")
            except Unavailable as error:
                known = Component(status="down", detail=public(error))
            self._broker = time.monotonic(), known
        return known


def _down(report: Health, reasons: Mapping[str, str]) -> Health:
    """What is shown is not the newest, or nothing: whoever watches must hear of it.

    Without the lakehouse there is still the live view.
    """
    if not reasons:
        return report
    parts = {
        name: msgspec.structs.replace(getattr(report.components, name), status="down", detail=why)
        for name, why in reasons.items()
    }
    components = msgspec.structs.replace(report.components, **parts)
    status = "degraded" if report.status == "ok" else report.status
    status = "down" if "live_view" in reasons else status
    return msgspec.structs.replace(report, status=status, components=components)


def _public(report: Health) -> Health:
    """Anybody may ask: no component tells a path of the machine or an address."""
    parts = msgspec.structs.asdict(report.components)
    told = {
        name: msgspec.structs.replace(part, detail=without_places(part.detail))
        for name, part in parts.items()
    }
    return msgspec.structs.replace(
        report, components=msgspec.structs.replace(report.components, **told)
    )
