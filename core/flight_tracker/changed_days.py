"""Days whose gold tables were made from other rows than there are now."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from flight_tracker.ports import SqlEngine
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES

ONE_DAY = timedelta(days=1)

COUNTS = "SELECT event_date, count(*) AS states FROM {} GROUP BY event_date"
NOTED = "SELECT event_date, states_before, states, states_after, rejected FROM refresh_history"


class Made(NamedTuple):
    """What a day's gold tables were, or would be, made from: numbers of rows."""

    states_before: int
    states: int
    states_after: int
    rejected: int


class There(NamedTuple):
    """Rows by day."""

    states: Mapping[date, int]
    rejected: Mapping[date, int]

    def made(self, day: date) -> Made:
        """What the day would be made from."""
        return Made(
            states_before=self.states.get(day - ONE_DAY, 0),
            states=self.states.get(day, 0),
            states_after=self.states.get(day + ONE_DAY, 0),
            rejected=self.rejected.get(day, 0),
        )


def there(sql: SqlEngine) -> There:
    """Raises NotFound before the first load, or Unavailable."""
    states = dict(sql.query(COUNTS.format(FLIGHT_STATES.name), {}))
    return There(states, dict(sql.query(COUNTS.format(REJECTED_STATES.name), {})))


def changed(sql: SqlEngine, there: There) -> dict[date, Made]:
    """Days that wait for a refresh, and what they would be made from."""
    noted = {row[0]: Made(*row[1:]) for row in sql.query(NOTED, {})}
    now = {day: there.made(day) for day in {*there.states, *there.rejected}}
    return {day: made for day, made in now.items() if _is_other(made, noted.get(day))}


def _is_other(made: Made, noted: Made | None) -> bool:
    """Whether rows came, or some of a day went; all of a day go when they are old enough."""
    if noted is None:
        return True
    return any(now != before and now > 0 for now, before in zip(made, noted, strict=True))
