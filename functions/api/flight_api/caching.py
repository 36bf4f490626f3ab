"""Answers as bytes: made once for each version of the sky, question and coding; ETag and 304."""

import hashlib
from collections import OrderedDict
from email.utils import formatdate
from threading import Lock

from fastapi import Request
from fastapi.responses import Response

from flight_api import negotiation
from flight_api.codings import CODINGS
from flight_tracker import __version__
from flight_tracker.querying import View

ARRIVAL = 2
"""Seconds from a poll to its snapshot in the live view."""

LONGEST = 60
"""Seconds that an answer may be kept at most: producers may post between two polls."""

KEPT_BYTES = 48_000_000
"""Of all answers of a process; the whole sky takes 0.5 MB as JSON and gzip, 4 MB as JSON."""

MOST_ANSWERS = 2_000

FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


class Answer:
    """A body, and each of its codings when it is first wanted."""

    def __init__(
        self, body: bytes, media_type: str, tag: str, headers: dict[str, str] | None = None
    ) -> None:
        self.media_type = media_type
        self.tag = tag
        self.headers = headers or {}
        self._variants: dict[str | None, bytes] = {None: body}

    def has(self, coding: str | None) -> bool:
        return coding in self._variants

    def body(self, coding: str | None) -> bytes:
        if coding is not None and coding not in self._variants:
            self._variants[coding] = CODINGS[coding](self._variants[None])
        return self._variants[coding]

    @property
    def size(self) -> int:
        return sum(map(len, self._variants.values()))


class Answers:
    """The answers given last, at most KEPT_BYTES of them."""

    def __init__(self, most: int = KEPT_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: str) -> Answer | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: str, answer: Answer) -> None:
        """Keep it, or count again one that has grown by a coding."""
        with self._lock:
            self._size += answer.size - self._kept.pop(key, (answer, 0))[1]
            self._kept[key] = answer, answer.size
            is_full = self._size > self._most or len(self._kept) > MOST_ANSWERS
            while is_full and len(self._kept) > 1:
                self._size -= self._kept.popitem(last=False)[1][1]
                is_full = self._size > self._most

    @property
    def size(self) -> int:
        """Bytes."""
        return self._size


def tag(*what: object) -> str:
    """The same for the same answer of the same release."""
    return hashlib.sha256(repr((__version__, *what)).encode()).hexdigest()[:24]


def etag(tag: str, coding: str | None) -> str:
    """Strong: each coding has its own."""
    return f'"{tag}-{coding}"' if coding else f'"{tag}"'


def live_headers(view: View, now: float) -> dict[str, str]:
    """Good until the next snapshot can be there; shortly, if this one is not the newest."""
    headers = {}
    if view.sky.snapshot_time is not None:
        headers["Last-Modified"] = formatdate(view.sky.snapshot_time, usegmt=True)
    if view.problem is not None:
        return headers | stale_headers(view.problem)
    left = (view.feed.next_poll_at or now) + ARRIVAL - now
    seconds = int(min(max(left, 1), LONGEST))
    control = f"public, max-age={seconds}, stale-while-revalidate=30"
    return headers | {"Cache-Control": control}


def stale_headers(problem: str) -> dict[str, str]:
    """Why this is not the newest; asked again soon."""
    return {"Cache-Control": "public, max-age=2", "X-Stale": problem}


def is_known(request: Request, etag: str) -> bool:
    """Whether the client has what it would get, by If-None-Match, weakly compared.

    Another coding of the same does not count: a cache would give it to who cannot read it.
    If-Modified-Since does not count: a sky of the same second may have come in parts, or have a
    posted state more.
    """
    known = negotiation.field(request.headers, "if-none-match")
    if known is None:
        return False
    return any(item.strip().removeprefix("W/") in (etag, "*") for item in known.split(","))


def response(
    request: Request, answer: Answer, coding: str | None, headers: dict[str, str]
) -> Response:
    """200 or 304, in the coding that was `chosen`."""
    sent = {"Vary": "Accept, Accept-Encoding", **headers, **answer.headers}
    sent["ETag"] = etag(answer.tag, coding)
    if is_known(request, sent["ETag"]):
        return Response(status_code=304, headers=sent)
    if coding:
        sent["Content-Encoding"] = coding
    return Response(answer.body(coding), 200, sent, answer.media_type)


def chosen(request: Request, answer: Answer) -> str | None:
    """The coding for this client."""
    accepted = negotiation.field(request.headers, "accept-encoding")
    return negotiation.coding(accepted, len(answer.body(None)))
