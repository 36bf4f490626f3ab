"""Settings to the use cases of jobs: apart, because no other function needs them at its start."""

import time
from functools import cache, partial

from flight_tracker import credits, health, lakehouse_status
from flight_tracker.backfilling import Backfill
from flight_tracker.completing import Completing
from flight_tracker.errors import Unavailable
from flight_tracker.health import Component, Health
from flight_tracker.loading import Loader
from flight_tracker.maintaining import Upkeep
from flight_tracker.reconcile_report import NOT_ASKED
from flight_tracker.reconciling import Reconcile
from flight_tracker.refreshing import Refresher
from flight_tracker.reloading import Reload
from flight_tracker.reporting import Reporting
from flight_tracker.retrying import Retry
from flight_tracker.scheduling import Scheduling
from flight_tracker.settings import Settings, SourceSettings
from flight_tracker.unlanded import AskedLog
from flight_tracker.watching import Watch
from flight_tracker.wiring import (
    CLUSTER_ID_SECONDS,
    lakehouses,
    live_view,
    object_store,
    sources,
    state_log,
    table_format,
)


def loader(settings: Settings) -> Loader:
    """The use case of `consume_batch`'s second entry."""
    return Loader(
        lakehouses.tables(settings),
        object_store(settings),
        time.time,
        name=settings.lakehouse,
        interval=settings.load_interval,
    )


def refresher(settings: Settings) -> Refresher:
    """What makes the gold tables."""
    from flight_tracker.reference.airlines import airline_rows
    from flight_tracker.reference.airports import airport_rows

    return Refresher(
        sql=lakehouses.sql(settings),
        lakehouse=lakehouses.tables(settings),
        store=object_store(settings),
        format=table_format(),
        clock=time.time,
        reference={"airports": airport_rows, "airlines": airline_rows},
    )


def upkeep(settings: Settings) -> Upkeep:
    """What the jobs do with the tables."""
    return Upkeep(lakehouses.upkeep(settings), time.time)


def reconcile(settings: Settings) -> Reconcile:
    """What compares Kafka, landing files and tables."""
    return Reconcile(
        lakehouses.upkeep(settings),
        lakehouses.tables(settings),
        object_store(settings),
        time.time,
        log=_asked_log(settings),
    )


def _asked_log(settings: Settings) -> AskedLog | None:
    """None where no broker is set, as in a function that has no way to it."""
    if settings.kafka.bootstrap_servers is None:
        return None
    from flight_tracker.adapters.kafka import KafkaOffsets

    offsets = KafkaOffsets(settings.kafka.client)

    @cache
    def log_id() -> str:
        return settings.kafka.log_id or offsets.cluster_id(CLUSTER_ID_SECONDS)

    return AskedLog(offsets, settings.kafka.topic, settings.kafka.rejected_topic, log_id)


def reload(settings: Settings) -> Reload:
    """What loads landing files again."""
    return Reload(lakehouses.upkeep(settings), object_store(settings), table_format())


def watch(settings: Settings) -> Watch:
    """What looks after the whole tracker, and tells of troubles."""
    store = object_store(settings)

    def report() -> Health:
        view = live_view(settings).view()
        return health.health(
            time.time(),
            feed=view.feed,
            sky=view.sky,
            broker=_broker(settings),
            lakehouse=lakehouse_status.read(store, settings.lakehouse),
        )

    return Watch(
        report,
        store,
        sources.http_client(),
        time.time,
        webhook=settings.alert_webhook,
        link=settings.alert_link,
    )


def _broker(settings: Settings) -> Component:
    """Of the machine that watches: without KAFKA_BOOTSTRAP_SERVERS it does not ask."""
    if settings.kafka.bootstrap_servers is None:
        return Component(status="ok", detail=NOT_ASKED)
    try:
        cluster = state_log(settings).cluster_id(CLUSTER_ID_SECONDS)
    except Unavailable as error:
        return Component(status="down", detail=str(error))
    return Component(status="ok", detail=f"cluster {cluster}")


def retry(settings: Settings) -> Retry:
    """What sends rejected records again."""
    return Retry(
        lakehouses.sql(settings),
        object_store(settings),
        state_log(settings),
        settings.kafka.topic,
    )


def reporting(settings: Settings) -> Reporting:
    """What makes the report of a day."""
    sql, store, polled = lakehouses.sql(settings), object_store(settings), settings.source
    interval = partial(_interval, polled)
    completing = Completing(sql, store, time.time, interval)
    return Reporting(sql, store, polled.poll_interval, completing)


def _interval(polled: SourceSettings, source: str | None) -> float:
    """Seconds between two polls: OpenSky's credits may stretch the wanted ones."""
    if source != "opensky":
        return polled.poll_interval
    has_account = polled.opensky_client is not None
    budget = credits.budget(
        polled.opensky_box, polled.opensky_daily_credits, has_account=has_account
    )
    return credits.interval(budget, wanted=polled.poll_interval, now=time.time())


def scheduling(settings: Settings) -> Scheduling:
    """What pauses the polls, or makes them rarer."""
    return Scheduling(object_store(settings), time.time)


def backfill(settings: Settings, path: str) -> Backfill:
    """What lands a recording."""
    from flight_tracker.adapters.replay import ReplaySource

    return Backfill(
        source=ReplaySource(path),
        tables=table_format(),
        lakehouse=lakehouses.tables(settings),
        store=object_store(settings),
        topic=settings.kafka.topic,
        rejected_topic=settings.kafka.rejected_topic,
    )
