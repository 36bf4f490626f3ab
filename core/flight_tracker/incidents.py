"""What is wrong, since when, and whether it was told. Pure.

An incident begins with its first trouble and ends with the first look that finds none. Each is told
twice at most: when it begins and when it is over.
"""

from collections.abc import Collection, Iterable, Mapping

import msgspec

from flight_tracker.errors import Unavailable

KEY = "state/incidents.json"

MOST_KEPT = 200
"""Incidents that are over and stay in the list."""


class Incident(msgspec.Struct, kw_only=True):
    """Times are Unix seconds; `until` is None while it lasts. `detail` is the newest sentence."""

    name: str
    detail: str
    since: int
    until: int | None = None
    beginning_told: bool = False
    end_told: bool = False

    @property
    def is_told(self) -> bool:
        return self.beginning_told and (self.until is None or self.end_told)


class Incidents(msgspec.Struct, kw_only=True):
    """All that is known, the oldest first.

    `rejected_until` is the last file of dead letters that was seen of each folder, which is a log's
    partition; None before the first look.
    """

    incidents: list[Incident] = []
    rejected_until: dict[str, str] | None = None

    def open(self) -> list[Incident]:
        return [incident for incident in self.incidents if incident.until is None]


def decode(body: bytes | None) -> Incidents:
    """The stored list; an empty one where nothing is stored. Unavailable where it is damaged."""
    if body is None:
        return Incidents()
    try:
        return msgspec.json.decode(body, type=Incidents)
    except ValueError as error:
        message = f"{KEY} in the object store is damaged ({error}); delete it to begin anew"
        raise Unavailable(message) from error


def encode(known: Incidents) -> bytes:
    over = [i for i in known.incidents if i.until is not None and i.is_told]
    forgotten = set(map(id, over[:-MOST_KEPT]))
    kept = [i for i in known.incidents if id(i) not in forgotten]
    return msgspec.json.encode(msgspec.structs.replace(known, incidents=kept))


def note(known: Incidents, troubles: Mapping[str, str], watched: Collection[str], now: int) -> None:
    """Begin, go on with or end the incidents of the `watched` names by what troubles there are."""
    lasting = {incident.name: incident for incident in known.open()}
    for name in watched:
        incident = lasting.get(name)
        if name in troubles:
            if incident is None:
                incident = Incident(name=name, detail="", since=now)
                known.incidents.append(incident)
            incident.detail = troubles[name]
        elif incident is not None:
            incident.until = now


def untold(known: Incidents) -> Iterable[tuple[Incident, str]]:
    """What has to be told, each with its sentence."""
    for incident in known.incidents:
        if not incident.is_told:
            yield incident, sentence(incident)


def told(incident: Incident) -> None:
    """Somebody has heard of it as it is now."""
    incident.beginning_told = True
    incident.end_told = incident.until is not None


def sentence(incident: Incident) -> str:
    if incident.until is None:
        return f"{incident.name}: {incident.detail}"
    lasted = _lasted(incident.until - incident.since)
    return f"{incident.name}: over after {lasted}; it was: {incident.detail}"


def _lasted(seconds: int) -> str:
    if seconds < 120:
        return f"{seconds} s"
    return f"{seconds // 60} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"
