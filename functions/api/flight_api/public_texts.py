"""What anybody may read about something that does not work. The log has the rest."""

import logging
import re

from flight_tracker.errors import Asleep, NotFound

OURS = ("the tables are not there yet", "this tracker keeps no history")
"""Beginnings of messages that are sentences of our own to their end."""

TOLD = {
    " in the object store is damaged": "a note in the object store is damaged",
    "object store ": "the object store does not answer",
    " is locked by another writer": "the object store does not answer",
    "a shard of the live view is damaged": "a part of the live view cannot be read",
    "a frame is damaged": "a frame cannot be read",
    "Kafka": "Kafka does not answer",
    "Delta table": "the lakehouse does not answer",
    "the embedded lakehouse": "the lakehouse does not answer",
    "Databricks": "the lakehouse does not answer",
}
"""By what stands in a message. After it come a library's words and places of the machine."""

SILENT = "something that this answer needs does not answer"

log = logging.getLogger(__name__)

_PLACE = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://|(?<!\w)[A-Za-z]:\\|(?<![\w.])\.{0,2}/)\S*")
"""A URL or a path of the machine; keys of the object store begin with a word."""


def public(error: Exception) -> str:
    """In place of its message, which the log has with the `X-Request-Id` of the answer."""
    log.warning("not available: %s", error)
    text = str(error)
    if isinstance(error, (Asleep, NotFound)) or text.startswith(OURS):
        return text
    return next((told for marker, told in TOLD.items() if marker in text), SILENT)


def without_places(text: str) -> str:
    """A note that a job has left, without paths of the machine and URLs."""
    return _PLACE.sub("…", text)
