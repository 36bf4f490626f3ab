"""One JSON line for each invocation. Used by the edges only."""

import dataclasses
import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flight_tracker.errors import FlightTrackerError

logger = logging.getLogger("flight_tracker")


class JsonFormatter(logging.Formatter):
    """A log record as one line of JSON; `extra={"fields": {...}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure() -> None:
    """Log to standard error, once; a platform's own handlers are replaced."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)


@contextmanager
def invocation(name: str) -> Iterator[dict[str, Any]]:
    """Log one line for what happens inside; the report is put into the dict that it yields.

    A failure of ours is one sentence; anything else is a defect and keeps its traceback.
    """
    fields: dict[str, Any] = {}
    started = time.perf_counter()
    try:
        yield fields
    except FlightTrackerError as error:
        fields |= {"error": type(error).__name__, "detail": str(error)}
        logger.error("%s failed: %s", name, error, extra={"fields": _timed(fields, started)})
        raise
    except Exception:
        logger.exception("%s failed", name, extra={"fields": _timed(fields, started)})
        raise
    logger.info("%s", name, extra={"fields": _timed(fields, started)})


def as_dict(report: Any) -> dict[str, Any]:
    """A report as JSON-able values."""
    return dataclasses.asdict(report)


def _timed(fields: dict[str, Any], started: float) -> dict[str, Any]:
    return {**fields, "milliseconds": round((time.perf_counter() - started) * 1000)}
