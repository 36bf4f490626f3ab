"""Replay: recorded bodies in order, at a speed, perhaps in a loop."""

import gzip
from pathlib import Path

import pytest

from flight_tracker.adapters.replay import LOOP_PAUSE, ReplaySource
from flight_tracker.errors import ConfigError, Unavailable
from tests.skies import TIME, body, row, state

TIMES = [TIME, TIME + 10, TIME + 30]
"""Two pauses, of 10 and of 20 seconds."""


def recording(path: Path, *times: int) -> str:
    lines = [body(row(last_contact=t, time_position=t - 1), time=t) for t in times or TIMES]
    path.write_bytes(b"\n".join(lines))
    return str(path)


@pytest.fixture
def path(tmp_path: Path) -> str:
    return recording(tmp_path / "sky.jsonl")


def played(source: ReplaySource, count: int, after: int | None = None) -> list[int]:
    times = []
    for _ in range(count):
        after = source.fetch(after, 1.0).time
        times.append(after)
    return times


def test_bodies_come_in_the_order_of_their_times(tmp_path: Path) -> None:
    shuffled = recording(tmp_path / "sky.jsonl", TIME + 30, TIME, TIME + 10)
    assert played(ReplaySource(shuffled), 3) == TIMES


def test_the_states_are_those_that_were_recorded(path: str) -> None:
    snapshot = ReplaySource(path).fetch(None, 1.0)
    assert snapshot.states == [state(source="replay")]
    assert (snapshot.source, snapshot.rejected) == ("replay", [])


@pytest.mark.parametrize(("after", "time"), [(-99, 0), (0, 10), (9, 10), (10, 30), (11, 30)])
def test_a_new_process_goes_on_after_the_last_snapshot(path: str, after: int, time: int) -> None:
    assert ReplaySource(path).fetch(TIME + after, 1.0).time == TIME + time


def test_the_last_body_ends_the_replay(path: str) -> None:
    source = ReplaySource(path)
    assert [source.fetch(t - 1, 1.0).ended for t in TIMES] == [False, False, True]
    assert source.fetch(TIMES[-1], 1.0).ended
    assert source.fetch(TIMES[-1], 1.0).next_in is None


@pytest.mark.parametrize(("speed", "pauses"), [(1.0, [10, 20]), (10.0, [1, 2]), (0.5, [20, 40])])
def test_the_speed_divides_the_pauses(path: str, speed: float, pauses: list[float]) -> None:
    source = ReplaySource(path, speed=speed)
    assert [source.fetch(t - 1, 1.0).next_in for t in TIMES[:2]] == pauses


def test_a_loop_never_ends_and_time_never_goes_back(path: str) -> None:
    rounds = [t + shift for shift in (0, 50, 100) for t in TIMES]
    assert played(ReplaySource(path, loop=True), 9) == rounds


def test_a_loop_goes_on_in_a_new_process(path: str) -> None:
    assert played(ReplaySource(path, loop=True), 2, after=TIME + 60) == [TIME + 80, TIME + 100]


def test_a_later_round_shifts_every_time_of_a_state(path: str) -> None:
    (shifted,) = ReplaySource(path, loop=True).fetch(TIMES[-1], 1.0).states
    times = (shifted.time_position, shifted.last_contact, shifted.snapshot_time)
    assert times == (TIME + 49, TIME + 50, TIME + 50)


def test_a_loop_repeats_its_last_pause(path: str) -> None:
    snapshot = ReplaySource(path, loop=True).fetch(TIMES[1], 1.0)
    assert (snapshot.time, snapshot.next_in, snapshot.ended) == (TIMES[2], 20, False)


def test_a_loop_of_one_body_has_a_pause_too(tmp_path: Path) -> None:
    source = ReplaySource(recording(tmp_path / "one.json", TIME), loop=True)
    assert played(source, 3) == [TIME, TIME + LOOP_PAUSE, TIME + 2 * LOOP_PAUSE]


def test_a_folder_is_played_by_time_and_not_by_name(tmp_path: Path) -> None:
    recording(tmp_path / "a.json", TIME + 30)
    recording(tmp_path / "b.ndjson", TIME)
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress(body(row(), time=TIME + 10)))
    (tmp_path / "notes.txt").write_text("not a recording")
    assert played(ReplaySource(str(tmp_path)), 3) == TIMES


def test_bodies_of_one_time_are_one_snapshot(tmp_path: Path) -> None:
    (tmp_path / "east.json").write_bytes(body(row("000001")))
    (tmp_path / "west.json").write_bytes(body(row("000002"), row("bad")))
    snapshot = ReplaySource(str(tmp_path)).fetch(None, 1.0)
    assert [s.icao24 for s in snapshot.states] == ["000001", "000002"]
    assert len(snapshot.rejected) == 1


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "sky.json.gz").write_bytes(gzip.compress(body(row())))
    assert ReplaySource(str(tmp_path / "sky.json.gz")).fetch(None, 1.0).time == TIME


def test_another_recording_is_another_feed(path: str, tmp_path: Path) -> None:
    other = recording(tmp_path / "other.jsonl")
    assert ReplaySource(path).feed != ReplaySource(other).feed
    assert ReplaySource(path).feed == ReplaySource(path, speed=9).feed


def damaged() -> bytes:
    """Compressed bytes with a hole in the stream itself."""
    whole = gzip.compress(b"".join(body(row(f"{n:06x}")) for n in range(500)))
    return whole[:30] + b"\xff" * 40 + whole[70:]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json.gz", b"no gzip", "cannot be read"),
        ("a.json.gz", gzip.compress(body(row()))[:-9], "cannot be read"),
        pytest.param("a.json.gz", damaged(), "cannot be read", id="damaged"),
        ("a.json", b"", "holds no recorded body"),
        ("a.json", b"[]", "REPLAY_PATH: "),
        ("a.txt", b"", "holds no recorded body"),
        ("a.json", b"<html>", "line 1 is not JSON"),
    ],
)
def test_a_folder_that_cannot_be_played_is_refused_in_a_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError, match=sentence) as caught:
        ReplaySource(str(tmp_path)).fetch(None, 1.0)
    assert caught.value.errors[0].startswith("REPLAY_PATH: ")


def test_a_recording_that_has_gone_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"REPLAY_PATH: .*gone\.json cannot be read"):
        ReplaySource(str(tmp_path / "gone.json")).fetch(None, 1.0)


def test_a_recorded_body_without_a_time_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sky.json").write_bytes(body(row(), time=None))
    with pytest.raises(Unavailable, match="`time` is None"):
        ReplaySource(str(tmp_path / "sky.json")).fetch(None, 1.0)
