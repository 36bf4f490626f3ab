"""The volume through which files come to the warehouse."""

import contextlib
import io
import uuid
from collections.abc import Iterator

from flight_tracker.adapters.lakehouse_databricks import statements
from flight_tracker.adapters.lakehouse_databricks.session import Session
from flight_tracker.errors import Unavailable

NAME = "landing"


class Volume:
    """`/Volumes/<catalog>/<schema>/landing`."""

    def __init__(self, session: Session, catalog: str, schema: str) -> None:
        self._session = session
        self._folder = f"/Volumes/{catalog}/{schema}/{NAME}"

    @contextlib.contextmanager
    def put(self, body: io.BytesIO) -> Iterator[str]:
        """A file in the volume, as long as this lasts. Yields its path.

        Its name is new each time: another loader of the same rows keeps its own.
        """
        path = f"{self._folder}/{uuid.uuid4().hex}.parquet"
        literal = statements.text(path)
        self._session.run(f"PUT '__input_stream__' INTO {literal} OVERWRITE", stream=body)
        try:
            yield path
        finally:
            if self._session.is_open:  # no further wait for a warehouse that has just failed
                with contextlib.suppress(Unavailable):
                    self._session.run(f"REMOVE {literal}")
