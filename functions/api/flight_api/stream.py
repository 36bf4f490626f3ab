"""Changes of the sky as server-sent events: each is made once, whoever listens.

Source of the format: WHATWG HTML, "Server-sent events". A client that is slower than the sky gets
one event that says so, and asks for the whole again.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncIterator, Callable
from weakref import WeakSet

import msgspec
from fastapi.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from flight_api import flights, parameters
from flight_api.answering import Asked
from flight_api.services import Services
from flight_tracker.errors import Unavailable
from flight_tracker.querying import View

MOST_CLIENTS = 1000
MOST_OF_ONE = 20
"""Places that one address may have: nobody takes all of them."""

RETRY_SECONDS = 30
WAITING = 4
"""Events that a client may be behind."""

REMEMBERED = 8
"""Events that a client may have missed when it comes back with `Last-Event-ID`."""

HEARTBEAT = 15.0
"""Seconds of silence, after which a comment keeps proxies from closing the connection."""

LOOK_EVERY = 1.0
ALIVE = b": nothing new\n\n"
WHOLE = "/flights/current"


class Queue(asyncio.Queue[bytes]):
    """A client's place: the events that it has not read yet."""

    def __init__(self, address: str) -> None:
        super().__init__(WAITING)
        self.address = address


class Broadcast:
    """One watcher of the live view for all clients of the process, while there are any."""

    def __init__(self, services: Callable[[], Services]) -> None:
        self._services = services
        # Weak: a place that was given to an answer which never began is free again with it.
        self._clients: WeakSet[Queue] = WeakSet()
        self._recent: deque[tuple[str, bytes]] = deque(maxlen=REMEMBERED)
        self._watcher: asyncio.Task[None] | None = None
        self.made = 0
        """Events made so far; each went to every client of its moment."""

    def join(self, address: str) -> Queue:
        """A place among those who listen. HTTPException 503 where all are taken, 429 where this
        address has its own."""
        retry = {"Retry-After": str(RETRY_SECONDS)}
        if sum(one.address == address for one in self._clients) >= MOST_OF_ONE:
            raise HTTPException(429, f"{MOST_OF_ONE} streams are allowed for each address", retry)
        if len(self._clients) >= MOST_CLIENTS:
            raise HTTPException(503, "no place for another listener", retry)
        queue = Queue(address)
        self._clients.add(queue)
        return queue

    async def events(self, queue: Queue, last_event_id: str | None) -> AsyncIterator[bytes]:
        """First where the whole sky is, then its changes, until the client goes.

        Who comes back with the id of a recent event gets what came after it instead.
        """
        self._look_after()
        try:
            missed = self._after(last_event_id)
            if missed is None:
                view = await run_in_threadpool(self._services().live_view.view)
                missed = [announced(view)]
            for one in missed or [ALIVE]:
                yield one
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
                # What happens from now on is seen by nobody.
                self._recent.clear()

    def _after(self, last_event_id: str | None) -> list[bytes] | None:
        """The events after this one; None where it is not remembered."""
        recent = list(self._recent)
        ids = [one for one, _ in recent]
        if last_event_id not in ids:
            return None
        return [body for _, body in recent[ids.index(last_event_id) + 1 :]]

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
                        change = event("changes", view.version, body)
                        self._recent.append((view.version, change))
                        self._send(change, announced(view))
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
