"""The cost model of the Databricks side, against figures worked out by hand."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from flight_tracker.lakehouse_cost import Item, Plan, markdown, monthly, total, warehouse_hours

PLAN = Plan()
PAGE = Path(__file__).resolve().parents[2] / "docs" / "lakehouse.md"


def item(plan: Plan, name: str) -> Item:
    return next(item for item in monthly(plan) if item.name == name)


# 24 loads of 1 + 10 minutes are 4.4 hours a day; a month has 365 / 12 days.
@pytest.mark.parametrize(("loads", "hours"), [(24, 133.8), (4, 22.3), (1, 5.6), (0, 0)])
def test_each_load_pays_its_work_and_the_auto_stop(loads: int, hours: float) -> None:
    assert warehouse_hours(replace(PLAN, loads_per_day=loads)) == pytest.approx(hours, abs=0.05)


@pytest.mark.parametrize("loads", [131, 2_880])
def test_a_warehouse_that_never_stops_is_awake_730_hours(loads: int) -> None:
    assert warehouse_hours(replace(PLAN, loads_per_day=loads)) == pytest.approx(730)


def test_the_warehouse_costs_its_size_times_the_price_of_a_dbu() -> None:
    small = item(replace(PLAN, loads_per_day=2_880), "SQL warehouse")
    assert small.dollars == pytest.approx(730 * 4 * 0.70)
    twice = item(replace(PLAN, loads_per_day=2_880, dbu_per_hour=8), "SQL warehouse")
    assert twice.dollars == 2 * small.dollars


def test_tables_hold_every_state_of_the_retention() -> None:
    # 2,880 polls of 10,000 states of 16 bytes are 0.4608 GB a day.
    tables = item(PLAN, "tables")
    assert tables.quantity == pytest.approx(0.4608 * 365)
    assert tables.dollars == pytest.approx(0.4608 * 365 * 0.023)


def test_half_the_cadence_is_half_the_data_and_half_the_files() -> None:
    slow = replace(PLAN, cadence_s=60)
    for name in ("tables", "landing files written", "landing files read"):
        assert item(slow, name).dollars == pytest.approx(item(PLAN, name).dollars / 2)
    assert item(slow, "SQL warehouse") == item(PLAN, "SQL warehouse")


def test_each_file_is_written_once_and_read_once() -> None:
    # 2,880 polls of 4 files on 365 / 12 days.
    assert item(PLAN, "landing files written").quantity == pytest.approx(350_400)
    assert item(PLAN, "landing files written").dollars == pytest.approx(1.752)
    assert item(PLAN, "landing files read").dollars == pytest.approx(0.14016)


def test_the_total_is_the_sum_of_the_items() -> None:
    assert total(monthly(PLAN)) == pytest.approx(374.73 + 3.87 + 1.75 + 0.14, abs=0.01)


def test_the_module_prints_the_table() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "flight_tracker.lakehouse_cost"], capture_output=True, timeout=30
    )
    assert printed.stdout.decode() == markdown(PLAN)


def test_the_page_shows_the_table_as_it_is() -> None:
    assert markdown(PLAN) in PAGE.read_text(encoding="utf-8")
