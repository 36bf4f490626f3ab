"""The report of a day, made from the gold tables and kept in the object store."""

from dataclasses import dataclass
from datetime import date

from flight_tracker import cloud_cost, day_report, lakehouse_cost, report_page, reports
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
        body = report_page.page(report, self._cost(report.totals[3]))
        key = reports.key(day)
        self.store.put(key, body)
        return ReportingReport(key, len(body), report.totals[0], report.totals[1], record.status)

    def _cost(self, states: int) -> str:
        polls = 86_400 / self.interval
        plan = cloud_cost.CloudPlan(
            cadence_s=self.interval, states_per_poll=max(1, round(states / polls))
        )
        dollars = lakehouse_cost.total(cloud_cost.monthly(plan)) / DAYS
        return (
            f"On AWS, polled every {self.interval:g} s with as many aircraft, a day costs about "
            f"${dollars:.2f} without a SQL warehouse (docs/costs.md)."
        )
