"""The body of a request: its type and coding, read within bounds, and the items in it."""

import asyncio
import io
import zlib
from itertools import islice
from typing import Any

import msgspec
from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from flight_api import negotiation
from flight_api.problems import InvalidParameter
from flight_tracker.errors import BadRecord

MAX_BODY_BYTES = 5 * 1024 * 1024
"""As it is sent, and again when it is unpacked."""

MOST_ITEMS = 50_000
BODY_SECONDS = 30.0
"""Within which the body must have come: nobody holds a connection by sending it slowly."""

JSON, NDJSON = "application/json", "application/x-ndjson"
CODINGS = {"identity": "identity", "gzip": "gzip", "x-gzip": "gzip"}
"""By their names; x-gzip is an old one (RFC 9110, section 8.4.1.3)."""

_GZIP = 31
"""zlib's `wbits` for the largest window, with gzip's header and check sum."""


class NotJson(BadRecord):
    """A line that is not JSON."""


def described(headers: Headers) -> tuple[str, str]:
    """Media type and coding of the body; 415 for another one (RFC 9110, section 15.5.16)."""
    media_type = headers.get("content-type", JSON).partition(";")[0].strip().lower()
    if media_type not in (JSON, NDJSON):
        detail = f"send {JSON} or {NDJSON}, and say so in the header Content-Type"
        raise HTTPException(415, detail, {"Accept": f"{JSON}, {NDJSON}"})
    coding = (negotiation.field(headers, "content-encoding") or "identity").strip().lower()
    if coding not in CODINGS:
        detail = "send the body as it is, or with Content-Encoding: gzip"
        raise HTTPException(415, detail, {"Accept-Encoding": "gzip"})
    return media_type, CODINGS[coding]


async def read(request: Request) -> bytes:
    """The body; 413 as soon as it is too large, so that it is never held; 408 if it is slow."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told[:20]) > MAX_BODY_BYTES:
        raise _too_large()
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                size += len(part)
                if size > MAX_BODY_BYTES:
                    raise _too_large()
                parts.append(part)
    except TimeoutError:
        detail = f"the body did not come within {BODY_SECONDS:g} s"
        raise HTTPException(408, detail, {"Connection": "close"}) from None
    return b"".join(parts)


def unpacked(body: bytes, coding: str) -> bytes:
    """Without its coding; 413 before more than MAX_BODY_BYTES are made of it.

    One member of gzip only (RFC 1952 allows more): a body of many tiny ones is an attack.
    """
    if coding == "identity":
        return body
    unpacker = zlib.decompressobj(_GZIP)
    try:
        plain = unpacker.decompress(body, MAX_BODY_BYTES + 1)
    except zlib.error:
        raise InvalidParameter(("body", "is not gzip, or damaged")) from None
    if len(plain) > MAX_BODY_BYTES:
        raise _too_large()
    if not unpacker.eof or unpacker.unused_data:
        raise InvalidParameter(("body", "must be one whole member of gzip"))
    return plain


def items(body: bytes, media_type: str) -> list[Any]:
    """What is to be judged one by one. A line of NDJSON that is not JSON is a NotJson.

    Raises InvalidParameter, or HTTPException 413 for more than MOST_ITEMS.
    """
    found = _lines(body) if media_type == NDJSON else _array(body)
    if len(found) > MOST_ITEMS:
        raise HTTPException(413, f"the body has more than {MOST_ITEMS} states")
    return found


def _lines(body: bytes) -> list[Any]:
    lines = filter(bytes.strip, io.BytesIO(body))
    return [_line(line) for line in islice(lines, MOST_ITEMS + 1)]


def _line(line: bytes) -> Any:
    try:
        return msgspec.json.decode(line)
    except (ValueError, RecursionError) as error:
        return NotJson(f"not JSON: {error}")


def _array(body: bytes) -> list[Any]:
    try:
        decoded = msgspec.json.decode(body)
    except (ValueError, RecursionError) as error:
        raise InvalidParameter(("body", f"is not JSON: {error}")) from None
    found = decoded.get("states") if isinstance(decoded, dict) else decoded
    if not isinstance(found, list):
        raise InvalidParameter(("body", 'must be an array of states, or {"states": [...]}'))
    return found


def _too_large() -> HTTPException:
    return HTTPException(413, f"the body is larger than {MAX_BODY_BYTES} bytes")
