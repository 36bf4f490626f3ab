"""The bill of the whole tracker, against figures worked out by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from flight_tracker.cloud_cost import CloudPlan, markdown, monthly
from flight_tracker.lakehouse_cost import Item, total

PLAN = CloudPlan()
FULL = replace(PLAN, always_free=False)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "costs.md"


def item(plan: CloudPlan, name: str) -> Item:
    return next(item for item in monthly(plan) if item.name == name)


def test_the_world_every_30_seconds_costs_less_than_15_dollars() -> None:
    assert total(monthly(PLAN)) < 15


def test_with_four_loads_a_day_it_costs_less_than_80_dollars() -> None:
    assert total(monthly(replace(PLAN, loads_per_day=4))) < 80


# 87,600 polls of 3 s with 0.5 GB, 175,200 batches of 0.6 s with 1 GB, 262,800 answers of 0.1 s.
def test_functions_are_billed_by_their_memory_and_time() -> None:
    time = item(FULL, "functions' time")
    assert time.quantity == pytest.approx(87_600 * 1.5 + 175_200 * 0.6 + 262_800 * 0.1)
    assert time.dollars == pytest.approx(time.quantity * 0.0000166667)


def test_what_is_free_for_ever_is_taken_off_before_the_price() -> None:
    many = replace(PLAN, poll_mb=2048)
    time = item(many, "functions' time")
    assert time.dollars == pytest.approx((time.quantity - 400_000) * 0.0000166667)
    assert item(PLAN, "functions' time").dollars == 0


def test_kafka_takes_each_byte_in_and_out() -> None:
    # 87,600 polls of 10,000 states of 57 bytes are 49.9 GB.
    assert item(PLAN, "Kafka, in and out").quantity == pytest.approx(2 * 49.932)
    assert item(PLAN, "Kafka, in and out").dollars == pytest.approx(4.99, abs=0.01)


def test_each_partition_writes_three_objects_a_poll() -> None:
    one, two = (item(replace(PLAN, partitions=n), "objects written") for n in (1, 2))
    assert two.quantity - one.quantity == pytest.approx(3 * 87_600)


def test_viewers_cost_the_cdn_only() -> None:
    busy = replace(PLAN, page_views=1_000_000)
    changed = {i.name for i, j in zip(monthly(PLAN), monthly(busy), strict=True) if i != j}
    assert changed == {"CDN", "CDN requests"}
    assert item(busy, "CDN").dollars == pytest.approx(1_600 * 0.085)
    # 20 files and two answers every 30 s for five minutes; ten million are free.
    assert item(busy, "CDN requests").quantity == 1_000_000 * 40
    assert item(busy, "CDN requests").dollars == pytest.approx(30.0)


def test_without_loads_there_is_no_warehouse() -> None:
    assert item(PLAN, "SQL warehouse").dollars == item(PLAN, "tables").dollars == 0


def test_a_lakehouse_has_alarms_and_secrets_of_its_own() -> None:
    loading = replace(PLAN, loads_per_day=4)
    assert (item(PLAN, "alarms").quantity, item(loading, "alarms").quantity) == (12, 16)
    assert item(loading, "alarms").dollars == pytest.approx(6 * 0.10)
    assert item(loading, "secrets").dollars - item(PLAN, "secrets").dollars == pytest.approx(0.80)


def test_half_the_cadence_costs_no_more() -> None:
    slow = monthly(replace(FULL, cadence_s=60))
    assert all(i.dollars <= j.dollars for i, j in zip(slow, monthly(FULL), strict=True))


def test_the_page_shows_the_table_as_it_is() -> None:
    assert markdown() in PAGE.read_text(encoding="utf-8")
