"""Spark with Delta: `python driver.py JARS FOLDER`, by the Python that has PySpark.

Listens at FOLDER/socket. A connection asks one question, (statement, parameters, schema), and is
told (columns by name and type, rows) or what Spark says is wrong. Standard input is held open by
who started it: its end is the end of this process.
"""

import os
import sys
import threading
from datetime import UTC, datetime
from functools import cache
from multiprocessing.connection import Connection, Listener
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

SETTINGS = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
    "spark.sql.sources.default": "delta",  # as on Databricks
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "1g",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # Delta's parser drops the parameters that Spark's own would bind (delta-io/delta#7640).
    "spark.sql.legacy.parameterSubstitution.constantsOnly": "true",
    # For few rows and many statements: compiling them takes longer than reading them.
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
    "spark.databricks.delta.snapshotPartitions": "1",
}


class Spark:
    """A session for each schema, where plain names are looked for; all share the tables."""

    def __init__(self, jars: Path, folder: Path) -> None:
        builder = SparkSession.builder.master("local[2]")
        places = {
            "spark.jars": ",".join(map(str, sorted(jars.glob("*.jar")))),
            "spark.sql.warehouse.dir": str(folder / "tables"),
            "spark.local.dir": str(folder / "scratch"),
        }
        for name, value in (SETTINGS | places).items():
            builder = builder.config(name, value)
        self._first = builder.getOrCreate()
        self._first.sparkContext.setLogLevel("OFF")  # what fails is told to who asked
        self._lock = threading.Lock()
        self.session = cache(self._session)

    def _session(self, schema: str | None) -> SparkSession:
        with self._lock:
            session = self._first.newSession()
            if schema is not None:
                session.sql(f"USE spark_catalog.`{schema}`")
            return session

    def ask(self, statement: str, parameters: dict[str, Any], schema: str | None) -> Any:
        try:
            found = self.session(schema).sql(statement, args=parameters or None)
            columns = tuple((f.name, f.dataType.simpleString()) for f in found.schema.fields)
            return columns, [tuple(map(_plain, row)) for row in found.collect()]
        except Py4JJavaError as error:  # an exception of Delta's, of which PySpark knows nothing
            return _said(error.java_exception)
        except PySparkException as error:
            return str(error).strip()


def _said(exception: Any) -> str:
    """Its message, and that of what was at the bottom of it."""
    messages = [exception.getMessage() or exception.toString()]
    while (exception := exception.getCause()) is not None:
        messages = [messages[0], exception.toString()]
    return " because of ".join(messages)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)  # this process lives in UTC
    return bytes(value) if isinstance(value, bytearray) else value


def _answer(spark: Spark, connection: Connection) -> None:
    with connection:
        connection.send(spark.ask(*connection.recv()))


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)  # Java ends with its own input, which is ours


def main(jars: Path, folder: Path) -> None:
    threading.Thread(target=_end_with_input, daemon=True).start()
    spark = Spark(jars, folder)
    with Listener(str(folder / "socket"), backlog=16) as listener:
        while True:
            threading.Thread(target=_answer, args=(spark, listener.accept())).start()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
