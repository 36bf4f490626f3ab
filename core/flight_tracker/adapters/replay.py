"""StateSource over recorded `/states/all` bodies: in order, at a speed, perhaps in a loop.

Which body comes next follows from the snapshot published last, so a replay goes on after a restart
where it was.
"""

import gzip
import json
import zlib
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.opensky_body import decode_states
from flight_tracker.recording import bodies
from flight_tracker.snapshot import RejectedState, Snapshot
from flight_tracker.state_vector import StateVector

SUFFIXES = (".json", ".jsonl", ".ndjson", ".json.gz", ".jsonl.gz", ".ndjson.gz")

LOOP_PAUSE = 30
"""Seconds from the last body to the first of the next round, where the recording has but one."""


class _Place(NamedTuple):
    """Where one body is: its file and its number in the file."""

    file: Path
    number: int


class _Moment(NamedTuple):
    """The bodies of one time. Mostly one; those of an equal time are one snapshot together."""

    time: int
    places: list[_Place]


class ReplaySource:
    """A file or a folder of files (JSON or a body a line, also gzipped)."""

    name = "replay"

    def __init__(self, path: str, *, speed: float = 1.0, loop: bool = False) -> None:
        self._path = Path(path)
        self.feed = f"replay:{self._path.resolve()}"
        self._speed = speed
        self._loop = loop
        self._moments: list[_Moment] = []
        self._opened: tuple[Path, list[bytes]] | None = None

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        self._moments = self._moments or self._index()
        shift = self._shift(after)
        number = self._next(after, shift)
        moment = self._moments[number]
        ended = number == len(self._moments) - 1 and not self._loop
        states: list[StateVector] = []
        rejected: list[RejectedState] = []
        for place in moment.places:
            _, good, bad = decode_states(self._bodies(place.file)[place.number], self.name)
            states += good
            rejected += bad
        return Snapshot(
            time=moment.time + shift,
            source=self.name,
            states=[_later(state, shift) for state in states] if shift else states,
            rejected=rejected,
            next_in=None if ended else self._pause(number) / self._speed,
            ended=ended,
        )

    def _next(self, after: int | None, shift: int) -> int:
        """The first moment later than `after`; the last one where there is none."""
        for number, moment in enumerate(self._moments):
            if after is None or moment.time + shift > after:
                return number
        return len(self._moments) - 1

    def _shift(self, after: int | None) -> int:
        """How much later this round is than the recording: time never goes back."""
        first, last = self._moments[0].time, self._moments[-1].time
        if after is None or not self._loop or after < last:
            return 0
        round_length = last - first + self._pause(len(self._moments) - 1)
        return ((after - last) // round_length + 1) * round_length

    def _pause(self, number: int) -> int:
        """Seconds from this moment to the one after it."""
        if number + 1 < len(self._moments):
            return self._moments[number + 1].time - self._moments[number].time
        if number > 0:
            return self._moments[number].time - self._moments[number - 1].time
        return LOOP_PAUSE

    def _index(self) -> list[_Moment]:
        places: dict[int, list[_Place]] = {}
        for file in self._files():
            for number, body in enumerate(self._bodies(file)):
                places.setdefault(_time(body), []).append(_Place(file, number))
        if not places:
            raise ConfigError([f"REPLAY_PATH: {self._path} holds no recorded body"])
        return [_Moment(time, places[time]) for time in sorted(places)]

    def _files(self) -> list[Path]:
        if self._path.is_dir():
            return sorted(file for file in self._path.iterdir() if file.name.endswith(SUFFIXES))
        return [self._path]

    def _bodies(self, file: Path) -> list[bytes]:
        if self._opened is None or self._opened[0] != file:
            try:
                content = file.read_bytes()
                if file.suffix == ".gz":
                    content = gzip.decompress(content)
            except (OSError, EOFError, zlib.error) as error:
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
