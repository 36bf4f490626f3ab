"""StateSource over recorded `/states/all` bodies: in order, at a speed, perhaps in a loop.

Which body comes next follows from the snapshot published last, so a replay goes on after a restart
where it was.
"""

import gzip
import json
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.opensky_body import decode_states
from flight_tracker.recording import bodies
from flight_tracker.snapshot import Snapshot
from flight_tracker.state_vector import StateVector

SUFFIXES = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")

LOOP_PAUSE = 30
"""Seconds from the last body to the first of the next round, where the recording has but one."""


class _Place(NamedTuple):
    """Where one body is: its time, its file and its number in the file."""

    time: int
    file: Path
    number: int


class ReplaySource:
    """A file or a folder of files (JSON or a body a line, also gzipped)."""

    name = "replay"

    def __init__(self, path: str, *, speed: float = 1.0, loop: bool = False) -> None:
        self._path = Path(path)
        self.feed = f"replay:{self._path.resolve()}"
        self._speed = speed
        self._loop = loop
        self._places: list[_Place] = []
        self._opened: tuple[Path, list[bytes]] | None = None

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        self._places = self._places or self._index()
        first, last = self._places[0].time, self._places[-1].time
        round_length = last - first + self._pause(len(self._places) - 1)
        shift = self._shift(after, last, round_length)
        number = self._next(after, shift)
        place = self._places[number]
        ended = number == len(self._places) - 1 and not self._loop
        time, states, rejected = decode_states(self._body(place), self.name)
        return Snapshot(
            time=time + shift,
            source=self.name,
            states=[_later(state, shift) for state in states] if shift else states,
            rejected=rejected,
            next_in=None if ended else self._pause(number) / self._speed,
            ended=ended,
        )

    def _next(self, after: int | None, shift: int) -> int:
        """The first body later than `after`; the last one where there is none."""
        for number, place in enumerate(self._places):
            if after is None or place.time + shift > after:
                return number
        return len(self._places) - 1

    def _shift(self, after: int | None, last: int, round_length: int) -> int:
        """How much later this round is than the recording: time never goes back."""
        if after is None or not self._loop or after < last:
            return 0
        return ((after - last) // round_length + 1) * round_length

    def _pause(self, number: int) -> int:
        """Seconds from this body to the one after it."""
        if number + 1 < len(self._places):
            return self._places[number + 1].time - self._places[number].time
        if number > 0:
            return max(1, self._places[number].time - self._places[number - 1].time)
        return LOOP_PAUSE

    def _index(self) -> list[_Place]:
        places = [
            _Place(_time(body), file, number)
            for file in self._files()
            for number, body in enumerate(self._bodies(file))
        ]
        if not places:
            raise ConfigError([f"REPLAY_PATH: {self._path} holds no recorded body"])
        return sorted(places, key=lambda place: place.time)

    def _files(self) -> list[Path]:
        if self._path.is_dir():
            return sorted(file for file in self._path.iterdir() if file.name.endswith(SUFFIXES))
        return [self._path]

    def _body(self, place: _Place) -> bytes:
        return self._bodies(place.file)[place.number]

    def _bodies(self, file: Path) -> list[bytes]:
        if self._opened is None or self._opened[0] != file:
            try:
                content = file.read_bytes()
                if file.suffix == ".gz":
                    content = gzip.decompress(content)
            except (OSError, EOFError) as error:
                raise ConfigError([f"REPLAY_PATH: {file} cannot be read: {error}"]) from None
            self._opened = file, list(bodies(content, file.name))
        return self._opened[1]


def _time(body: bytes) -> int:
    time = json.loads(body).get("time")
    if type(time) is not int:
        raise Unavailable(f"a recorded body's `time` is {time!r}, not Unix seconds")
    return time


def _later(state: StateVector, shift: int) -> StateVector:
    return replace(
        state,
        time_position=None if state.time_position is None else state.time_position + shift,
        last_contact=state.last_contact + shift,
        snapshot_time=state.snapshot_time + shift,
    )
