"""API keys of producers: a key is shown once, when it is made; the settings have its hash."""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import NamedTuple

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,39}")
RATE = re.compile(r"[1-9][0-9]{0,5}")
_ENTRY = re.compile(rf"({NAME.pattern}):([0-9a-f]{{64}})(?::({RATE.pattern}))?")
_HASH = re.compile(r"[0-9a-fA-F]{64}")


class ApiKey(NamedTuple):
    """A producer's key. `name` is None for a plain entry, `rate_limit` (requests a minute) where
    the entry has none of its own."""

    name: str | None
    digest: bytes
    rate_limit: int | None = None


def parse(entry: str) -> ApiKey:
    """`name:sha256hex`, `name:sha256hex:requests_per_minute`, or a plain key of earlier releases.

    ValueError has the end of a sentence, without the entry: that may be a secret.
    """
    if found := _ENTRY.fullmatch(entry):
        name, digest, rate = found.groups()
        return ApiKey(name, bytes.fromhex(digest), int(rate) if rate else None)
    if ":" in entry or _HASH.fullmatch(entry):
        raise ValueError(
            "must be name:sha256hex or name:sha256hex:requests_per_minute, the name of up to 40 "
            "of a-z 0-9 . _ -; `python -m flight_tracker.settings.new_api_key NAME` makes one"
        )
    return ApiKey(None, digest_of(entry))


def checked(entry: str) -> str:
    """The entry itself. ValueError as from `parse`."""
    parse(entry)
    return entry


def find(keys: Iterable[ApiKey], given: str) -> ApiKey | None:
    """Whose key this is; in the same time whichever it is, and whether or not it is one."""
    digest = digest_of(given)
    found = None
    for key in keys:
        if hmac.compare_digest(digest, key.digest):
            found = key
    return found


def digest_of(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


def entry_of(name: str, key: str, rate_limit: int | None = None) -> str:
    """The entry for INGEST_API_KEYS."""
    return ":".join([name, digest_of(key).hex(), *([str(rate_limit)] if rate_limit else [])])
