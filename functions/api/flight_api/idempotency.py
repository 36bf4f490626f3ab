"""Posts that come twice with the same `Idempotency-Key` are done once.

Source: the IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key).
What was done is remembered by this process only.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from starlette.exceptions import HTTPException

from flight_api.problems import InvalidParameter
from flight_tracker.ports import Clock

HEADER = "Idempotency-Key"
LONGEST = 255
_KEY = re.compile(rf"[!-~]{{1,{LONGEST}}}")
WINDOW = 600.0
"""Seconds for which a post is remembered."""

KEPT_BYTES = 8_000_000
MOST = 10_000


class Done(NamedTuple):
    """A post: its body's hash, when it began, and its answer; None while it is being done."""

    digest: bytes
    at: float
    answer: bytes | None


class Idempotency:
    """The posts of the last WINDOW seconds that had a key, at most KEPT_BYTES of answers."""

    def __init__(self, clock: Clock, most_bytes: int = KEPT_BYTES) -> None:
        self._clock, self._most = clock, most_bytes
        self._done: OrderedDict[tuple[str, str], Done] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def once(
        self, producer: str, key: str | None, body: bytes, publish: Callable[[], bytes]
    ) -> bytes:
        """What `publish` answers, or answered for this key before. What raises is not remembered.

        InvalidParameter where the key came with another body, HTTPException 409 where the first
        post is not done yet.
        """
        if key is None:
            return publish()
        mine, digest = (producer, _valid(key)), hashlib.sha256(body).digest()
        known = self._begin(mine, digest)
        if known is not None:
            return known
        answer = None
        try:
            answer = publish()
        finally:
            self._end(mine, digest, answer)
        return answer

    def _begin(self, mine: tuple[str, str], digest: bytes) -> bytes | None:
        with self._lock:
            self._forget()
            known = self._done.get(mine)
            if known is None:
                self._done[mine] = Done(digest, self._clock(), None)
                return None
        if known.digest != digest:
            raise InvalidParameter((HEADER, "was used with another body: take a new one for each"))
        if known.answer is None:
            detail = f"the first post with this {HEADER} is not done yet"
            raise HTTPException(409, detail, {"Retry-After": "1"})
        return known.answer

    def _end(self, mine: tuple[str, str], digest: bytes, answer: bytes | None) -> None:
        with self._lock:
            self._done.pop(mine, None)
            if answer is not None:
                self._done[mine] = Done(digest, self._clock(), answer)
                self._size += len(answer)

    def _forget(self) -> None:
        """The oldest ones: they are in front, because what is done is put behind."""
        oldest = self._clock() - WINDOW
        while self._done:
            key, first = next(iter(self._done.items()))
            is_full = self._size > self._most or len(self._done) > MOST
            if first.at >= oldest and not is_full:
                return
            del self._done[key]
            self._size -= len(first.answer or b"")


def _valid(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise InvalidParameter((HEADER, f"must be 1 to {LONGEST} visible characters of ASCII"))
    return key
