"""What the client wants: media type and content coding (RFC 9110, sections 12.5.1 and 12.5.3)."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

from flight_api.codings import CODINGS

SMALLEST = 860
"""Bytes below which compression is not worth its header: a packet holds more."""


def field(headers: Headers, name: str) -> str | None:
    """A header with all its lines (RFC 9110, section 5.3); None where there is none."""
    lines = headers.getlist(name)
    return ", ".join(lines) if lines else None


def media(accept: str | None, offered: Mapping[str, str]) -> str:
    """The name of the offered format that the client likes best; 406 if it takes none."""
    wanted = _weights(accept or "*/*")
    best, quality = "", 0.0
    for name, media_type in offered.items():
        plain = media_type.partition(";")[0]
        kind = plain.partition("/")[0]
        found = next((wanted[r] for r in (plain, f"{kind}/*", "*/*") if r in wanted), 0.0)
        if found > quality:
            best, quality = name, found
    if not best:
        offers = ", ".join(media_type.partition(";")[0] for media_type in offered.values())
        raise HTTPException(406, f"this endpoint answers with {offers}")
    return best


def coding(accept_encoding: str | None, size: int) -> str | None:
    """The content coding to use; None to send the body as it is.

    406 where the client takes neither a coding that there is nor the body as it is.
    """
    if accept_encoding is None:
        return None
    wanted = _weights(accept_encoding.replace("x-gzip", "gzip"))  # RFC 9110, section 8.4.1.3
    anything = wanted.get("*", 0.0)
    name = max(CODINGS, key=lambda one: wanted.get(one, anything))
    quality = wanted.get(name, anything)
    plain = wanted.get("identity", wanted.get("*"))
    if plain == 0:
        if quality == 0:
            offers = ", ".join(CODINGS)
            raise HTTPException(406, f"this endpoint answers with {offers}, or without a coding")
        return name
    is_worth_it = size >= SMALLEST and quality > 0
    return name if is_worth_it and quality >= wanted.get("identity", 0.0) else None


@lru_cache(maxsize=256)  # clients send the same few
def _weights(header: str) -> Mapping[str, float]:
    return dict(_weight(item) for item in header.lower().split(",") if item.strip())


def _weight(item: str) -> tuple[str, float]:
    name, *options = (part.strip() for part in item.split(";"))
    return name, _quality(options)


def _quality(options: Iterable[str]) -> float:
    for option in options:
        if option.startswith("q="):
            try:
                return min(1.0, max(0.0, float(option[2:])))
            except ValueError:
                return 0.0
    return 1.0
