"""Make the gold tables of the days whose states have changed.

A day is made of its own states and those of its neighbours, because a leg may pass midnight. Late
data raises the number of rows of a day, which is how it is noticed; rows that were removed for
their age (all of a day) leave the gold tables as they are.
"""

import hashlib
import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flight_tracker import changed_days, gold, lakehouse_status
from flight_tracker.changed_days import Made
from flight_tracker.errors import Unavailable
from flight_tracker.lakehouse_status import RefreshStatus
from flight_tracker.ports import Clock, Lakehouse, ObjectStore, SqlEngine, TableFormat
from flight_tracker.reference_tables import REFERENCE_TABLES
from flight_tracker.tables import REFRESH_HISTORY

logger = logging.getLogger(__name__)

SHARE = 20
"""A refresh may take a twentieth of the time: the longer the last one took, the later the next."""

ReferenceRows = Mapping[str, Callable[[], Sequence[tuple[Any, ...]]]]
"""Rows of each reference table, in the order of its columns."""

NOTE = (
    "SELECT :day AS event_date, :states_before AS states_before, :states AS states, "
    ":states_after AS states_after, :rejected AS rejected, "
    ":refreshed_at AS refreshed_at"
)


@dataclass(slots=True)
class RefreshReport:
    """Days that were made, in their order, and how many others still wait."""

    days: list[str] = field(default_factory=list)
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Refresher:
    """The use case with its ports."""

    sql: SqlEngine
    lakehouse: Lakehouse
    store: ObjectStore
    format: TableFormat
    clock: Clock
    reference: ReferenceRows

    def is_due(self) -> bool:
        """Whether enough time has passed, by what the last refresh took."""
        try:
            status = lakehouse_status.read_refresh(self.store)
        except Unavailable as error:
            logger.warning("%s", error)
            return True
        if status is None:
            return True
        return self.clock() - status.last_refresh_at >= SHARE * status.last_refresh_seconds

    def refresh(self, *, until: float = float("inf"), days: Collection[date] = ()) -> RefreshReport:
        """Make the days that need it, or these `days` whether they need it or not.

        No further one is begun after `until`. Raises Unavailable.
        """
        started = self.clock()
        self.lakehouse.migrate()
        self._refresh_reference()
        there = changed_days.there(self.sql)
        waiting = changed_days.changed(self.sql, there)
        wanted = {day: there.made(day) for day in days} if days else dict(waiting)
        report = RefreshReport()
        for day, made in sorted(wanted.items()):  # a landing is of the leg of the day before
            if self.clock() >= until:
                break
            self._make(day, made)
            report.days.append(day.isoformat())
            waiting.pop(day, None)
        report.waiting = len(waiting)
        status = RefreshStatus(
            last_refresh_at=started,
            last_refresh_seconds=round(self.clock() - started, 3),
            days_waiting=report.waiting,
        )
        lakehouse_status.write_refresh(self.store, status)
        return report

    def _make(self, day: date, made: Made) -> None:
        """The note comes last: a day that was not finished is made again."""
        logger.info("making %s from %s states", day, made.states)
        for table in gold.GOLD_TABLES:
            self.sql.replace_day(table, gold.statement(table), gold.parameters(day))
        values = {"day": day, **made._asdict(), "refreshed_at": int(self.clock())}
        self.sql.replace_day(REFRESH_HISTORY.name, NOTE, values)

    def _refresh_reference(self) -> None:
        """A reference table is written when its rows have changed."""
        for table, rows in self.reference.items():
            content = rows()
            edition = hashlib.sha256(repr(content).encode()).hexdigest()[:16]
            [(there,)] = self.sql.query(f"SELECT max(edition) FROM {table}", {})
            if there != edition:
                logger.info("writing %s rows of %s", len(content), table)
                rows_of_it = [(*row, edition) for row in content]
                body = self.format.encode_table(REFERENCE_TABLES[table], rows_of_it)
                self.sql.replace_all(table, body)
