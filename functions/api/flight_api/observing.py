"""Around each request: its id, how long it took, a line in the log, and 500 for a defect."""

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flight_api import request_ids
from flight_api.problems import problem

LONGEST_PATH = 200
"""Characters of a path in the log."""

log = logging.getLogger(__name__)


class Observed:
    """Adds `X-Request-Id` and `Server-Timing` (milliseconds until the answer began).

    What was refused, failed or wrote something is a line of the log at INFO or above; what was
    only read is one at DEBUG, because servers and CDNs count those.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), None)
        request_id = request_ids.accepted(given)
        token = request_ids.current.set(request_id)
        started, status = time.perf_counter(), 0

        async def marked(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                timing = f"app;dur={_milliseconds(started)}".encode()
                own = ((b"x-request-id", request_id.encode()), (b"server-timing", timing))
                message = {**message, "headers": [*message["headers"], *own]}
            await send(message)

        try:
            await self._app(scope, receive, marked)
        except Exception:
            log.exception("a defect", extra={"fields": _fields(scope, 500, started)})
            if status:
                raise
            await problem(500, "its log says more, by the X-Request-Id of this answer")(
                scope, receive, marked
            )
        else:
            level = _level(scope["method"], status)
            if log.isEnabledFor(level):
                log.log(level, "request", extra={"fields": _fields(scope, status, started)})
        finally:
            request_ids.current.reset(token)


def _level(method: str, status: int) -> int:
    if status >= 500:
        return logging.WARNING
    return logging.INFO if status >= 400 or method == "POST" else logging.DEBUG


def _fields(scope: Scope, status: int, started: float) -> dict[str, object]:
    """Without the query: somebody may have put a key into it."""
    return {
        "request_id": request_ids.current.get(),
        "method": scope["method"],
        "path": scope["path"][:LONGEST_PATH],
        "status": status,
        "milliseconds": _milliseconds(started),
    }


def _milliseconds(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)
