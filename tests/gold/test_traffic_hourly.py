"""traffic_hourly: who flew where in each hour."""

from typing import Any

import pytest
import sqlglot

from flight_tracker import gold
from flight_tracker.gold import GOLD_TABLES
from flight_tracker.sky_stats import BAND
from tests.gold.one_day import Log, Rows, day_of, make
from tests.skies import TIME, state

HOUR = TIME - TIME % 3600


def traffic(*states: Any, **options: Any) -> Rows:
    return make("traffic_hourly", *states, **options)


def values(rows: Rows, dimension: str) -> dict[str, int]:
    return {row["value"]: row["aircraft"] for row in rows if row["dimension"] == dimension}


def total(rows: Rows) -> dict[str, Any]:
    [row] = [row for row in rows if row["dimension"] == "all"]
    return row


@pytest.mark.parametrize("dialect", ["duckdb", "databricks"])
@pytest.mark.parametrize("table", ["traffic_hourly", "emergencies", "data_quality"])
def test_a_file_is_one_select_in_each_dialect(table: str, dialect: str) -> None:
    [statement] = sqlglot.parse(gold.statement(table), dialect=dialect)
    assert statement is not None
    assert statement.named_selects == [column.name for column in GOLD_TABLES[table].columns]


def test_an_aircraft_counts_once_an_hour_and_each_of_its_states() -> None:
    row = total(traffic(state(), state(snapshot_time=TIME + 30), state("4b1817")))
    assert (row["hour"], row["aircraft"], row["states"]) == (HOUR, 2, 3)


def test_a_new_hour_is_a_new_row() -> None:
    rows = traffic(state(), state(snapshot_time=HOUR + 3600), state(snapshot_time=HOUR + 3599))
    assert {r["hour"]: r["states"] for r in rows if r["dimension"] == "all"} == {
        HOUR: 2,
        HOUR + 3600: 1,
    }


def test_a_state_in_two_logs_counts_once() -> None:
    rows = traffic(Log([state()]), Log([state()], "another"))
    assert {row["states"] for row in rows} == {1}


def test_a_state_of_two_sources_counts_for_one_of_them() -> None:
    rows = traffic(state(), state(source="readsb"))
    assert values(rows, "source") == {"readsb": 1}
    assert total(rows)["states"] == 1


def test_who_lands_was_in_the_air_and_on_the_ground() -> None:
    landed = state(snapshot_time=TIME + 30, on_ground=True, baro_altitude=None, geo_altitude=None)
    row = total(traffic(state(), landed))
    assert (row["aircraft"], row["airborne"], row["on_ground"]) == (1, 1, 1)


def test_an_unknown_on_ground_is_neither() -> None:
    row = total(traffic(state(on_ground=None)))
    assert (row["aircraft"], row["airborne"], row["on_ground"]) == (1, 0, 0)


@pytest.mark.parametrize(
    ("altitude", "band"),
    [
        (-50.0, f"0-{BAND}"),
        (0.0, f"0-{BAND}"),
        (2999.9, f"0-{BAND}"),
        (3000.0, f"{BAND}-{2 * BAND}"),
        (12_000.0, f"{4 * BAND}+"),
        (18_000.0, f"{4 * BAND}+"),
    ],
)
def test_an_altitude_falls_into_the_band_of_the_statistics(altitude: float, band: str) -> None:
    assert values(traffic(state(baro_altitude=altitude)), "altitude_band") == {band: 1}


def test_the_geometric_altitude_stands_in_for_the_barometric_one() -> None:
    rows = traffic(state(baro_altitude=None, geo_altitude=7000.0))
    assert values(rows, "altitude_band") == {"6000-9000": 1}


@pytest.mark.parametrize(
    "changes", [{"on_ground": True}, {"baro_altitude": None, "geo_altitude": None}]
)
def test_only_a_known_altitude_in_the_air_has_a_band(changes: dict[str, Any]) -> None:
    assert values(traffic(state(**changes)), "altitude_band") == {}


@pytest.mark.parametrize(
    ("latitude", "longitude", "cell"),
    [
        (47.45, 8.55, "47,8"),
        (-0.5, -0.5, "-1,-1"),
        (0.0, -0.0, "0,0"),
        (-33.0, 179.9, "-33,179"),
        (-33.9, 180.0, "-34,-180"),
        (90.0, 0.5, "89,0"),
    ],
)
def test_a_position_is_in_the_cell_of_its_south_west_corner(
    latitude: float, longitude: float, cell: str
) -> None:
    rows = traffic(state(latitude=latitude, longitude=longitude))
    assert values(rows, "grid_cell") == {cell: 1}


def test_without_a_position_there_is_no_cell() -> None:
    assert values(traffic(state(latitude=None, longitude=None)), "grid_cell") == {}


@pytest.mark.parametrize(
    ("callsign", "airlines"),
    [("SWR7354", {"SWR": 1}), ("SWRAB", {}), ("HBABC", {}), ("XYZ1", {}), ("SW1", {}), (None, {})],
)
def test_an_airline_is_a_known_designator_before_a_digit(
    callsign: str | None, airlines: dict[str, int]
) -> None:
    rows = traffic(state(callsign=callsign), airlines=[{"icao": "SWR"}, {"icao": "DLH"}])
    assert values(rows, "airline") == airlines


def test_without_a_country_it_is_unknown() -> None:
    assert values(traffic(state(origin_country=None)), "country") == {"unknown": 1}


def test_an_aircraft_counts_in_each_cell_that_it_crosses() -> None:
    rows = traffic(state(), state(longitude=9.1, snapshot_time=TIME + 60))
    assert values(rows, "grid_cell") == {"47,8": 1, "47,9": 1}
    assert total(rows)["aircraft"] == 1


def test_another_day_is_left_out() -> None:
    assert traffic(state(snapshot_time=TIME + 86_400), day=day_of(TIME)) == []
