"""What is packaged: each function's entry point, its libraries, and what it leaves out."""

from typing import NamedTuple

SOURCES = ("opensky", "readsb", "replay", "simulation")
KAFKA_UNUSED = tuple(
    f"confluent_kafka/{name}" for name in ("aio", "avro", "kafkatest", "schema_registry")
)
"""What of Kafka's client nobody here imports: records are JSON, and there is no registry."""

EMBEDDED = ("lakehouse_embedded", "sql_embedded", "upkeep_embedded")


class Function(NamedTuple):
    """One zip. `wiring` reaches every adapter; `leaves_out` are modules of the core that this
    entry point's settings never choose in the cloud, and `unused` are files of libraries, as
    patterns, that nothing here asks for."""

    name: str
    folder: str
    """Below `functions/`."""
    ceiling: int
    """Bytes of the zip."""
    leaves_out: tuple[str, ...]
    entry: str = "main"
    requirements: str = "requirements.txt"
    unused: tuple[str, ...] = ()
    does_without: tuple[str, ...] = ()
    """Libraries that are imported only by functions which this entry point never calls."""

    @property
    def handler(self) -> str:
        """As Lambda names it."""
        return f"{self.entry}.handler"


def _adapters(*names: str) -> tuple[str, ...]:
    """Their full names."""
    return tuple(f"flight_tracker.adapters.{name}" for name in names)


FUNCTIONS = (
    Function(
        "poll_opensky",
        "poll_opensky",
        ceiling=16_000_000,
        leaves_out=_adapters(
            "arrow_ipc",
            "kafka_reader",
            "lakehouse_databricks",
            "parquet",
            "sql_databricks",
            *EMBEDDED,
        ),
        unused=KAFKA_UNUSED,
    ),
    Function(
        "consume_batch",
        "consume_batch",
        ceiling=30_000_000,
        leaves_out=_adapters(
            *SOURCES, "http", "kafka_reader", "lakehouse_databricks", "sql_databricks", *EMBEDDED
        ),
        unused=KAFKA_UNUSED,
        does_without=("airportsdata",),  # the live view enriches; what writes it does not
    ),
    Function(
        "pull",
        "consume_batch",
        ceiling=30_000_000,
        entry="pull",
        leaves_out=_adapters(*SOURCES, "http", "lakehouse_databricks", "sql_databricks", *EMBEDDED),
        unused=KAFKA_UNUSED,
        does_without=("airportsdata",),
    ),
    Function(
        "load",
        "consume_batch",
        ceiling=65_000_000,
        entry="load",
        requirements="requirements-load.txt",
        leaves_out=_adapters(*SOURCES, "kafka_reader", "sql_databricks", *EMBEDDED),
        # Named by the Databricks client, imported by nobody: pandas would read Excel with it.
        unused=("openpyxl*", "et_xmlfile*", *KAFKA_UNUSED),
    ),
    Function(
        "api",
        "api",
        ceiling=26_000_000,
        leaves_out=_adapters(
            *SOURCES, "kafka_reader", "lakehouse_databricks", "parquet", *EMBEDDED
        ),
        unused=(
            *KAFKA_UNUSED,
            "anyio/_backends/_trio.py",
            "backports/zstd/tarfile.py",
            "backports/zstd/zipfile",
            "fastapi/.agents",
            "fastapi_offline/static/redoc.standalone.js",  # /docs is Swagger's page only
            "pydantic/mypy.py",
            "pydantic/v1",
            "urllib3/contrib/emscripten",
        ),
    ),
)
