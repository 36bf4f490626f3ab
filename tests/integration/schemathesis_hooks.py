"""What schemathesis does not know by itself."""

from typing import Any

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def ndjson(ctx: Any, value: Any) -> bytes:
    """The schema of a body of lines is a text."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")
