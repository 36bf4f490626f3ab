"""Ask the lakehouse: where an aircraft was, what the sky looked like, who flew where.

The statements are plain SQL that runs on every engine. Times are Unix seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from flight_tracker import live_view
from flight_tracker.errors import NotFound
from flight_tracker.gold import GOLD_TABLES
from flight_tracker.live_view import MAX_POSITION_AGE_SECONDS, Sky
from flight_tracker.ports import SqlReader
from flight_tracker.state_vector import FIELDS, StateVector

DAY = 86_400
MOST_POINTS = 20_000
MOST_ROWS = 10_000


class TrackPoint(msgspec.Struct):
    """What an aircraft reported at `last_contact`; names and units are the state vector's."""

    last_contact: int
    time_position: int | None
    latitude: float | None
    longitude: float | None
    baro_altitude: float | None
    geo_altitude: float | None
    on_ground: bool | None
    velocity: float | None
    true_track: float | None
    vertical_rate: float | None
    callsign: str | None
    squawk: str | None
    source: str


class NotYetLoaded(NotFound):
    """The lakehouse has no such table before the first load."""


def track_point(state: StateVector) -> TrackPoint:
    """The same of a live state."""
    return TrackPoint(*(getattr(state, name) for name in TrackPoint.__struct_fields__))


class Leg(msgspec.Struct):
    """A flight from first to last sight. Airports are inferred: see the evidence."""

    icao24: str
    callsign: str | None
    origin_country: str | None
    first_seen: int
    last_seen: int
    duration_s: int
    states: int
    departure: str | None
    departure_evidence: str | None
    departure_distance_km: float | None
    arrival: str | None
    arrival_evidence: str | None
    arrival_distance_km: float | None
    first_latitude: float | None
    first_longitude: float | None
    last_latitude: float | None
    last_longitude: float | None
    distance_km: float | None
    max_altitude: float | None
    max_velocity: float | None
    is_complete: bool | None


class Movement(msgspec.Struct):
    """A take-off or a landing, inferred from what was seen: see the evidence."""

    time: int
    kind: str
    icao24: str
    callsign: str | None
    airport: str | None
    distance_km: float | None
    evidence: str | None
    latitude: float | None
    longitude: float | None
    altitude: float | None
    true_track: float | None


class HourlyTraffic(msgspec.Struct):
    """Traffic in the hour that begins at `hour`."""

    hour: int
    dimension: str
    value: str | None
    aircraft: int
    states: int
    airborne: int
    on_ground: int


DIMENSIONS = ("all", "country", "airline", "altitude_band", "grid_cell", "source")


def _columns(kind: type[msgspec.Struct]) -> str:
    return ", ".join(kind.__struct_fields__)


_BETWEEN_DAYS = "event_date BETWEEN :first_day AND :last_day"
TRACK = (
    f"SELECT DISTINCT {_columns(TrackPoint)} FROM flight_states"
    f" WHERE icao24 = :icao24 AND {_BETWEEN_DAYS}"
    f" AND last_contact BETWEEN :since AND :until ORDER BY last_contact LIMIT {MOST_POINTS + 1}"
)
SNAPSHOT = (
    f"SELECT {', '.join(FIELDS)} FROM (SELECT {', '.join(FIELDS)}, row_number() OVER"
    " (PARTITION BY icao24 ORDER BY last_contact DESC, snapshot_time DESC) AS place"
    f" FROM flight_states WHERE {_BETWEEN_DAYS} AND snapshot_time BETWEEN :since AND :until)"
    " WHERE place = 1 ORDER BY icao24"
)
LEGS = (
    f"SELECT {_columns(Leg)} FROM flights WHERE icao24 = :icao24 AND {_BETWEEN_DAYS}"
    f" AND last_seen >= :since AND first_seen <= :until ORDER BY first_seen LIMIT {MOST_ROWS}"
)
MOVEMENTS = (
    f"SELECT {_columns(Movement)} FROM movements WHERE airport = :airport AND {_BETWEEN_DAYS}"
    f" AND time BETWEEN :since AND :until ORDER BY time DESC LIMIT {MOST_ROWS}"
)
HOURLY = (
    f"SELECT {_columns(HourlyTraffic)} FROM traffic_hourly WHERE dimension = :dimension"
    f" AND {_BETWEEN_DAYS} AND hour BETWEEN :since AND :until"
    f" ORDER BY hour, aircraft DESC, value LIMIT {MOST_ROWS}"
)
assert set(Leg.__struct_fields__) < {column.name for column in GOLD_TABLES["flights"].columns}


@dataclass(frozen=True, slots=True)
class Track:
    """Points in their order; `is_cut` where there are more of them than MOST_POINTS."""

    points: list[TrackPoint]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class History:
    """Every question raises NotYetLoaded, Asleep, or Unavailable."""

    sql: SqlReader

    def track(self, icao24: str, since: int, until: int) -> Track:
        """Where one aircraft was."""
        rows = self._rows(TRACK, since, until, icao24=icao24)
        return Track([TrackPoint(*row) for row in rows[:MOST_POINTS]], len(rows) > MOST_POINTS)

    def snapshot(self, time: int) -> Sky:
        """The sky as it was known at `time`: the aircraft that were current then."""
        rows = self._rows(SNAPSHOT, time - MAX_POSITION_AGE_SECONDS, time)
        states = [StateVector(*row) for row in rows]
        clock = max((state.snapshot_time for state in states), default=None)
        if clock is None:
            return Sky(None, [])
        now = live_view.Time(clock)
        return Sky(clock, [state for state in states if live_view.is_current(state, now)])

    def legs(self, icao24: str, since: int, until: int) -> list[Leg]:
        """Flights of one aircraft, also those that had begun before `since`."""
        rows = self._rows(LEGS, since, until, icao24=icao24, days_before=2)
        return [Leg(*row) for row in rows]

    def movements(self, airport: str, since: int, until: int) -> list[Movement]:
        """Take-offs and landings at one airport, the latest first."""
        return [Movement(*row) for row in self._rows(MOVEMENTS, since, until, airport=airport)]

    def hourly(self, dimension: str, since: int, until: int) -> list[HourlyTraffic]:
        """Traffic of each hour by one of DIMENSIONS."""
        rows = self._rows(HOURLY, since, until, dimension=dimension)
        return [HourlyTraffic(*row) for row in rows]

    def _rows(
        self, statement: str, since: int, until: int, *, days_before: int = 0, **what: Any
    ) -> Sequence[tuple[Any, ...]]:
        days = {"first_day": _day(since - days_before * DAY), "last_day": _day(until + DAY)}
        try:
            return self.sql.query(statement, {"since": since, "until": until, **days, **what})
        except NotFound as error:
            raise NotYetLoaded(str(error)) from error


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(max(0, seconds), UTC).date()
