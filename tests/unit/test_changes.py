"""What has changed, and what was told."""

from typing import Any

from flight_tracker import changes
from flight_tracker.changes import ChangeLog, Memory
from flight_tracker.enrichment import Aircraft
from flight_tracker.sky_index import SkyIndex
from tests.skies import TIME, state

A, B = "00000a", "00000b"


def sky(**velocities: Any) -> SkyIndex:
    names = {"a": A, "b": B}
    return SkyIndex([state(names[k], velocity=float(v)) for k, v in velocities.items()])


def later(index: SkyIndex, seconds: int, **changes: Any) -> SkyIndex:
    """The same in a later snapshot; nothing new was heard but `changes`."""
    names = [one.state.icao24 for one in index.aircraft]
    return SkyIndex(
        [
            state(n, velocity=index.by_icao24[n].state.velocity, snapshot_time=TIME + seconds)
            for n in names
        ]
    )


def test_what_says_the_same_in_a_later_snapshot_has_not_changed() -> None:
    log, first = ChangeLog(), sky(a=1, b=2)
    log.note(TIME, first)
    log.note(TIME + 30, later(first, 30))
    assert log.since(TIME) == {}


def test_what_is_new_or_different_has_changed() -> None:
    log = ChangeLog()
    log.note(TIME, sky(a=1))
    log.note(TIME + 30, sky(a=2, b=2))
    assert set(log.since(TIME) or ()) == {A, B} and log.since(TIME + 30) == {}


def test_the_second_part_of_a_snapshot_counts_as_changed_since_it() -> None:
    log = ChangeLog()
    log.note(TIME, sky(a=1))
    log.note(TIME, sky(a=1, b=1))
    assert set(log.since(TIME) or ()) == {B}


def test_a_snapshot_that_was_never_seen_or_is_long_past_is_unknown() -> None:
    log = ChangeLog()
    for number in range(changes.MOST_SNAPSHOTS + 1):
        log.note(TIME + number, sky(a=number))
    assert log.since(TIME) is None and log.since(TIME - 1) is None
    assert set(log.since(TIME + 1) or ()) == {A}


def test_another_feed_forgets_the_times_of_the_last() -> None:
    log = ChangeLog()
    log.note(TIME, sky(a=1))
    log.begins_anew()
    assert log.since(TIME) is None


def aircraft(*names: str) -> list[Aircraft]:
    return [Aircraft(state(name)) for name in names]


def test_what_was_told_is_known_by_question_and_version() -> None:
    memory = Memory()
    memory.note("q", "v1", TIME, aircraft(A))
    memory.note("q", "v2", TIME, aircraft(B))
    told = memory.told("q", "v1")
    assert told is not None and told.addresses == (A,)
    assert memory.told("p", "v1") is None and memory.addresses("q", TIME) == {A, B}
    assert memory.addresses("q", TIME + 1) is None


def test_the_oldest_is_forgotten_when_there_is_too_much(monkeypatch: Any) -> None:
    monkeypatch.setattr(changes, "MOST_ROWS", 250)
    memory = Memory()
    for version in ("v1", "v2", "v3"):
        memory.note("q", version, TIME, aircraft(A, B))
    kept = [memory.told("q", version) is not None for version in ("v1", "v2", "v3")]
    assert kept == [False, True, True]
