"""What is of Databricks alone beside the contract: the real connector against a stand-in."""

import io
import itertools
import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("databricks.sql", reason="databricks-sql-connector is not installed")
pytest.importorskip("duckdb", reason="the stand-in warehouse needs duckdb")
pytest.importorskip("sqlglot", reason="the stand-in warehouse needs sqlglot")

from arro3.core import Array, DataType, RecordBatch
from arro3.io import write_parquet

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.lakehouse_databricks import DatabricksLakehouse, Limits, Warehouse
from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Unavailable
from flight_tracker.kafka_record import Record, dead_letter
from flight_tracker.tables import TABLES
from tests.skies import TIME, Clock, record, records, state
from tests.warehouse import CATALOG, StandInWarehouse
from tests.warehouse.engine import DuckDbEngine, Namespace, Result, SqlError

LOG = "log-1"
LOADED_AT = TIME + 60.5
DAY = 86_400
TOKEN = "dapi-secret-token"
CLIENT = ("principal", "principal-secret")
SCHEMA = "flight_tracker"
IMPATIENT = Limits(retry=1.0, socket=5.0)
"""Without a second attempt: the connector waits 5 s before one."""

File = tuple[str, bytes]


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[StandInWarehouse]:
    with StandInWarehouse(tmp_path / "volumes", TOKEN, CLIENT) as started:
        yield started


class Access:
    """Makes lakehouses and closes them."""

    def __init__(self, warehouse: StandInWarehouse, http: RequestsHttpClient) -> None:
        self._warehouse = warehouse
        self._http = http
        self._made: list[DatabricksLakehouse] = []
        self.clock = Clock()

    def __call__(
        self, limits: Limits = IMPATIENT, bucket: str | None = None, **changes: Any
    ) -> DatabricksLakehouse:
        where = Warehouse(
            self._warehouse.url,
            "/sql/1.0/warehouses/stand-in",
            token=TOKEN,
            catalog=CATALOG,
            schema=SCHEMA,
        )._replace(**changes)
        self._made.append(DatabricksLakehouse(where, self._http, self.clock, limits, bucket))
        return self._made[-1]

    def close(self) -> None:
        for lakehouse in self._made:
            lakehouse.close()


@pytest.fixture
def access(warehouse: StandInWarehouse, http: RequestsHttpClient) -> Iterator[Access]:
    made = Access(warehouse, http)
    yield made
    made.close()


@pytest.fixture
def lake(access: Access) -> DatabricksLakehouse:
    lakehouse = access()
    lakehouse.migrate()
    return lakehouse


def states_file(
    first: int, last: int, *, log: str = LOG, name: str | None = None, **changes: Any
) -> File:
    """A landing file with the offsets `first` to `last`; one aircraft each."""
    states = [state(f"{offset:06x}", **changes) for offset in range(first, last + 1)]
    pairs = list(zip(records(*states, first=first), states, strict=True))
    body = ParquetTableFormat().encode_states(pairs, log)
    return name or f"landing/flight_states/{log}/{first}-{last}.parquet", body


def letter(offset: int, origin: int | None, value: bytes | None = b"bad") -> Record:
    """A record of the dead-letter topic, of the bad record at `origin`."""
    at = None if origin is None else record(b"bad", origin)
    new = dead_letter(b"k", value, "icao24: missing", "opensky", at)
    return record(new.value, offset, topic="flights.rejected", key=new.key, headers=new.headers)


def rejected_file(*letters: Record) -> File:
    first, last = letters[0].offset, letters[-1].offset
    return f"landing/rejected_states/{first}-{last}", ParquetTableFormat().encode_rejected(
        letters, LOG
    )


def load(lake: DatabricksLakehouse, *files: File, table: str = "flight_states") -> int:
    return lake.load(table, files, LOADED_AT).rows


def select(warehouse: StandInWarehouse, columns: str, table: str = "flight_states") -> list[Any]:
    return warehouse.engine.query(f"SELECT {columns} FROM {CATALOG}.{SCHEMA}.{table} ORDER BY ALL")


def offsets(warehouse: StandInWarehouse) -> list[int]:
    return [offset for (offset,) in select(warehouse, "kafka_offset")]


# What there is


def test_migrating_twice_keeps_the_rows(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    load(lake, states_file(0, 4))
    warehouse.statements.clear()
    lake.migrate()
    assert offsets(warehouse) == [0, 1, 2, 3, 4]
    assert [statement.split()[0] for statement in warehouse.statements] == ["SELECT"]


def test_the_tables_are_those_that_were_declared(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    created = [text for text in warehouse.statements if text.startswith("CREATE TABLE")]
    for table, statement in zip(TABLES.values(), created, strict=True):
        keys = ", ".join((*table.partition_by, *table.cluster_by))
        clustered = f" CLUSTER BY ({keys})" if keys else ""
        assert f"`{CATALOG}`.`{SCHEMA}`.`{table.name}` (" in statement
        assert f"COMMENT '{table.comment}'{clustered} TBLPROPERTIES" in statement
        for column in table.columns:
            comment = column.comment.replace("'", "\\'")
            assert f"COMMENT '{comment}'" in statement
    found = warehouse.engine.query(
        f"SELECT column_name FROM (DESCRIBE {CATALOG}.{SCHEMA}.load_history)"
    )
    assert [name for (name,) in found] == [c.name for c in TABLES["load_history"].columns]


def test_a_schema_that_an_administrator_made_is_used(
    access: Access, warehouse: StandInWarehouse
) -> None:
    warehouse.engine.query(f"CREATE SCHEMA {CATALOG}.{SCHEMA}")
    warehouse.engine.denied = "CREATE SCHEMA"
    lakehouse = access()
    lakehouse.migrate()
    assert load(lakehouse, states_file(0, 1)) == 2


def test_loading_before_migrating_is_unavailable(access: Access) -> None:
    with pytest.raises(Unavailable, match="the next load creates it"):
        load(access(), states_file(0, 1))


def test_counting_takes_two_statements_however_many_tables_there_are(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    warehouse.statements.clear()
    lake.tables()
    assert len(warehouse.statements) == 2


# Each record once


def test_a_rejected_record_of_unknown_origin_is_there_once(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    headers = (("topic", b"other"), ("offset", b"not a number"))
    file = rejected_file(record(b"bad", 5, topic="flights.rejected", headers=headers))
    assert [load(lake, file, table="rejected_states") for _ in range(2)] == [1, 0]


# What has been loaded


def with_a_text_for_a_number(table: str) -> bytes:
    """A file with the right names and a type changed."""
    columns = TABLES[table].columns
    arrays = [Array(["x"], DataType.utf8()) for _ in columns]
    batch = RecordBatch.from_arrays(arrays, names=[column.name for column in columns])
    body = io.BytesIO()
    write_parquet(batch, body)
    return body.getvalue()


def damaged_bodies() -> dict[str, bytes]:
    good = states_file(0, 99)[1]
    return {
        "empty": b"",
        "text": b"no Parquet",
        "cut": good[:-20],
        "torn": good[:4] + bytes(64) + good[68:],
        "other table": rejected_file(letter(0, 1))[1],
        "type changed": with_a_text_for_a_number("flight_states"),
    }


@pytest.mark.parametrize("body", damaged_bodies().values(), ids=damaged_bodies().keys())
def test_a_damaged_file_is_noted_and_the_others_are_loaded(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse, body: bytes
) -> None:
    files = [states_file(0, 4), ("damaged", body), states_file(5, 6)]
    result = lake.load("flight_states", files, LOADED_AT)
    assert (result.rows, list(result.damaged)) == (7, ["damaged"])
    assert lake.loaded() == {key for key, _ in files}
    noted = {file: (rows, error) for file, rows, error in history(warehouse)}
    assert noted["damaged"] == (None, result.damaged["damaged"])


def history(warehouse: StandInWarehouse) -> list[Any]:
    return select(warehouse, "file, file_rows, error", "load_history")


def test_a_load_of_damaged_files_only_notes_them(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    assert load(lake, ("it's damaged", b"")) == 0
    assert lake.loaded() == {"it's damaged"}
    assert warehouse.uploaded == []


def test_a_long_history_comes_in_pages(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    files = [(f"damaged-{number}", b"") for number in range(2500)]
    warehouse.statements.clear()
    load(lake, *files)
    assert len(warehouse.statements) == 3
    assert len(lake.loaded()) == 2500
    assert warehouse.calls.count("FetchResults") == 2


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_load_is_four_statements_however_many_files(
    lake: DatabricksLakehouse,
    warehouse: StandInWarehouse,
    count: int,
    record_property: Any,
) -> None:
    files = [states_file(n * 50, n * 50 + 49) for n in range(count)]
    warehouse.statements.clear()
    assert load(lake, *files) == count * 50
    assert [text.split()[0] for text in warehouse.statements] == ["PUT", "MERGE", "MERGE", "REMOVE"]
    assert len(warehouse.uploaded) == 1
    assert not list(warehouse.engine.folder.rglob("*.parquet"))
    record_property("statement bytes", sum(map(len, warehouse.statements)))
    record_property("uploaded bytes", sum(warehouse.uploaded))


def test_a_statement_is_given_up_before_the_function_is(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    [configuration] = warehouse.sessions.values()
    assert configuration["STATEMENT_TIMEOUT"] == "600"


def test_a_merge_that_lost_against_another_is_repeated(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    warehouse.engine.conflicts = 4
    assert load(lake, states_file(0, 4)) == 5
    warehouse.engine.conflicts = 5
    with pytest.raises(Unavailable, match="DELTA_CONCURRENT_APPEND"):
        load(lake, states_file(0, 4))
    assert not list(warehouse.engine.folder.rglob("*.parquet"))


def test_two_loaders_at_once_do_no_harm(
    access: Access, lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    files = states_file(0, 49), states_file(30, 99)
    loaders = [access() for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(lambda loader: load(loader, *files), loaders))
    assert sum(counts) == 100
    assert offsets(warehouse) == list(range(100))
    assert len(history(warehouse)) == 2


def test_names_in_capitals_are_found_again(access: Access, lake: DatabricksLakehouse) -> None:
    load(lake, states_file(0, 4))
    assert access(schema=SCHEMA.upper()).tables()["flight_states"].rows == 5


# What goes wrong


def secret_free(error: pytest.ExceptionInfo[Unavailable]) -> str:
    text = str(error.value)
    for secret in (TOKEN, CLIENT[1], "presigned-secret", "wrong-secret"):
        assert secret not in text
    assert error.value.__cause__ is None
    return text


def test_a_wrong_token_is_named_and_not_told(access: Access) -> None:
    with pytest.raises(Unavailable) as error:
        access(token="wrong-secret").migrate()
    assert "DATABRICKS_TOKEN" in secret_free(error)


def test_a_deleted_warehouse_is_named(access: Access, warehouse: StandInWarehouse) -> None:
    with pytest.raises(Unavailable, match="DATABRICKS_HTTP_PATH"):
        access(http_path="/sql/1.0/warehouses/gone").migrate()


def test_a_missing_catalog_is_named(access: Access) -> None:
    with pytest.raises(Unavailable, match="DATABRICKS_CATALOG"):
        access(catalog="gone").migrate()


def test_an_answer_that_repeats_a_secret_is_not_repeated(access: Access) -> None:
    with pytest.raises(Unavailable) as error:
        access(catalog=TOKEN).migrate()
    assert "Catalog '***' was not found" in secret_free(error)


def test_a_missing_permission_is_named(access: Access, warehouse: StandInWarehouse) -> None:
    warehouse.engine.denied = "CREATE TABLE"
    with pytest.raises(Unavailable, match="grant USE CATALOG"):
        access().migrate()


def test_a_server_that_is_not_there_is_unavailable_at_once(access: Access) -> None:
    started = time.monotonic()
    with pytest.raises(Unavailable, match="no answer"):
        access(server_hostname="http://127.0.0.1:9").loaded()
    assert time.monotonic() - started < 5


def test_a_warehouse_that_stays_away_is_unavailable_in_bounded_time(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    warehouse.fail("503", "ExecuteStatement", times=99)
    started = time.monotonic()
    with pytest.raises(Unavailable, match="503"):
        lake.loaded()
    assert time.monotonic() - started < 5


def test_a_warehouse_that_starts_is_waited_for(access: Access, warehouse: StandInWarehouse) -> None:
    warehouse.fail("503", "OpenSession")
    lakehouse = access(limits=Limits(retry=20.0, socket=5.0))
    lakehouse.migrate()
    assert warehouse.calls.count("OpenSession") == 2


def test_a_slow_statement_is_waited_for(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse
) -> None:
    warehouse.asleep = 3
    assert load(lake, states_file(0, 4)) == 5
    assert lake.loaded() == {states_file(0, 4)[0]}
    assert warehouse.calls.count("GetOperationStatus") >= 12


CUTS = ("cut_before", "cut_after")
STEPS = ("PUT", "upload", "MERGE INTO `workspace`.`flight_tracker`.`flight", "MERGE INTO", "REMOVE")


@pytest.mark.parametrize(("step", "how"), list(itertools.product(STEPS, CUTS)))
def test_a_connection_cut_at_any_step_leaves_each_record_once(
    access: Access, lake: DatabricksLakehouse, warehouse: StandInWarehouse, step: str, how: str
) -> None:
    files = states_file(0, 4), states_file(3, 9)
    warehouse.fail(how, step, times=99)
    if step == "REMOVE":
        load(lake, *files)  # all is there: what was staged is no reason to fail
    else:
        with pytest.raises(Unavailable) as error:
            load(lake, *files)
        secret_free(error)
    warehouse.recover()
    load(lake, *files)
    assert offsets(warehouse) == list(range(10))
    assert [(file, rows) for file, rows, _ in history(warehouse)] == [
        (files[0][0], 5),
        (files[1][0], 7),
    ]


@pytest.mark.parametrize("how", CUTS)
def test_one_lost_answer_is_made_good(
    access: Access, warehouse: StandInWarehouse, how: str
) -> None:
    lakehouse = access(limits=Limits(retry=20.0, socket=5.0))
    lakehouse.migrate()
    warehouse.fail(how, "MERGE INTO `workspace`.`flight_tracker`.`flight")
    load(lakehouse, states_file(0, 4))
    assert offsets(warehouse) == [0, 1, 2, 3, 4]
    assert len(lakehouse.loaded()) == 1


@pytest.mark.parametrize("step", ["PUT", "MERGE INTO", "REMOVE", "SELECT"])
def test_a_session_that_has_expired_is_opened_anew(
    lake: DatabricksLakehouse, warehouse: StandInWarehouse, step: str
) -> None:
    load(lake, states_file(0, 4))
    expire_before(warehouse, step)
    assert load(lake, states_file(3, 9)) == 5
    assert len(lake.loaded()) == 2
    assert warehouse.calls.count("OpenSession") == 2


def expire_before(warehouse: StandInWarehouse, step: str) -> None:
    """End all sessions once the next such statement arrives."""
    fault = warehouse.fault

    def check(when: str, what: str) -> None:
        if when == "arrived" and what.startswith(step):
            warehouse.expire_sessions()
            warehouse.fault = fault  # type: ignore[method-assign]
        fault(when, what)

    warehouse.fault = check  # type: ignore[method-assign]


def test_a_token_of_a_service_principal_is_fetched_once(
    access: Access, warehouse: StandInWarehouse
) -> None:
    lakehouse = access(token=None, client=CLIENT)
    lakehouse.migrate()
    warehouse.expire_sessions()
    load(lakehouse, states_file(0, 4))
    lakehouse.close()
    lakehouse.tables()
    assert warehouse.issued == 1


def test_a_token_is_replaced_before_its_end(access: Access, warehouse: StandInWarehouse) -> None:
    lakehouse = access(token=None, client=CLIENT)
    lakehouse.migrate()
    access.clock.now += 3600 - 31
    lakehouse.loaded()
    assert warehouse.issued == 1
    access.clock.now += 1
    lakehouse.loaded()
    assert warehouse.issued == 2


def test_a_token_that_is_refused_is_replaced(access: Access, warehouse: StandInWarehouse) -> None:
    lakehouse = access(token=None, client=CLIENT)
    lakehouse.migrate()
    warehouse.tokens.discard("m2m-1")
    lakehouse.loaded()
    assert warehouse.issued == 2


def test_a_refused_service_principal_is_named_and_its_secret_is_not(access: Access) -> None:
    with pytest.raises(Unavailable) as error:
        access(token=None, client=(CLIENT[0], "wrong-secret")).migrate()
    assert "DATABRICKS_CLIENT_SECRET" in secret_free(error)


# With what Unity Catalog and Delta know of a table beside its columns, and with a bucket


BUCKET = "s3://bucket/prefix"
TEXT = r"'(?:[^'\\]|\\.)*'"
CREATED = re.compile(
    rf"CREATE TABLE IF NOT EXISTS (\S+) \((.+)\) COMMENT ({TEXT})(?: CLUSTER BY \((.+?)\))? TBL"
)
COMMENTED = re.compile(rf"(\w+) [A-Z]+(?: NOT NULL)? COMMENT ({TEXT})")
ALTERED = re.compile(
    rf"ALTER TABLE (\S+) (?:ALTER COLUMN (\w+) COMMENT ({TEXT})|CLUSTER BY \((.+)\)"
    r"|ADD CONSTRAINT (\w+) CHECK \((.+)\))$"
)
EITHER = re.compile(r"SELECT ([\w, ]+) FROM read_files\('([^']*)\{(.+?)\}', ((?:[^()]|\(\))+)\)")


class UnityEngine(DuckDbEngine):
    """Comments are DuckDB's own; clustering and constraints are remembered here."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.clustering: dict[str, list[str]] = {}
        self.constraints: dict[str, dict[str, str]] = {}
        self.refusal: str | None = None
        """What the bucket's storage says to who reads it."""
        self.query("ALTER VIEW memory.main.columns RENAME TO columns_of_all")
        self.query(
            "CREATE VIEW memory.main.columns AS SELECT c.*, d.comment FROM columns_of_all c"
            " JOIN duckdb_columns() d ON (d.schema_name, d.table_name, d.column_name) ="
            f" (c.table_schema, c.table_name, c.column_name) AND d.database_name = '{CATALOG}'"
        )
        self.query(
            "CREATE VIEW memory.main.tables AS SELECT schema_name AS table_schema, table_name,"
            f" comment FROM duckdb_tables() WHERE database_name = '{CATALOG}'"
        )

    def file(self, path: str) -> Path:
        in_bucket = path.removeprefix("s3://")
        return super().file(path) if in_bucket == path else self.folder / "s3" / in_bucket

    def run(self, statement: str, parameters: Mapping[str, Any], namespace: Namespace) -> Result:
        if self.refusal is not None and "s3://" in statement:
            raise SqlError(self.refusal)
        if statement.startswith("DESCRIBE DETAIL "):
            return self._detail(statement.split()[-1])
        if match := ALTERED.match(statement):
            return self._alter(match)
        tables = f"`{CATALOG}`.`information_schema`.`tables`"
        result = super().run(
            EITHER.sub(_union, statement).replace(tables, "memory.main.tables"),
            parameters,
            namespace,
        )
        if match := CREATED.match(statement):
            table, columns, comment, keys = match.groups()
            self.clustering[table] = keys.split(", ") if keys else []
            self.run(f"COMMENT ON TABLE {table} IS {comment}", {}, None)
            for column, text in COMMENTED.findall(columns):
                self._comment(table, column, text)
        return result

    def _comment(self, table: str, column: str, text: str) -> None:
        plain = text.replace("\\'", "''")
        self.query(f"COMMENT ON COLUMN {table.replace('`', '')}.{column} IS {plain}")

    def _alter(self, match: re.Match[str]) -> Result:
        table, column, comment, keys, name, condition = match.groups()
        if column:
            self._comment(table, column, comment)
        elif keys:
            self.clustering[table] = keys.split(", ")
        else:
            plain = re.sub(r"(\w+) RLIKE ('.*?')", r"regexp_matches(\1, \2)", condition)
            broken = f"SELECT count(*) FROM {table.replace('`', '')} WHERE ({plain}) IS NOT TRUE"
            if self.query(broken) != [(0,)]:
                raise SqlError(f"[DELTA_NEW_CHECK_CONSTRAINT_VIOLATION] rows violate {condition}")
            self.constraints.setdefault(table, {})[f"delta.constraints.{name}"] = condition
        return Result((), [])

    def _detail(self, table: str) -> Result:
        """As the connector gives arrays and maps without pyarrow: JSON."""
        known = self.clustering[table], self.constraints.get(table, {})
        columns = (("clusteringColumns", "VARCHAR"), ("properties", "VARCHAR"))
        return Result(columns, [tuple(map(json.dumps, known))])


def _union(match: re.Match[str]) -> str:
    """DuckDB knows no `{one,another}`."""
    columns, folder, names, options = match.groups()
    return " UNION ALL ".join(
        f"SELECT {columns} FROM read_files('{folder}{name}', {options})"
        for name in names.split(",")
    )


@pytest.fixture
def unity(tmp_path: Path) -> Iterator[UnityEngine]:
    engine = UnityEngine(tmp_path / "volumes")
    yield engine


@pytest.fixture
def catalog(unity: UnityEngine) -> Iterator[StandInWarehouse]:
    with StandInWarehouse(unity.folder, TOKEN, CLIENT, unity) as started:
        yield started


@pytest.fixture
def opened(catalog: StandInWarehouse, http: RequestsHttpClient) -> Iterator[Access]:
    """Each call is as another process would be."""
    made = Access(catalog, http)
    yield made
    made.close()


def full_name(table: str) -> str:
    return f"`{CATALOG}`.`{SCHEMA}`.`{table}`"


def altered(catalog: StandInWarehouse) -> list[str]:
    return [text for text in catalog.statements if text.startswith(("ALTER", "COMMENT"))]


def test_new_tables_get_their_checks(opened: Access, unity: UnityEngine) -> None:
    opened().migrate()
    with_checks = {full_name(table.name) for table in TABLES.values() if table.checks}
    assert unity.constraints.keys() == with_checks
    [condition] = unity.constraints[full_name("rejected_states")].values()
    assert condition.startswith("(origin_partition IS NULL OR origin_partition >= 0) AND (origin_o")


def test_tables_that_are_as_declared_are_not_altered(
    opened: Access, catalog: StandInWarehouse
) -> None:
    opened().migrate()
    catalog.statements.clear()
    lakehouse = opened()
    lakehouse.migrate()
    assert {text.split()[0] for text in catalog.statements} == {"SELECT", "DESCRIBE"}
    catalog.statements.clear()
    lakehouse.migrate()
    assert [text.split()[0] for text in catalog.statements] == ["SELECT"]


def test_what_differs_is_brought_up_to_date_and_nothing_else(
    opened: Access,
    unity: UnityEngine,
    catalog: StandInWarehouse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = TABLES["flight_states"]
    columns = [table.columns[0]._replace(comment="it's \\ old"), *table.columns[1:]]
    old = table._replace(comment="old", columns=tuple(columns), cluster_by=(), checks=())
    monkeypatch.setitem(TABLES, "flight_states", old)
    opened().migrate()
    monkeypatch.setitem(TABLES, "flight_states", table)
    catalog.statements.clear()
    opened().migrate()
    name = full_name("flight_states")
    assert [text.partition(" CHECK ")[0] for text in altered(catalog)] == [
        f"COMMENT ON TABLE {name} IS '{table.comment}'",
        f"ALTER TABLE {name} ALTER COLUMN icao24 COMMENT '{table.columns[0].comment}'",
        f"ALTER TABLE {name} CLUSTER BY (event_date, icao24, snapshot_time)",
        f"ALTER TABLE {name} ADD CONSTRAINT valid_values",
    ]
    catalog.statements.clear()
    opened().migrate()
    assert altered(catalog) == []


def test_who_may_not_alter_a_table_may_load_it(
    opened: Access,
    unity: UnityEngine,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened().migrate()
    unity.constraints.clear()
    unity.denied = "ALTER TABLE"
    lakehouse = opened()
    with caplog.at_level(logging.WARNING, "flight_tracker"):
        lakehouse.migrate()
    assert load(lakehouse, states_file(0, 4)) == 5
    told = [record.message for record in caplog.records if record.name.startswith("flight_tracker")]
    assert [message.partition(":")[0] for message in told] == ["flight_states", "rejected_states"]
    assert all("grant" in message for message in told)


def test_old_rows_that_break_a_check_do_not_stop_the_load(
    opened: Access, unity: UnityEngine, caplog: pytest.LogCaptureFixture
) -> None:
    lakehouse = opened()
    lakehouse.migrate()
    load(lakehouse, states_file(0, 4))
    unity.query(f"UPDATE {CATALOG}.{SCHEMA}.flight_states SET icao24 = 'x' WHERE kafka_offset = 1")
    unity.constraints.clear()
    again = opened()
    with caplog.at_level(logging.WARNING, "flight_tracker"):
        again.migrate()
    assert "flight_states: not brought up to date" in caplog.text
    assert load(again, states_file(5, 9)) == 5


def test_a_warehouse_that_is_lost_meanwhile_is_unavailable(
    opened: Access, catalog: StandInWarehouse
) -> None:
    opened().migrate()
    catalog.fail("cut_before", "DESCRIBE", times=99)
    with pytest.raises(Unavailable, match="503"):
        opened().migrate()


# Where the warehouse reads the bucket itself


def land(unity: UnityEngine, *files: File) -> None:
    """As the consumer does."""
    for key, body in files:
        path = unity.file(f"{BUCKET}/{key}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


@pytest.fixture
def beside(opened: Access) -> DatabricksLakehouse:
    """The lakehouse of a bucket."""
    lakehouse = opened(bucket=f"{BUCKET}/")
    lakehouse.migrate()
    return lakehouse


@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_load_from_the_bucket_is_two_statements_however_many_files(
    beside: DatabricksLakehouse, unity: UnityEngine, catalog: StandInWarehouse, count: int
) -> None:
    files = [states_file(n * 50, n * 50 + 49, log=f"log-{n % 4}") for n in range(count)]
    land(unity, *files)
    catalog.statements.clear()
    assert load(beside, *files) == count * 50
    assert [text.split()[0] for text in catalog.statements] == ["MERGE", "MERGE"]
    assert catalog.uploaded == []
    assert sum(map(len, catalog.statements)) < 20_000
    assert beside.loaded() == {key for key, _ in files}


def test_files_of_the_bucket_that_overlap_are_there_once(
    beside: DatabricksLakehouse, unity: UnityEngine, catalog: StandInWarehouse
) -> None:
    files = states_file(0, 4), states_file(3, 9), states_file(0, 9)
    land(unity, *files)
    assert [load(beside, *files) for _ in range(2)] == [10, 0]
    assert offsets(catalog) == list(range(10))


def test_a_damaged_file_of_the_bucket_is_noted_and_not_read(
    beside: DatabricksLakehouse, unity: UnityEngine, catalog: StandInWarehouse
) -> None:
    files = states_file(0, 4), ("landing/flight_states/log-1/damaged.parquet", b"no Parquet")
    land(unity, *files)
    assert load(beside, *files) == 5
    assert beside.loaded() == {key for key, _ in files}
    assert not any("damaged" in text for text in catalog.statements)


def test_a_rejected_record_of_the_bucket_is_loaded(
    beside: DatabricksLakehouse, unity: UnityEngine, catalog: StandInWarehouse
) -> None:
    file = rejected_file(letter(0, 17), letter(1, 18, None))
    land(unity, file)
    assert load(beside, file, table="rejected_states") == 2
    found = select(catalog, "origin_offset, value", "rejected_states")
    assert found == [(17, b"bad"), (18, None)]


REFUSALS = {
    "[INSUFFICIENT_PERMISSIONS] User does not have READ FILES on External Location 'x'.": "grant",
    "[NO_PARENT_EXTERNAL_LOCATION_FOR_PATH] No parent external location was found": "grant",
    "java.nio.file.AccessDeniedException: s3://bucket/prefix: 403 Forbidden": "grant",
    "Unsupported encoding: BYTE_STREAM_SPLIT": "decode",
}


@pytest.mark.parametrize(("refusal", "hint"), REFUSALS.items())
def test_a_bucket_that_the_warehouse_may_not_read_is_explained(
    beside: DatabricksLakehouse, unity: UnityEngine, refusal: str, hint: str
) -> None:
    land(unity, states_file(0, 4))
    unity.refusal = refusal
    with pytest.raises(Unavailable) as error:
        load(beside, states_file(0, 4))
    text = secret_free(error)
    assert hint in text and "DATABRICKS_LANDING=volume" in text
    assert ("READ FILES" in text) == (hint == "grant")
    unity.refusal = None
    assert beside.loaded() == set()
    assert load(beside, states_file(0, 4)) == 5


def test_another_failure_is_told_as_it_is(beside: DatabricksLakehouse, unity: UnityEngine) -> None:
    land(unity, states_file(0, 4))
    unity.denied = "MERGE"
    with pytest.raises(Unavailable, match="grant USE CATALOG"):
        load(beside, states_file(0, 4))
