"""Landing files that the warehouse reads from the bucket itself.

An external location of Unity Catalog covers the bucket, and READ FILES on it is granted.
Source: Databricks SQL language manual, read_files (its glob patterns), external locations.
"""

import contextlib
import re
from collections.abc import Iterator, Sequence

from flight_tracker.errors import Unavailable

_REFUSED = re.compile(
    "READ FILES|EXTERNAL.LOCATION|STORAGE.CREDENTIAL|AccessDenied|Access Denied|Forbidden"
)
_UNREADABLE = re.compile("[Uu]nsupported encoding|UNSUPPORTED_ENCODING")


class ExternalLanding:
    """The bucket at `url`, `s3://bucket/prefix`, by the keys of its object store."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    @contextlib.contextmanager
    def paths(self, keys: Sequence[str]) -> Iterator[list[str]]:
        """A pattern for each folder of these files. What the warehouse may not read is explained.

        A key holds no character of a pattern: the names are ours, and the object store encodes
        those of the folders.
        """
        folders: dict[str, list[str]] = {}
        for key in keys:
            folder, _, name = f"{self._url}/{key}".rpartition("/")
            folders.setdefault(folder, []).append(name)
        try:
            yield [f"{folder}/{_either(names)}" for folder, names in folders.items()]
        except Unavailable as error:
            if hint := self._hint(str(error)):
                raise Unavailable(f"{hint} ({error})") from None
            raise

    def _hint(self, message: str) -> str | None:
        if _REFUSED.search(message):
            return (
                f"Databricks: the warehouse may not read {self._url}: create an external location "
                "for it with a storage credential, and grant READ FILES on it; or set "
                "DATABRICKS_LANDING=volume"
            )
        if _UNREADABLE.search(message):
            return (
                "Databricks: the warehouse cannot decode the landing files: set "
                "DATABRICKS_LANDING=volume"
            )
        return None


def _either(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{{{','.join(names)}}}"
