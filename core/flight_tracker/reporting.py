"""The report of a day, made from the gold tables and kept in the object store."""

from dataclasses import dataclass
from datetime import date

from flight_tracker import cloud_cost, day_report, lakehouse_cost, report_page, reports
from flight_tracker.completeness import Completeness
from flight_tracker.completing import Completing
from flight_tracker.ports import ObjectStore, SqlEngine

DAYS = 30
"""Of the month that the cost model tells."""


@dataclass(frozen=True, slots=True)
class ReportingReport:
    """Where the page is, its size in bytes, and what it says of the day."""

    key: str
    bytes: int
    flights: int
    aircraft: int
    states: int
    status: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """The use case with its ports. `interval`: seconds from poll to poll."""

    sql: SqlEngine
    store: ObjectStore
    interval: float
    completing: Completing

    def renew(self, day: date) -> None:
        """Look anew whether the day is complete; its page follows, if there is one."""
        if day in reports.days(self.store):
            self.make(day)
        else:
            self.completing.make(day)

    def make(self, day: date) -> ReportingReport:
        """Write the page anew. Raises NotFound before the first load, or Unavailable."""
        record = self.completing.make(day)
        report = day_report.asked(self.sql, day)
        body = report_page.page(report, record, self._cost(record))
        key = reports.key(day)
        self.store.put(key, body)
        totals = report.totals
        return ReportingReport(
            key, len(body), totals["flights"], totals["aircraft"], totals["states"], record.status
        )

    def _cost(self, record: Completeness) -> str:
        """Of a whole day, by what each poll that came has brought."""
        if not record.polls_received:
            return "No poll came: there is nothing to reckon with (docs/costs.md)."
        each = max(1, round(record.states / record.polls_received))
        plan = cloud_cost.CloudPlan(cadence_s=self.interval, states_per_poll=each)
        dollars = lakehouse_cost.total(cloud_cost.monthly(plan)) / DAYS
        return (
            f"{record.polls_received:,} polls brought {each:,} aircraft each. On AWS a whole day "
            f"of such polls, one every {self.interval:g} s, costs about ${dollars:.2f} without a "
            "SQL warehouse (docs/costs.md)."
        )
