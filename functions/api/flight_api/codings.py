"""Content codings of answers (RFC 9110, section 8.4.1): gzip, Brotli (RFC 7932), zstd (RFC 8878).

Bytes for each of 9,574 recorded aircraft as JSON and as Arrow, and a core's time for the JSON of
10,000: gzip 39.8, 17.8, 91 ms; br 40.1, 17.6, 112 ms; zstd 38.7, 20.2, 91 ms. Each is made once
for a snapshot. A level more of Brotli saves 2 % and takes a sixth longer. gzip is libdeflate's: in
the same time zlib's has 45.5 and 18.9 bytes.
"""

import importlib
import sys
from collections.abc import Callable

GZIP_LEVEL = 8
BROTLI_QUALITY = 5
ZSTD_LEVEL = 9
ZSTD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
"""A part of Python since 3.14; before that, the same module as a library."""


# The libraries are imported when a client first asks for them.


def _gzip(body: bytes) -> bytes:
    """Without a time in its header, so that the same body has the same bytes."""
    import deflate

    return bytes(deflate.gzip_compress(body, GZIP_LEVEL))


def _brotli(body: bytes) -> bytes:
    import brotli

    packed: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
    return packed


def _zstd(body: bytes) -> bytes:
    zstd = importlib.import_module(ZSTD)
    packed: bytes = zstd.compress(body, ZSTD_LEVEL)
    return packed


CODINGS: dict[str, Callable[[bytes], bytes]] = {"br": _brotli, "zstd": _zstd, "gzip": _gzip}
"""By the names of IANA's registry; of those that a client likes best alike, the first is taken."""
