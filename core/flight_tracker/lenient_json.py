"""JSON from other people's servers.

The fast parser refuses a whole body for one NaN, Infinity or number beyond a double; the standard
library's reads them, so that they cost one record only.
"""

import json

from flight_tracker.errors import Unavailable


def parse(body: bytes) -> object:
    """Any JSON value. Unavailable where the body is none, quoting how it starts."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        start = body[:60].decode("utf-8", "replace")
        raise Unavailable(f"the answer is not JSON ({error}); it starts {start!r}") from None


def render(value: object) -> bytes:
    """The value as it came, white space aside."""
    return json.dumps(value, separators=(",", ":")).encode()
