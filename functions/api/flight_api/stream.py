"""Changes of the sky as server-sent events: each is made once, whoever listens.

Source of the format: WHATWG HTML, "Server-sent events". A client that is slower than the sky gets
one event that says so, and asks for the whole again.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable

import msgspec
from fastapi.concurrency import run_in_threadpool

from flight_api import flights, parameters
from flight_api.answering import Asked
from flight_api.services import Services
from flight_tracker.errors import Unavailable
from flight_tracker.querying import View

MOST_CLIENTS = 1000
WAITING = 4
"""Events that a client may be behind."""

HEARTBEAT = 15.0
"""Seconds of silence, after which a comment keeps proxies from closing the connection."""

LOOK_EVERY = 1.0
ALIVE = b": nothing new\n\n"
WHOLE = "/flights/current"

Queue = asyncio.Queue[bytes]


class Broadcast:
    """One watcher of the live view for all clients of the process, while there are any."""

    def __init__(self, services: Callable[[], Services]) -> None:
        self._services = services
        self._clients: set[Queue] = set()
        self._watcher: asyncio.Task[None] | None = None
        self.made = 0
        """Events made so far; each went to every client of its moment."""

    @property
    def is_full(self) -> bool:
        return len(self._clients) >= MOST_CLIENTS

    async def events(self) -> AsyncIterator[bytes]:
        """First where the whole sky is, then its changes, until the client goes."""
        queue: Queue = asyncio.Queue(WAITING)
        self._clients.add(queue)
        self._look_after()
        try:
            yield announced(await run_in_threadpool(self._services().live_view.view))
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    self._look_after()
                    yield ALIVE
        finally:
            self._clients.discard(queue)
            if not self._clients and self._watcher is not None:
                self._watcher.cancel()

    def _look_after(self) -> None:
        """Have a watcher; one that a defect has ended is replaced at the next heartbeat."""
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        last: View | None = None
        while True:
            with contextlib.suppress(Unavailable):  # /health says so; the last view goes on
                services = self._services()
                view = await run_in_threadpool(services.live_view.view)
                if last is None or view.version != last.version:
                    body = await run_in_threadpool(_changes, services, last, view)
                    if body is not None:
                        self._send(event("changes", view.version, body), announced(view))
                    last = view
            await asyncio.sleep(LOOK_EVERY)

    def _send(self, change: bytes, instead: bytes) -> None:
        self.made += 1
        for queue in self._clients:
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(instead)
            else:
                queue.put_nowait(change)


def announced(view: View) -> bytes:
    """There is a sky, and where: what a client begins with, or has to begin with anew."""
    sky = view.sky
    told = {"snapshot_time": sky.snapshot_time, "count": len(sky.states), "url": WHOLE}
    return event("snapshot", view.version, msgspec.json.encode(told))


def event(name: str, version: str, body: bytes) -> bytes:
    """`body` has no line feed: it is JSON of one line."""
    return b"event: %s\nid: %s\ndata: %s\n\n" % (name.encode(), version.encode(), body)


def _changes(services: Services, last: View | None, view: View) -> bytes | None:
    """As `/flights/current?since=` answers them; None where nothing of the sky has changed.

    The first view is asked for, too: from it on the process knows what was told.
    """
    since = None if last is None else last.sky.snapshot_time
    query = "" if since is None else f"since={since}"
    values = parameters.read(query, flights.CURRENT.parameters)
    made = flights.current(Asked(services, view, values, "json", query))
    if last is None:
        return None
    told = msgspec.json.decode(made.body, type=_Told)
    is_same = last.sky.snapshot_time == view.sky.snapshot_time
    return None if is_same and not told.count and not told.left else made.body


class _Told(msgspec.Struct):
    count: int
    left: list[str] = []
