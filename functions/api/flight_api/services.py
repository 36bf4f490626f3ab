"""What the endpoints stand on, made once for each process."""

import time
from dataclasses import dataclass, field

from flight_api.schemas import LakehouseAnswer
from flight_tracker import health, lakehouse_status
from flight_tracker.errors import Unavailable
from flight_tracker.health import Component, Health
from flight_tracker.ports import ObjectStore, StateLog
from flight_tracker.querying import LiveView

BROKER_LOOK_EVERY = 10.0
BROKER_SECONDS = 1.5


@dataclass(slots=True)
class Services:
    """The live view for reading, the log for ingest, the store for what others have noted."""

    live_view: LiveView
    log: StateLog
    store: ObjectStore
    topic: str
    ingest_api_keys: tuple[str, ...]
    lakehouse_name: str
    _broker: tuple[float, Component] = field(
        default=(float("-inf"), Component(status="starting", detail="not asked yet")), init=False
    )

    def health(self) -> Health:
        """The component table. Raises Unavailable if not even the store answers."""
        view = self.live_view.view()
        return health.health(
            time.time(),
            feed=view.feed,
            sky=view.sky,
            broker=self._ask_broker(),
            lakehouse=lakehouse_status.read(self.store),
        )

    def lakehouse(self) -> LakehouseAnswer:
        """What the last load noted."""
        status = lakehouse_status.read(self.store)
        if status is None:
            detail = "nothing has been loaded yet"
            return LakehouseAnswer(lakehouse=self.lakehouse_name, reachable=False, detail=detail)
        age = None if status.last_load_at is None else round(time.time() - status.last_load_at, 1)
        return LakehouseAnswer(
            lakehouse=self.lakehouse_name,
            reachable=status.error is None,
            detail=status.error or "as of the last load",
            tables=status.tables,
            last_load_at=status.last_load_at,
            last_load_seconds=status.last_load_seconds,
            last_load_files=status.last_load_files,
            last_load_rows=status.last_load_rows,
            lag_seconds=age,
        )

    def _ask_broker(self) -> Component:
        """Asked now and then only: a broker that is away costs its whole time-out."""
        asked_at, known = self._broker
        if time.monotonic() - asked_at > BROKER_LOOK_EVERY:
            try:
                cluster = self.log.cluster_id(BROKER_SECONDS)
                known = Component(status="ok", detail=f"cluster {cluster}")
            except Unavailable as error:
                known = Component(status="down", detail=str(error))
            self._broker = time.monotonic(), known
        return known
