"""The id of a request: the client's, if it is one, else a new one; in the answer and in the log."""

import logging
import re
import secrets
from contextvars import ContextVar

HEADER = "X-Request-Id"
_ID = re.compile(rb"[A-Za-z0-9._:-]{1,64}")

current: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered; threads that work for it see it, too."""


class Noted(logging.Filter):
    """Puts the id into each line of the log that a request has caused, whoever writes it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if request_id := current.get():
            record.fields = {"request_id": request_id, **getattr(record, "fields", {})}
        return True


def accepted(given: bytes | None) -> str:
    """What came, where it is harmless in a log and a header; else 128 random bits."""
    if given is not None and _ID.fullmatch(given):
        return given.decode("ascii")
    return secrets.token_hex(16)
