"""What the Databricks side costs a month: `python -m flight_tracker.lakehouse_cost`.

Pure. US dollars, list prices of us-east-1 without tax, discount or free tier. The warehouse is what
costs: it is paid from when a load wakes it until it has stood idle for its auto-stop.
"""

import sys
from dataclasses import dataclass, replace
from typing import NamedTuple

DAYS = 365 / 12
"""Days of an average month; 730 hours."""

DOLLARS_PER_DBU = 0.70
"""Databricks SQL serverless on AWS (independent price pages, 2026-04)."""

DBU_PER_HOUR = 4
"""A warehouse of size 2X-Small (the same pages)."""

AUTO_STOP_MINUTES = 10
"""The least that the warehouse API takes beside 0, which is never (SDK reference, 2026)."""

DOLLARS_PER_GB_MONTH = 0.023
DOLLARS_PER_PUT = 0.005 / 1_000
DOLLARS_PER_GET = 0.0004 / 1_000
"""S3 Standard; not confirmed on AWS's own page (several repositories, 2026)."""

BYTES_PER_STATE = 16
"""After `optimize`, measured on the embedded tables; as landed a state takes 32."""

SCHEDULES = {"every poll": 2_880, "every hour": 24, "four a day": 4}
"""Loads a day of each column of the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How the tracker runs, and the prices. `load_s` is the warehouse's work for one load with its
    gold tables; a poll lands `files_per_poll` files, one a partition of the topic."""

    cadence_s: float = 30
    states_per_poll: int = 10_000
    files_per_poll: int = 4
    loads_per_day: int = 24
    load_s: float = 60
    dbu_per_hour: float = DBU_PER_HOUR
    auto_stop_minutes: float = AUTO_STOP_MINUTES
    bytes_per_state: float = BYTES_PER_STATE
    retention_days: int = 365
    dollars_per_dbu: float = DOLLARS_PER_DBU
    dollars_per_gb_month: float = DOLLARS_PER_GB_MONTH
    dollars_per_put: float = DOLLARS_PER_PUT
    dollars_per_get: float = DOLLARS_PER_GET


class Item(NamedTuple):
    """One line of the bill of a month."""

    name: str
    quantity: float
    unit: str
    dollars: float


def monthly(plan: Plan) -> tuple[Item, ...]:
    """The bill once the oldest states expire; until then storage costs less."""
    hours = warehouse_hours(plan)
    polls = 86_400 / plan.cadence_s
    gigabytes = polls * plan.states_per_poll * plan.retention_days * plan.bytes_per_state / 1e9
    files = polls * plan.files_per_poll * DAYS
    return (
        Item("SQL warehouse", hours, "h", hours * plan.dbu_per_hour * plan.dollars_per_dbu),
        Item("tables", gigabytes, "GB", gigabytes * plan.dollars_per_gb_month),
        Item("landing files written", files, "PUT", files * plan.dollars_per_put),
        Item("landing files read", files, "GET", files * plan.dollars_per_get),
    )


def warehouse_hours(plan: Plan) -> float:
    """Hours a month that the warehouse is awake, loads being spread evenly over the day."""
    awake_s = plan.load_s + 60 * plan.auto_stop_minutes
    return min(24.0, plan.loads_per_day * awake_s / 3600) * DAYS


def total(items: tuple[Item, ...]) -> float:
    """Dollars."""
    return sum(item.dollars for item in items)


def markdown(plan: Plan) -> str:
    """A Markdown table: the bill of the plan with each of the schedules."""
    bills = [monthly(replace(plan, loads_per_day=loads)) for loads in SCHEDULES.values()]
    lines = [("a month", *(f"load {name}" for name in SCHEDULES)), ("---", *["---:"] * len(bills))]
    for items in zip(*bills, strict=True):
        lines.append((items[0].name, *map(_cell, items)))
    lines.append(("**total**", *(f"**${total(bill):,.0f}**" for bill in bills)))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(item: Item) -> str:
    return f"{item.quantity:,.0f} {item.unit}: ${item.dollars:,.2f}"


if __name__ == "__main__":
    sys.stdout.write(markdown(Plan()))
