"""What a client knows already: which aircraft have changed since, and what it was told before.

Kept by each process for itself, and bounded: who asks for what is forgotten is told everything.
"""

from array import array
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import NamedTuple

import msgspec

from flight_tracker.enrichment import Aircraft
from flight_tracker.sky_index import SkyIndex

MOST_ROWS = 300_000
"""Rows of answers that are remembered, about 25 bytes each."""

MOST_SNAPSHOTS = 64


class ChangeLog:
    """When each aircraft last changed, counted in views of the sky. A state that says the same in a
    later snapshot has not changed."""

    def __init__(self) -> None:
        self._count = 0
        self._changed: dict[str, int] = {}
        self._index = SkyIndex()
        self._first: OrderedDict[int, int] = OrderedDict()

    def note(self, snapshot_time: int | None, index: SkyIndex) -> None:
        """The next view of the sky."""
        self._count += 1
        known = self._index.by_icao24
        self._changed = {
            icao24: self._count
            if (old := known.get(icao24)) is None or _differ(old, one)
            else self._changed[icao24]
            for icao24, one in index.by_icao24.items()
        }
        self._index = index
        if snapshot_time is not None and snapshot_time not in self._first:
            self._first[snapshot_time] = self._count
            if len(self._first) > MOST_SNAPSHOTS:
                self._first.popitem(last=False)

    def begins_anew(self) -> None:
        """Another feed: its snapshot times mean another sky."""
        self._first.clear()

    def since(self, snapshot_time: int) -> dict[str, int] | None:
        """Addresses of what has changed since this snapshot was first seen; None if never seen.

        A snapshot may arrive in parts: what came after its first part counts as changed.
        """
        first = self._first.get(snapshot_time)
        if first is None:
            return None
        return {icao24: at for icao24, at in self._changed.items() if at > first}


class Told(NamedTuple):
    """The rows of an answer: addresses in their order, and a fingerprint of each identity."""

    version: str
    snapshot_time: int | None
    addresses: tuple[str, ...]
    identities: "array[int]"

    @property
    def rows(self) -> dict[str, tuple[int, int]]:
        """Place and identity by address."""
        places = zip(range(len(self.addresses)), self.identities, strict=True)
        return dict(zip(self.addresses, places, strict=True))


class Memory:
    """What was answered to whom has the same question, by version of the sky."""

    def __init__(self) -> None:
        self._told: OrderedDict[tuple[Hashable, str], Told] = OrderedDict()
        self._rows = 0

    def note(
        self, question: Hashable, version: str, snapshot_time: int | None, rows: Sequence[Aircraft]
    ) -> None:
        if (question, version) in self._told:
            self._told.move_to_end((question, version))
            return
        addresses = tuple(one.state.icao24 for one in rows)
        identities = array("q", [one.identity for one in rows])
        self._told[question, version] = Told(version, snapshot_time, addresses, identities)
        self._rows += len(rows) + 100
        while self._rows > MOST_ROWS and len(self._told) > 1:
            _, forgotten = self._told.popitem(last=False)
            self._rows -= len(forgotten.addresses) + 100

    def told(self, question: Hashable, version: str) -> Told | None:
        return self._told.get((question, version))

    def addresses(self, question: Hashable, snapshot_time: int) -> set[str] | None:
        """All that were told of this snapshot; None if nothing was."""
        found = [
            told.addresses
            for (asked, _), told in self._told.items()
            if asked == question and told.snapshot_time == snapshot_time
        ]
        return {icao24 for addresses in found for icao24 in addresses} if found else None


def _differ(old: Aircraft, new: Aircraft) -> bool:
    was, state = old.state, new.state
    if was is state or was.last_contact != state.last_contact:
        return was is not state
    if was.snapshot_time != state.snapshot_time:
        was = msgspec.structs.replace(was, snapshot_time=state.snapshot_time)
    return was != state
