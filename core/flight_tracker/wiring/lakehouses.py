"""Which lakehouse it is: the tables, their SQL, their upkeep, and who reads them for the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from flight_tracker.databricks_access import Warehouse
from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.ports import Lakehouse, SqlEngine, SqlReader, TableUpkeep
from flight_tracker.settings import DatabricksSettings, Settings
from flight_tracker.wiring.sources import http_client


def tables(settings: Settings) -> Lakehouse:
    _check(settings)
    if settings.databricks is not None:
        return _databricks(settings.databricks, settings.object_store_url)
    from flight_tracker.adapters.lakehouse_embedded import EmbeddedLakehouse

    return EmbeddedLakehouse(str(settings.data_dir / "lake"))


def _databricks(at: DatabricksSettings, object_store_url: str) -> Lakehouse:
    bucket = object_store_url if at.landing == "external" else None
    if bucket is not None and not bucket.startswith(("s3://", "gs://")):
        message = (
            "OBJECT_STORE_URL must be s3:// or gs:// with DATABRICKS_LANDING=external: the "
            "warehouse reads the landing files there; DATABRICKS_LANDING=volume works everywhere"
        )
        raise ConfigError([message])
    with _databricks_client():
        from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse
    return DatabricksLakehouse(_warehouse(at), http_client(), bucket=bucket)


def upkeep(settings: Settings) -> TableUpkeep:
    _check(settings)
    if settings.databricks is None:
        from flight_tracker.adapters.upkeep_embedded import EmbeddedUpkeep

        return EmbeddedUpkeep(str(settings.data_dir / "lake"), settings.kafka.topic)
    with _databricks_client():
        from flight_tracker.adapters.lakehouse_databricks.upkeep import DatabricksUpkeep
    return DatabricksUpkeep(_warehouse(settings.databricks), http_client(), settings.kafka.topic)


def sql(settings: Settings) -> SqlEngine:
    if settings.databricks is None:
        from flight_tracker.adapters.sql_embedded import EmbeddedSql

        return EmbeddedSql(str(settings.data_dir / "lake"))
    with _databricks_client():
        from flight_tracker.adapters.lakehouse_databricks.sql import DatabricksSql
    return DatabricksSql(_warehouse(settings.databricks), http_client())


def reader(settings: Settings) -> SqlReader:
    """What the API asks about the past. Raises Unavailable where nothing is kept."""
    if settings.lakehouse == "none":
        raise Unavailable("this tracker keeps no history (LAKEHOUSE=none)")
    if settings.databricks is None:
        from flight_tracker.adapters.sql_embedded import EmbeddedSql

        return EmbeddedSql(str(settings.data_dir / "lake"))
    from flight_tracker.adapters.sql_databricks import DatabricksReader

    warehouse = _warehouse(settings.databricks)
    return DatabricksReader(warehouse, http_client(), wakes=settings.databricks.wakes)


def _check(settings: Settings) -> None:
    if settings.lakehouse == "none":
        raise ConfigError(["LAKEHOUSE=none: there is no lakehouse to load, ask or maintain"])


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
