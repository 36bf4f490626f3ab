"""The track of an aircraft: what is recent from frames, what is older from the lakehouse."""

from msgspec import UNSET

from flight_api import parameters as p
from flight_api import readers
from flight_api.answering import Asked, Endpoint, Made, json
from flight_api.schemas import TrackAnswer
from flight_tracker.errors import NotFound
from flight_tracker.frames import RECENT
from flight_tracker.history import TrackPoint, track_point
from flight_tracker.live_view import heard_at

DAY = 86_400
LONGEST = 7 * DAY

UNLOADED = 3 * 3_600
"""Seconds that the lakehouse may be behind; frames fill no more. It is loaded hourly."""


def track(asked: Asked) -> Made:
    """Raises NotFound for an aircraft that is nowhere in what is recent."""
    address = p.path("icao24", asked.values["icao24"], readers.address)
    clock = asked.view.sky.snapshot_time or round(asked.services.clock())
    since, until = p.span(asked.values, now=clock, default=RECENT, most=LONGEST)
    if since >= clock - RECENT:
        points, is_cut = _recent(asked, address, since, until)
        if not points and asked.values["since"] is None and asked.values["until"] is None:
            raise NotFound(f"{address} was not heard in the last {RECENT // 60} minutes")
    else:
        points, is_cut = _older_and_recent(asked, address, (since, until), clock)
    stale = asked.view.problem or UNSET
    return json(TrackAnswer(address, since, until, len(points), is_cut, points, stale))


TRACK = Endpoint(track, (p.SINCE, p.UNTIL), shows_now=True)


def _recent(asked: Asked, address: str, since: int, until: int) -> tuple[list[TrackPoint], bool]:
    """From frames, and the live view itself: it may be a moment ahead of the frames' listing."""
    services = asked.services
    partition = services.live_view.partition_of(address)
    states, is_cut = services.frames.track(address, since, until, partition)
    live = asked.view.index.by_icao24.get(address)
    clock = asked.view.sky.snapshot_time or 0
    if live and since <= heard_at(live.state, clock) <= until:
        last = states[-1].last_contact if states else -1
        states = [*states, live.state] if live.state.last_contact > last else states
    return [track_point(state) for state in states], is_cut


def _older_and_recent(
    asked: Asked, address: str, span: tuple[int, int], clock: int
) -> tuple[list[TrackPoint], bool]:
    since, until = span
    older = asked.services.history().track(address, since, until)
    loaded_until = older.points[-1].last_contact if older.points else since - 1
    start = max(loaded_until + 1, clock - UNLOADED)
    if older.is_cut or start > until:
        return older.points, older.is_cut
    recent, is_cut = _recent(asked, address, start, until)
    return older.points + recent, is_cut
