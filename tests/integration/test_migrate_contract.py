"""Tables and landing files of other releases, on every lakehouse."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from arro3.core import Array, DataType
from arro3.core import Table as Rows
from arro3.io import read_parquet, write_parquet

from flight_tracker.adapters.parquet import ParquetTableFormat
from flight_tracker.errors import Unavailable
from flight_tracker.table import Column
from flight_tracker.tables import FLIGHT_STATES, TABLES
from tests.integration import lakes
from tests.integration.lakes import Place
from tests.skies import TIME, records, state

COLUMNS = FLIGHT_STATES.columns
NEWEST = Column("altitude_source", "string", "of a release to come")


def other_release(monkeypatch: pytest.MonkeyPatch, *columns: Column) -> None:
    """From here on `flight_states` is declared with these columns."""
    monkeypatch.setitem(TABLES, "flight_states", FLIGHT_STATES._replace(columns=columns))


def without(name: str) -> list[Column]:
    return [column for column in COLUMNS if column.name != name]


def landed(first: int, **changes: Any) -> Rows:
    """The rows of a landing file of two states."""
    states = [state(f"{offset:06x}", **changes) for offset in (first, first + 1)]
    pairs = list(zip(records(*states, first=first), states, strict=True))
    return read_parquet(io.BytesIO(ParquetTableFormat().encode_states(pairs, "log-1"))).read_all()


def load(place: Place, *files: Rows) -> tuple[int, list[str]]:
    """New rows, and the reasons of the files that were refused."""
    bodies = []
    for index, rows in enumerate(files):
        body = io.BytesIO()
        write_parquet(rows, body)
        bodies.append((f"file-{index}", body.getvalue()))
    result = place.lakehouse.load("flight_states", bodies, TIME)
    return result.rows, list(result.damaged.values())


def select(place: Place, what: str) -> Sequence[Any]:
    statement = f"SELECT {what} FROM flight_states ORDER BY kafka_offset"
    return [row[0] for row in place.sql.query(statement, {})]


def test_a_new_column_is_added_and_null_in_the_old_rows(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_release(monkeypatch, *without("squawk"))
    place.lakehouse.migrate()
    load(place, landed(0).drop_columns(["squawk"]))
    other_release(monkeypatch, *COLUMNS)
    place.lakehouse.migrate()
    assert load(place, landed(2)) == (2, [])
    assert select(place, "squawk") == [None, None, "1000", "1000"]


def test_a_new_column_can_be_asked_for_before_it_has_values(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_release(monkeypatch, *without("squawk"))
    place.lakehouse.migrate()
    load(place, landed(0).drop_columns(["squawk"]))
    other_release(monkeypatch, *COLUMNS)
    place.lakehouse.migrate()
    assert select(place, "squawk") == [None, None]


def test_a_table_of_a_newer_release_is_loaded_by_an_older_one(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_release(monkeypatch, *COLUMNS, NEWEST)
    place.lakehouse.migrate()
    other_release(monkeypatch, *COLUMNS)
    place.lakehouse.migrate()
    assert load(place, landed(0)) == (2, [])
    other_release(monkeypatch, *COLUMNS, NEWEST)
    assert select(place, "altitude_source") == [None, None]


def test_a_landing_file_of_an_older_release_has_nulls(place: Place) -> None:
    place.lakehouse.migrate()
    assert load(place, landed(0).drop_columns(["squawk"])) == (2, [])
    assert select(place, "squawk") == [None, None]


def test_a_landing_file_of_a_newer_release_is_refused_and_the_rest_goes_on(place: Place) -> None:
    place.lakehouse.migrate()
    more = landed(0).append_column("altitude_source", Array(["baro", "baro"], DataType.utf8()))
    rows, reasons = load(place, more, landed(2))
    assert rows == 2 and "altitude_source" in reasons[0] and "update the loader" in reasons[0]


def test_a_landing_file_of_a_newer_release_waits_for_a_newer_loader(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.lakehouse.migrate()
    more = landed(0).append_column("altitude_source", Array(["baro", "baro"], DataType.utf8()))
    load(place, more)
    assert place.lakehouse.loaded() == set()
    other_release(monkeypatch, *COLUMNS, NEWEST)
    place.lakehouse.migrate()
    assert load(place, more) == (2, [])
    assert select(place, "altitude_source") == ["baro", "baro"]


def test_a_landing_file_with_another_type_is_refused(place: Place) -> None:
    place.lakehouse.migrate()
    good = landed(0)
    index = good.column_names.index("velocity")
    text = Array(["fast", "slow"], DataType.utf8())
    rows, reasons = load(place, good.set_column(index, "velocity", text), landed(2))
    assert rows == 2 and "velocity" in reasons[0] and "double" in reasons[0]


def test_a_row_without_its_record_is_refused(place: Place) -> None:
    place.lakehouse.migrate()
    good = landed(0)
    index = good.column_names.index("kafka_offset")
    nothing = Array([None, 1], DataType.int64())
    rows, reasons = load(place, good.set_column(index, "kafka_offset", nothing))
    assert rows == 0 and "kafka_offset is null" in reasons[0]


def test_another_type_of_a_column_is_not_migrated(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.lakehouse.migrate()
    load(place, landed(0))
    text = [c._replace(type="string") if c.name == "velocity" else c for c in COLUMNS]
    other_release(monkeypatch, *text)
    with pytest.raises(Unavailable, match="velocity is double, not string; nothing was changed"):
        place.lakehouse.migrate()
    other_release(monkeypatch, *COLUMNS)
    assert select(place, "velocity") == [134.01, 134.01]


def test_migrating_at_the_same_time_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = lakes.embedded(tmp_path)
    other_release(monkeypatch, *without("squawk"))
    place.lakehouse.migrate()
    other_release(monkeypatch, *COLUMNS)
    with ThreadPoolExecutor(4) as threads:
        for future in [threads.submit(place.lakehouse.migrate) for _ in range(4)]:
            future.result()
    assert load(place, landed(0)) == (2, [])
