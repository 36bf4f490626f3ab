"""What the whole tracker costs a month on AWS: `python -m flight_tracker.cloud_cost`.

Pure. US dollars, list prices of us-east-1 without tax or discount (price pages and design
documents, 2026). `always_free` takes off what AWS gives every account for ever; S3's free tier,
which ends after a year, is left out. The warehouse is lakehouse_cost's.
"""

import sys
from dataclasses import dataclass, replace
from typing import NamedTuple

from flight_tracker import lakehouse_cost
from flight_tracker.lakehouse_cost import DAYS, Item


class Price(NamedTuple):
    """Of one unit; so many of them are always free in a month."""

    dollars: float
    unit: str = ""
    free: float = 0


FUNCTION_TIME = Price(0.0000166667, "GB-s", 400_000)
INVOCATION = Price(0.20 / 1e6, free=1_000_000)
SQS_REQUEST = Price(0.40 / 1e6, "requests", 1_000_000)
SCHEDULE = Price(1.00 / 1e6, free=14_000_000)
HTTP_REQUEST = Price(1.00 / 1e6)
"""API Gateway, HTTP API."""
CDN = Price(0.085, "GB", 1_000)
CDN_REQUEST = Price(1.00 / 1e6, free=10_000_000)
"""CloudFront, pay as you go, in North America and Europe; requests are by HTTPS."""
KAFKA_MOVED, KAFKA_KEPT = Price(0.05, "GB"), Price(0.08, "GB")
"""Confluent Cloud Basic; its first eCKU is free."""
PUT = Price(lakehouse_cost.DOLLARS_PER_PUT, "PUT")
GET = Price(lakehouse_cost.DOLLARS_PER_GET, "GET")
STORED = Price(lakehouse_cost.DOLLARS_PER_GB_MONTH, "GB")
LOG = Price(0.50, "GB", 5)
ALARM, METRIC = Price(0.10, free=10), Price(0.30, free=10)
DASHBOARD, SECRET = Price(3.00, free=3), Price(0.40)

FOR_LOADS = {"alarms": 4, "metrics": 1, "secrets": 2}
"""What Terraform makes beside the rest where there is a lakehouse."""

REQUESTS_AN_UPDATE = 2
"""Of a page: the sky, and how everything is."""

IDLE_SQS_REQUESTS = 5 * 3 * 60 * 24 * DAYS
"""Five pollers of Lambda ask an empty queue every 20 s."""

LAMBDA_BYTES_LOGGED = 1_000
"""Of an invocation: our line and Lambda's own three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloudPlan:
    """How the tracker runs. Seconds and megabytes are what Lambda bills for an invocation.

    `wire_bytes_per_state` is a record in Kafka as zstd leaves it (a real sky of 9,810 states);
    `view_minutes` is how long a viewer looks at the map, `page_requests` how many files the page
    is, `answer_bytes_per_state` what an update sends; `origin_requests_per_snapshot` are the sky
    for who comes, the sky for who knows the identities, and `/health`. `alarms`, `metrics` and
    `secrets` are what Terraform makes without a lakehouse.
    """

    cadence_s: float = 30
    states_per_poll: int = 10_000
    partitions: int = 2
    page_views: int = 100_000
    loads_per_day: int = 0
    always_free: bool = True
    poll_s: float = 3.0
    poll_mb: int = 512
    consume_s: float = 0.6
    consume_mb: int = 1024
    answer_s: float = 0.1
    api_mb: int = 1024
    load_s: float = 120
    load_mb: int = 1024
    wire_bytes_per_state: float = 57
    kafka_retention_days: float = 3
    landing_retention_days: int = 7
    frame_retention_days: int = 1
    landing_bytes_per_state: float = 32
    frame_bytes_per_state: float = 32
    view_minutes: float = 5
    page_bytes: int = 600_000
    page_requests: int = 20
    answer_bytes_per_state: float = 20
    origin_requests_per_snapshot: float = 3
    alarms: int = 12
    metrics: int = 5
    secrets: int = 2


def monthly(plan: CloudPlan) -> tuple[Item, ...]:
    """The bill of a month, item by item."""
    return (
        *_functions(plan),
        *_schedule(plan),
        *_kafka(plan),
        *_storage(plan),
        *_network(plan),
        *_observability(plan),
        *_warehouse(plan),
    )


def _functions(plan: CloudPlan) -> tuple[Item, ...]:
    polls, answers = _polls(plan), _answers(plan)
    batches, loads = polls * plan.partitions, plan.loads_per_day * DAYS
    seconds = (
        polls * plan.poll_s * plan.poll_mb
        + batches * plan.consume_s * plan.consume_mb
        + answers * plan.answer_s * plan.api_mb
        + loads * plan.load_s * plan.load_mb
    ) / 1024
    count = polls + batches + answers + loads
    return (
        _item(plan, "functions' time", seconds, FUNCTION_TIME),
        _item(plan, "invocations", count, INVOCATION),
    )


def _schedule(plan: CloudPlan) -> tuple[Item, ...]:
    # A message is sent, received and deleted.
    requests = 3 * _polls(plan) + IDLE_SQS_REQUESTS
    minutes = 60 * 24 * DAYS
    return (
        _item(plan, "queue", requests, SQS_REQUEST),
        _item(plan, "schedule", minutes, SCHEDULE),
    )


def _kafka(plan: CloudPlan) -> tuple[Item, ...]:
    gigabytes = _states(plan) * plan.wire_bytes_per_state / 1e9
    kept = gigabytes / DAYS * plan.kafka_retention_days
    return (
        _item(plan, "Kafka, in and out", 2 * gigabytes, KAFKA_MOVED),
        _item(plan, "Kafka, kept", kept, KAFKA_KEPT),
    )


def _storage(plan: CloudPlan) -> tuple[Item, ...]:
    polls, answers = _polls(plan), _answers(plan)
    # A batch writes its landing file, shard and frame; a poll notes the feed and its credits.
    # Listing has the price of writing.
    written = polls * (3 * plan.partitions + 2) + answers
    read = polls * (plan.partitions + 2) + answers * (plan.partitions + 1)
    days = _states(plan) / DAYS / 1e9
    kept = days * (
        plan.landing_bytes_per_state * plan.landing_retention_days
        + plan.frame_bytes_per_state * plan.frame_retention_days
    )
    return (
        _item(plan, "objects written", written, PUT),
        _item(plan, "objects read", read, GET),
        _item(plan, "landing and frames", kept, STORED),
    )


def _network(plan: CloudPlan) -> tuple[Item, ...]:
    updates = plan.view_minutes * 60 / plan.cadence_s
    view_bytes = plan.page_bytes + updates * plan.states_per_poll * plan.answer_bytes_per_state
    view_requests = plan.page_requests + updates * REQUESTS_AN_UPDATE
    return (
        _item(plan, "API requests", _answers(plan), HTTP_REQUEST),
        _item(plan, "CDN", plan.page_views * view_bytes / 1e9, CDN),
        _item(plan, "CDN requests", plan.page_views * view_requests, CDN_REQUEST),
    )


def _observability(plan: CloudPlan) -> tuple[Item, ...]:
    polls = _polls(plan)
    lines = polls + polls * plan.partitions + _answers(plan)
    logs = lines * LAMBDA_BYTES_LOGGED / 1e9
    more = FOR_LOADS if plan.loads_per_day else dict.fromkeys(FOR_LOADS, 0)
    return (
        _item(plan, "logs", logs, LOG),
        _item(plan, "alarms", plan.alarms + more["alarms"], ALARM),
        _item(plan, "metrics", plan.metrics + more["metrics"], METRIC),
        _item(plan, "dashboard", 1, DASHBOARD),
        _item(plan, "secrets", plan.secrets + more["secrets"], SECRET),
    )


def _warehouse(plan: CloudPlan) -> tuple[Item, ...]:
    lakehouse = lakehouse_cost.Plan(
        cadence_s=plan.cadence_s,
        states_per_poll=plan.states_per_poll,
        files_per_poll=plan.partitions,
        loads_per_day=plan.loads_per_day,
    )
    if not plan.loads_per_day:
        return (Item("SQL warehouse", 0, "h", 0), Item("tables", 0, "GB", 0))
    bill = {item.name: item for item in lakehouse_cost.monthly(lakehouse)}
    return bill["SQL warehouse"], bill["tables"]


def _item(plan: CloudPlan, name: str, quantity: float, price: Price) -> Item:
    paid = max(0.0, quantity - price.free) if plan.always_free else quantity
    return Item(name, quantity, price.unit, paid * price.dollars)


def _polls(plan: CloudPlan) -> float:
    return 86_400 / plan.cadence_s * DAYS


def _states(plan: CloudPlan) -> float:
    return _polls(plan) * plan.states_per_poll


def _answers(plan: CloudPlan) -> float:
    """Requests that pass the CDN: it asks once for each snapshot and format."""
    return _polls(plan) * plan.origin_requests_per_snapshot


PLANS = {
    "30 s, world": CloudPlan(),
    "30 s, world, 4 loads a day": CloudPlan(loads_per_day=4),
    "60 s, world": CloudPlan(cadence_s=60),
    "30 s, one country": CloudPlan(states_per_poll=500, partitions=1),
    "30 s, 30,000 aircraft": CloudPlan(states_per_poll=30_000, poll_s=6, consume_s=1.8),
}


def markdown(plans: dict[str, CloudPlan] = PLANS) -> str:
    """A Markdown table with a column for each plan; then the totals without AWS's free tier."""
    bills = [monthly(plan) for plan in plans.values()]
    full = [monthly(replace(plan, always_free=False)) for plan in plans.values()]
    lines = [("a month", *plans), ("---", *["---:"] * len(bills))]
    for items in zip(*bills, strict=True):
        lines.append((items[0].name, *(_cell(item) for item in items)))
    totals = {"**total**": bills, "without the free tier": full}
    for name, told in totals.items():
        lines.append((name, *(f"**${lakehouse_cost.total(bill):,.2f}**" for bill in told)))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(item: Item) -> str:
    quantity = f"{item.quantity:,.0f} {item.unit}".strip()
    return f"{quantity}: ${item.dollars:,.2f}"


if __name__ == "__main__":
    sys.stdout.write(markdown())
