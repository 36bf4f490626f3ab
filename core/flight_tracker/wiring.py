"""Settings to use cases: the only place that chooses adapters.

Adapters are imported where they are chosen, so that a package holds only what its function uses.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from flight_tracker import polling
from flight_tracker.backfilling import Backfill
from flight_tracker.consuming import Consumer
from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.history import History
from flight_tracker.loading import Loader
from flight_tracker.maintaining import Upkeep
from flight_tracker.polling import Poller
from flight_tracker.ports import (
    Lakehouse,
    LogReader,
    ObjectStore,
    SecretStore,
    SqlEngine,
    StateLog,
    StateSource,
    TableFormat,
)
from flight_tracker.pulling import Puller
from flight_tracker.querying import LiveView
from flight_tracker.refreshing import Refresher
from flight_tracker.secrets import Renewal
from flight_tracker.settings import DatabricksSettings, KafkaSettings, Settings, SourceSettings

if TYPE_CHECKING:
    from flight_tracker.adapters.simulation import SimulationSource

CLUSTER_ID_SECONDS = 10.0


def renewing(environ: Mapping[str, str], start: Callable[[Settings], None]) -> Renewal:
    """Starts a function from its settings: now, and anew when a secret of them has changed.

    Raises ConfigError or Unavailable.
    """
    return Renewal(environ, _secret_store, lambda e: start(Settings.from_env(e)), time.time)


def poller(settings: Settings) -> Poller:
    """`poll_opensky`'s use case."""
    is_auto = settings.source.name == "auto"
    return Poller(
        source=_source(settings.source, "opensky" if is_auto else settings.source.name),
        fallback=_source(settings.source, "simulation") if is_auto else None,
        log=state_log(settings),
        store=object_store(settings),
        clock=time.time,
        topic=settings.kafka.topic,
        rejected_topic=settings.kafka.rejected_topic,
        interval=settings.source.poll_interval,
        reason=f"FLIGHT_SOURCE={settings.source.name}",
    )


def consumer(settings: Settings) -> Consumer:
    """`consume_batch`'s use case."""
    log = state_log(settings)

    @cache
    def log_id() -> str:
        return settings.kafka.log_id or log.cluster_id(CLUSTER_ID_SECONDS)

    return Consumer(
        store=object_store(settings),
        log=log,
        tables=table_format(),
        rejected_topic=settings.kafka.rejected_topic,
        log_id=log_id,
    )


def log_reader(kafka: KafkaSettings) -> LogReader:
    """What a trigger, or a pull in its place, reads."""
    from flight_tracker.adapters.kafka_reader import KafkaReader

    return KafkaReader(kafka.client, (kafka.topic, kafka.rejected_topic))


def puller(settings: Settings) -> Puller:
    """What consumes where no trigger calls `consume_batch`."""
    return Puller(log_reader(settings.kafka), consumer(settings))


def loader(settings: Settings) -> Loader:
    """The use case of `consume_batch`'s second entry."""
    return Loader(
        _lakehouse(settings),
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
        sql=_sql(settings),
        lakehouse=_lakehouse(settings),
        store=object_store(settings),
        format=table_format(),
        clock=time.time,
        reference={"airports": airport_rows, "airlines": airline_rows},
    )


def upkeep(settings: Settings) -> Upkeep:
    """What the jobs do with the tables."""
    if settings.databricks is not None:
        raise ConfigError(["LAKEHOUSE=databricks has no upkeep here; only LAKEHOUSE=embedded has"])
    from flight_tracker.adapters.upkeep_embedded import EmbeddedUpkeep

    tables = EmbeddedUpkeep(str(settings.data_dir / "lake"), settings.kafka.topic)
    return Upkeep(tables, _lakehouse(settings), object_store(settings), time.time)


def backfill(settings: Settings, path: str) -> Backfill:
    """What lands a recording."""
    from flight_tracker.adapters.replay import ReplaySource

    return Backfill(
        source=ReplaySource(path),
        tables=table_format(),
        lakehouse=_lakehouse(settings),
        store=object_store(settings),
        topic=settings.kafka.topic,
        rejected_topic=settings.kafka.rejected_topic,
    )


def live_view(settings: Settings) -> LiveView:
    """What `api` reads."""
    return LiveView(object_store(settings), table_format(), time.time, settings.kafka.topic)


def rewind(settings: Settings) -> None:
    """After the embedded broker has started anew: poll again what was never consumed."""
    polling.rewind(object_store(settings), live_view(settings).view().sky.snapshot_time)


def object_store(settings: Settings) -> ObjectStore:
    from flight_tracker.adapters.object_store import ObstoreObjectStore

    return ObstoreObjectStore(settings.object_store_url)


def state_log(settings: Settings) -> StateLog:
    from flight_tracker.adapters.kafka import KafkaStateLog

    if settings.kafka.bootstrap_servers is None:
        raise ConfigError(
            [
                "KAFKA_BOOTSTRAP_SERVERS is missing: a function needs a broker; "
                "`make run` brings its own"
            ]
        )
    return KafkaStateLog(settings.kafka.client)


def history(settings: Settings) -> History:
    """What `api` asks about the past. Raises Unavailable where nothing is kept."""
    if settings.lakehouse == "none":
        raise Unavailable("this tracker keeps no history (LAKEHOUSE=none)")
    if settings.databricks is None:
        from flight_tracker.adapters.sql_embedded import EmbeddedSql

        return History(EmbeddedSql(str(settings.data_dir / "lake")))
    from flight_tracker.adapters.http import RequestsHttpClient
    from flight_tracker.adapters.sql_databricks import DatabricksReader

    warehouse = _warehouse(settings.databricks)
    return History(
        DatabricksReader(warehouse, RequestsHttpClient(), wakes=settings.databricks.wakes)
    )


def table_format() -> TableFormat:
    from flight_tracker.adapters.arrow import ArrowTableFormat

    return ArrowTableFormat()


def _secret_store() -> SecretStore:
    try:
        from flight_tracker.adapters.aws_secrets import AwsSecretStore
    except ModuleNotFoundError as error:
        message = f"a setting refers to a secret, which needs boto3 ({error.name}): install it"
        raise ConfigError([message]) from error
    return AwsSecretStore()


def _lakehouse(settings: Settings) -> Lakehouse:
    if settings.lakehouse == "none":
        raise ConfigError(["LAKEHOUSE=none: there is no lakehouse to load, ask or maintain"])
    if settings.databricks is not None:
        return _databricks(settings.databricks, settings.object_store_url)
    from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse

    return EmbeddedLakehouse(str(settings.data_dir / "lake"))


def _databricks(at: DatabricksSettings, object_store_url: str) -> Lakehouse:
    from flight_tracker.adapters.http import RequestsHttpClient

    bucket = object_store_url if at.landing == "external" else None
    if bucket is not None and not bucket.startswith(("s3://", "gs://")):
        message = (
            "OBJECT_STORE_URL must be s3:// or gs:// with DATABRICKS_LANDING=external: the "
            "warehouse reads the landing files there; DATABRICKS_LANDING=volume works everywhere"
        )
        raise ConfigError([message])
    with _databricks_client():
        from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse
    return DatabricksLakehouse(_warehouse(at), RequestsHttpClient(), bucket=bucket)


def _sql(settings: Settings) -> SqlEngine:
    if settings.databricks is None:
        from flight_tracker.adapters.sql_embedded import EmbeddedSql

        return EmbeddedSql(str(settings.data_dir / "lake"))
    from flight_tracker.adapters.http import RequestsHttpClient

    with _databricks_client():
        from flight_tracker.adapters.lakehouse_databricks.sql import DatabricksSql
    return DatabricksSql(_warehouse(settings.databricks), RequestsHttpClient())


def _warehouse(at: DatabricksSettings) -> Warehouse:
    return Warehouse(at.server_hostname, at.http_path, at.token, at.client, at.catalog, at.schema)


@contextmanager
def _databricks_client() -> Iterator[None]:
    """Says what to do where the client is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        message = f"LAKEHOUSE=databricks needs its client ({error.name}): run `make databricks`"
        raise ConfigError([message]) from error


def _source(settings: SourceSettings, name: str) -> StateSource:
    match name:
        case "opensky":
            return _opensky(settings)
        case "readsb":
            from flight_tracker.adapters.http import RequestsHttpClient
            from flight_tracker.adapters.readsb import ReadsbSource

            return ReadsbSource(RequestsHttpClient(), settings.readsb_api_url or "")
        case "replay":
            from flight_tracker.adapters.replay import ReplaySource

            return ReplaySource(
                settings.replay_path or "", speed=settings.replay_speed, loop=settings.replay_loop
            )
        case "simulation":
            return simulation(settings)
    raise AssertionError(f"no source is called {name}")


def simulation(settings: SourceSettings) -> "SimulationSource":
    """The simulated sky; benchmarks and tools use it too."""
    from flight_tracker.adapters.simulation import SimulationSource

    return SimulationSource(aircraft=settings.simulation_aircraft, seed=settings.simulation_seed)


def _opensky(settings: SourceSettings) -> StateSource:
    from flight_tracker.adapters.http import RequestsHttpClient
    from flight_tracker.adapters.opensky import OpenSkyAccess, OpenSkySource

    access = OpenSkyAccess(
        settings.opensky_api_url,
        settings.opensky_token_url,
        settings.opensky_client,
        settings.opensky_box,
        settings.opensky_daily_credits,
    )
    return OpenSkySource(RequestsHttpClient(), access)
