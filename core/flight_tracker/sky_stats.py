"""Statistics of the whole sky. Pure."""

from collections import Counter
from statistics import median

import msgspec
from msgspec import UNSET, UnsetType

from flight_tracker.enrichment import EMERGENCY_SQUAWKS, altitude
from flight_tracker.feed import Feed
from flight_tracker.live_view import Sky
from flight_tracker.state_vector import StateVector

BAND = 3_000
"""Metres of one altitude band."""


class AltitudeBand(msgspec.Struct):
    """Airborne aircraft between two heights in metres; the last band has no upper end."""

    min_altitude: int
    max_altitude: int | None
    count: int


class Emergency(msgspec.Struct):
    """An aircraft that squawks 7500, 7600 or 7700."""

    meaning: str
    state: StateVector


class Stats(msgspec.Struct):
    """Totals over the current aircraft. `unknown` is neither known airborne nor on the ground.

    `stale` says why this is not the newest sky.
    """

    snapshot_time: int | None
    source: str | None
    total: int
    airborne: int
    on_ground: int
    unknown: int
    by_country: dict[str, int]
    by_source: dict[str, int]
    altitude_bands: list[AltitudeBand]
    without_altitude: int
    fastest: list[StateVector]
    highest: list[StateVector]
    emergencies: list[Emergency]
    median_position_age: float | None
    stale: str | UnsetType = UNSET


def stats(sky: Sky, feed: Feed, top: int = 5, problem: str | None = None) -> Stats:
    """Statistics of the whole sky; `problem` is why it is not the newest."""
    states = sky.states
    airborne = [state for state in states if state.on_ground is False]
    on_ground = sum(state.on_ground is True for state in states)
    heights = [h for state in airborne if (h := altitude(state)) is not None]
    fast = [s for s in states if s.velocity is not None]
    high = [s for s in states if altitude(s) is not None]
    return Stats(
        snapshot_time=sky.snapshot_time,
        source=feed.source,
        total=len(states),
        airborne=len(airborne),
        on_ground=on_ground,
        unknown=len(states) - len(airborne) - on_ground,
        by_country=dict(Counter(s.origin_country or "unknown" for s in states).most_common()),
        by_source=dict(Counter(state.source for state in states).most_common()),
        altitude_bands=_bands(heights),
        without_altitude=len(airborne) - len(heights),
        fastest=sorted(fast, key=lambda s: s.velocity or 0, reverse=True)[:top],
        highest=sorted(high, key=lambda s: altitude(s) or 0, reverse=True)[:top],
        emergencies=[
            Emergency(EMERGENCY_SQUAWKS[s.squawk], s)
            for s in states
            if s.squawk in EMERGENCY_SQUAWKS
        ],
        median_position_age=_median_age(sky),
        stale=problem or UNSET,
    )


def _bands(heights: list[float]) -> list[AltitudeBand]:
    lower_ends = range(0, 15_000, BAND)
    counts = Counter(max(0, min(int(h // BAND) * BAND, lower_ends[-1])) for h in heights)
    return [
        AltitudeBand(low, None if low == lower_ends[-1] else low + BAND, counts[low])
        for low in lower_ends
    ]


def _median_age(sky: Sky) -> float | None:
    if not sky.states or sky.snapshot_time is None:
        return None
    return float(median(sky.snapshot_time - (state.time_position or 0) for state in sky.states))
