"""What the use cases need from outside, each as small as can be.

Every port has an adapter per technology under `adapters/`, and one in memory for tests.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from flight_tracker.kafka_record import NewRecord, Record
from flight_tracker.live_view import Shard
from flight_tracker.snapshot import Snapshot
from flight_tracker.state_vector import StateVector
from flight_tracker.table import Table

Clock = Callable[[], float]
"""Unix time in seconds."""


class HttpRequest(NamedTuple):
    """What is asked of a server; `form` is sent URL-encoded, or else `json`."""

    method: str
    url: str
    headers: Mapping[str, str] = {}
    params: Mapping[str, Any] = {}
    form: Mapping[str, str] | None = None
    json: Any = None


class HttpAnswer(NamedTuple):
    """What a server answered. Header names are looked up in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpClient(Protocol):
    """The way out to other people's servers."""

    def send(self, request: HttpRequest, timeout: float) -> HttpAnswer:
        """One request, whole, within `timeout` seconds. Raises Unavailable."""


class StateSource(Protocol):
    """Somewhere that states come from."""

    @property
    def name(self) -> str:
        """`opensky`, `readsb`, `replay` or `simulation`."""

    @property
    def feed(self) -> str:
        """What exactly is watched: source, place, recording. Another feed is another sky."""

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        """The sky now; from a recording, the first snapshot later than `after`.

        Raises Unavailable, or RateLimited, within `timeout` seconds.
        """


class StateLog(Protocol):
    """A Kafka cluster, for writing."""

    def publish(self, topic: str, records: Iterable[NewRecord], timeout: float) -> int:
        """Write and wait until every delivery is confirmed; the number written.

        Raises Unavailable, naming how many are missing, if one is not within `timeout` seconds.
        """

    def cluster_id(self, timeout: float) -> str:
        """The cluster's own id. Raises Unavailable: also the way to ask whether it is there."""


class LogReader(Protocol):
    """A Kafka cluster, for reading some topics in the name of a consumer group."""

    def read(self, window: float) -> dict[tuple[str, int], list[Record]]:
        """New records by topic and partition, in order; nothing after `window` seconds."""

    def check(self) -> None:
        """Raises Unavailable if the cluster does not answer."""

    def commit(self, place: tuple[str, int], offset: int) -> None:
        """The next reader of the group goes on at `offset`. What fails is read again."""

    def hold(self, place: tuple[str, int], offset: int) -> None:
        """Read nothing of this partition until it is released, then from `offset`."""

    def release(self, places: Collection[tuple[str, int]]) -> None:
        """Read these partitions again."""

    def behind(self) -> int:
        """Records that wait in the partitions of which some have been read."""

    def close(self) -> None:
        """Leave the cluster."""


class StoredObject(NamedTuple):
    """An object and its version, which conditional writes compare."""

    body: bytes
    etag: str


class ObjectStore(Protocol):
    """A bucket or a folder. Keys use `/`. Every method may raise Unavailable."""

    def get(self, key: str) -> StoredObject | None:
        """The object, or None where there is none."""

    def put(self, key: str, body: bytes, *, if_match: str | None = "*") -> None:
        """Write whole. `if_match`: an etag replaces just that version, None just creates,
        "*" writes in any case. Raises Conflict where the condition does not hold."""

    def list(self, prefix: str, after: str | None = None) -> list[tuple[str, str]]:
        """Key and etag of each object below the folder `prefix`, in the order of the keys.

        Only those behind the key `after`, if it is given.
        """

    def delete(self, key: str) -> None:
        """Remove the object; nothing happens where there is none."""


class StreamFormat(Protocol):
    """Shards of the live view, and their frames, as bytes."""

    def encode_shard(self, shard: Shard) -> bytes:
        """A quantised Arrow IPC stream, compressed as a whole with zstd."""

    def decode_shard(self, body: bytes) -> Shard:
        """The inverse of `encode_shard`. Raises Unavailable for what is damaged."""


class TableFormat(Protocol):
    """Landing files as bytes."""

    def encode_states(self, rows: Sequence[tuple[Record, StateVector]], log_id: str) -> bytes:
        """A Parquet file of the table `flight_states`."""

    def encode_rejected(self, records: Sequence[Record], log_id: str) -> bytes:
        """A Parquet file of the table `rejected_states`."""

    def encode_table(self, table: Table, rows: Sequence[Sequence[Any]]) -> bytes:
        """A Parquet file of rows in the order of the table's columns; dates are days of 1970."""

    def days(self, table: Table, body: bytes) -> set[date]:
        """The `event_date` of a landing file's rows. Raises BadRecord at a damaged file."""


class LoadResult(NamedTuple):
    """New rows, and the files that could not be read with the reason.

    Those of a newer release are among them, and `waiting` for a newer loader.
    """

    rows: int
    damaged: dict[str, str]
    waiting: Sequence[str] = ()


class TableStatus(NamedTuple):
    """Rows, data files and the version of the last commit; None where asking has its price."""

    rows: int
    files: int | None = None
    version: int | None = None


class Lakehouse(Protocol):
    """Delta tables, wherever they are."""

    def migrate(self) -> None:
        """Create the tables that are missing."""

    def loaded(self) -> set[str]:
        """Keys of the landing files that `load_history` lists."""

    def load(self, table: str, files: Sequence[tuple[str, bytes]], loaded_at: float) -> LoadResult:
        """Merge landing files into `table` by its identity, then note them in `load_history`.

        A file that cannot be read is noted with its error; the others are loaded.
        """

    def tables(self) -> dict[str, TableStatus]:
        """What there is of each table."""


class Files(NamedTuple):
    """Data files and their bytes."""

    files: int
    bytes: int


class Offsets(NamedTuple):
    """The offsets that are there of one log's partition, in states and rejected records together.

    `rows` counts each row, `duplicates` those beyond the first of their offset. `gaps` are the
    largest ranges of offsets between `first` and `last` that no row has, by their own first and
    last.
    """

    log_id: str
    partition: int
    rows: int
    first: int
    last: int
    duplicates: int = 0
    gaps: tuple[tuple[int, int], ...] = ()


class TableUpkeep(Protocol):
    """What keeps the tables of a lakehouse small and true. Every method may raise Unavailable.

    A `condition` is SQL over the table's columns, made of checked values only.
    """

    def compact(self, table: str) -> tuple[Files, Files]:
        """Join small files and write a checkpoint; the files before and after."""

    def vacuum(self, table: str, hours: int, *, dry_run: bool) -> Files:
        """Delete files that no version of the last `hours` needs; what was, or would be."""

    def remove(self, table: str, condition: str, *, dry_run: bool) -> int:
        """Delete rows, and count them in the same commit; how many were, or would be."""

    def removed(self, partitions: Collection[tuple[str, int]]) -> Iterable[Offsets]:
        """What `remove` has deleted so far of these (log_id, partition), perhaps in parts.

        Only `rows`, `first` and `last` are known.
        """

    def offsets(self) -> Iterable[Offsets]:
        """Each partition of each log, in that order."""


class WarehouseState(NamedTuple):
    """The engine behind the tables: whether it runs, in its own words, and how soon it said so."""

    is_awake: bool
    state: str
    latency_seconds: float


class SqlReader(Protocol):
    """Questions to the tables of the lakehouse, by their plain names; `:name` is a parameter."""

    def query(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows of the answer.

        Raises NotFound while a table is not there, Asleep while the warehouse is not to be woken,
        or Unavailable.
        """

    def state(self) -> WarehouseState:
        """Asked without waking it. Raises Unavailable."""


class SqlEngine(Protocol):
    """What makes tables from tables. Each change is one commit: it happens whole, or not."""

    def query(self, statement: str, parameters: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """The rows of the answer. Raises NotFound while a table is not there, or Unavailable."""

    def replace_day(self, table: str, statement: str, parameters: Mapping[str, Any]) -> None:
        """The rows of `table` whose `event_date` is `:day` become those of the SELECT."""

    def replace_all(self, table: str, body: bytes) -> None:
        """The rows of `table` become those of this Parquet file."""


class SecretId(NamedTuple):
    """Which secret: `service` is `secretsmanager` or `ssm`, `name` its name or ARN."""

    service: str
    name: str

    def __str__(self) -> str:
        return f"{self.service}:{self.name}"


class SecretStore(Protocol):
    """Where secrets are kept."""

    def read(self, secret: SecretId) -> str:
        """The whole text, decrypted.

        Raises ConfigError, a sentence that says what to do, where it is missing or denied;
        Unavailable where the store asks for patience or does not answer.
        """
