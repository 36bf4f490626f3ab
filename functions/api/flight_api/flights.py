"""Lists of flights: the whole sky, a part of it, or what has changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flight_api import patterns, readers
from flight_api.answering import FORMAT, Asked, Endpoint, Made
from flight_api.flight_parameters import FILTERS, LISTING, question
from flight_api.formats import MEDIA_TYPES, Listing, encode
from flight_api.parameters import Parameter
from flight_api.problems import InvalidParameter
from flight_tracker.enrichment import Aircraft
from flight_tracker.live_view import Sky
from flight_tracker.questions import Question
from flight_tracker.sky_index import SkyIndex

SINCE = Parameter(
    "since",
    readers.integer(0, readers.LATEST),
    "A `snapshot_time`: only what changed after it, and the addresses that `left`",
    {"type": "integer", "minimum": 0, "maximum": readers.LATEST},
    1_693_234_230,
)
KNOWN = Parameter(
    "known",
    readers.word(64),
    "The `version` of an Arrow answer to the same question: its identities are left out",
    patterns.text(64),
    "3f2a9b1c77d0e4a5b6c8",
)
SMALL = 100
"""Square degrees: 250 aircraft where the sky is fullest, 2 ms."""

LIST = (*FILTERS, *LISTING, FORMAT)


@dataclass(frozen=True, slots=True)
class Delta:
    """Rows to be sent instead of all, members about them, and places of known identities."""

    rows: list[Aircraft]
    about: dict[str, Any]
    known: frozenset[int] = frozenset()


def current(asked: Asked) -> Made:
    """The live sky."""
    wanted = question(asked.values)
    _check(asked, wanted)
    rows, following = wanted.rows(asked.view.index)
    delta = _delta(asked, wanted, rows)
    sky, view = asked.view.sky, asked.view
    if wanted.is_whole:
        asked.services.memory.note(wanted.filter, view.version, sky.snapshot_time, rows)
    about = _about(sky, view.feed.source, len(delta.rows), asked.values)
    about |= {"stale": view.problem} if view.problem else {}
    about |= {"version": view.version} if asked.format == "arrow" else {}
    made = _listed(asked, delta, about, following)
    is_personal = asked.values["since"] is not None or asked.values["known"] is not None
    return Made(made.body, made.headers, is_personal)


def _is_small(values: Mapping[str, Any]) -> bool:
    """Whether it is about a few hundred aircraft at most, as far as one can tell beforehand."""
    if values["icao24"] or values["closest"]:
        return True
    box = values["bbox"] or (values["circle"].box if values["circle"] else None)
    return box is not None and box.area <= SMALL


CURRENT = Endpoint(current, (*LIST, SINCE, KNOWN), MEDIA_TYPES, is_quick=_is_small)


def past(asked: Asked, sky: Sky) -> Made:
    """The sky at another moment, with the same filters and formats."""
    rows, following = question(asked.values).rows(SkyIndex(sky.states))
    source = rows[0].state.source if rows else None
    about = _about(sky, source, len(rows), asked.values)
    return _listed(asked, Delta(rows, {}), about, following)


def _about(sky: Sky, source: str | None, count: int, values: Mapping[str, Any]) -> dict[str, Any]:
    about = {"snapshot_time": sky.snapshot_time, "source": source, "count": count}
    return about | ({} if values["units"] == "si" else {"units": values["units"]})


def _listed(asked: Asked, delta: Delta, about: dict[str, Any], following: str | None) -> Made:
    headers = {}
    if following is not None:
        about["next"] = following
        again = [pair for pair in parse_qsl(asked.query) if pair[0] != "after"]
        headers["Link"] = f'<?{urlencode([*again, ("after", following)])}>; rel="next"'
    about |= delta.about
    fields, units = asked.values["fields"], asked.values["units"]
    listing = Listing(about, delta.rows, fields, units, delta.known)
    return Made(encode(listing, asked.format, asked.services.format), headers)


def _check(asked: Asked, wanted: Question) -> None:
    errors = []
    since, known = asked.values["since"], asked.values["known"]
    for name, value in (("since", since), ("known", known)):
        if value is not None and not wanted.is_whole:
            errors.append((name, "does not go together with sort, limit, after or closest"))
    if since is not None and asked.format == "csv":
        errors.append(("since", "needs another format: CSV cannot tell what left"))
    if known is not None and (asked.format != "arrow" or asked.values["fields"] is not None):
        errors.append(("known", "is for format=arrow without fields"))
    if since is not None and known is not None:
        errors.append(("known", "does not go together with since"))
    if errors:
        raise InvalidParameter(*errors)


def _delta(asked: Asked, wanted: Question, rows: list[Aircraft]) -> Delta:
    if (since := asked.values["since"]) is not None:
        return _changed(asked, wanted, rows, since)
    if (known := asked.values["known"]) is not None:
        return _unnamed(asked, wanted, rows, known)
    return Delta(rows, {})


def _changed(asked: Asked, wanted: Question, rows: list[Aircraft], since: int) -> Delta:
    """What changed, entered or left since; everything where this process does not know."""
    changed = asked.services.live_view.changes.since(since)
    told = asked.services.memory.addresses(wanted.filter, since)
    if changed is None or told is None:
        return Delta(rows, {})
    now = {one.state.icao24 for one in rows}
    sent = [one for one in rows if one.state.icao24 in changed or one.state.icao24 not in told]
    return Delta(sent, {"since": since, "left": sorted(told - now)})


def _unnamed(asked: Asked, wanted: Question, rows: list[Aircraft], version: str) -> Delta:
    """All rows; `left` are places in the known answer whose aircraft are gone or have changed."""
    told = asked.services.memory.told(wanted.filter, version)
    if told is None:
        return Delta(rows, {})
    known = told.rows
    places, kept = set(), set()
    for place, one in enumerate(rows):
        before = known.get(one.state.icao24)
        if before is not None and before[1] == one.identity:
            places.add(place)
            kept.add(before[0])
    left = [place for place in range(len(told.addresses)) if place not in kept]
    return Delta(rows, {"known": version, "left": left}, frozenset(places))
