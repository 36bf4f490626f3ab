"""Settings to use cases: the only place that chooses adapters.

Adapters are imported where they are chosen, so that a package holds only what its function uses.
"""

import time
from collections.abc import Callable, Mapping
from functools import cache

from flight_tracker import polling
from flight_tracker.consuming import Consumer
from flight_tracker.errors import ConfigError
from flight_tracker.history import History
from flight_tracker.polling import Poller
from flight_tracker.ports import (
    LogReader,
    ObjectStore,
    SecretStore,
    StateLog,
    StreamFormat,
    TableFormat,
)
from flight_tracker.pulling import Puller
from flight_tracker.querying import LiveView
from flight_tracker.secrets import Renewal
from flight_tracker.settings import KafkaSettings, Settings
from flight_tracker.wiring import lakehouses, sources
from flight_tracker.wiring.sources import simulation

__all__ = ["simulation"]

CLUSTER_ID_SECONDS = 10.0


def renewing(environ: Mapping[str, str], start: Callable[[Settings], None]) -> Renewal:
    """Starts a function from its settings: now, and anew when a secret of them has changed.

    Raises ConfigError or Unavailable.
    """
    return Renewal(environ, _secret_store, lambda e: start(Settings.from_env(e)), time.time)


def settings(environ: Mapping[str, str]) -> Settings:
    """Settings with the secrets that they refer to as they are now.

    Raises ConfigError or Unavailable.
    """
    found: list[Settings] = []
    renewing(environ, found.append)
    return found[0]


def poller(settings: Settings) -> Poller:
    """`poll_opensky`'s use case."""
    is_auto = settings.source.name == "auto"
    return Poller(
        source=sources.source(settings.source, "opensky" if is_auto else settings.source.name),
        fallback=sources.source(settings.source, "simulation") if is_auto else None,
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
        streams=stream_format(),
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


def live_view(settings: Settings) -> LiveView:
    """What `api` reads."""
    return LiveView(object_store(settings), stream_format(), time.time, settings.kafka.topic)


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
    return History(lakehouses.reader(settings))


def stream_format() -> StreamFormat:
    from flight_tracker.adapters.arrow_ipc import ArrowStreamFormat

    return ArrowStreamFormat()


def table_format() -> TableFormat:
    from flight_tracker.adapters.parquet import ParquetTableFormat

    return ParquetTableFormat()


def _secret_store() -> SecretStore:
    try:
        from flight_tracker.adapters.aws_secrets import AwsSecretStore
    except ModuleNotFoundError as error:
        message = f"a setting refers to a secret, which needs boto3 ({error.name}): install it"
        raise ConfigError([message]) from error
    return AwsSecretStore()
