"""ObjectStore over obstore: a folder, S3, Google Cloud Storage, Azure, or memory.

Buckets compare etags by themselves. A folder cannot, so there the comparison and the write are held
together by a lock file.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import obstore
from filelock import FileLock, Timeout
from obstore.exceptions import AlreadyExistsError, BaseError, NotFoundError, PreconditionError
from obstore.store import LocalStore, MemoryStore, from_url

from flight_tracker.errors import Conflict, Unavailable
from flight_tracker.ports import StoredObject

LOCK_SECONDS = 10
"""A writer holds the lock for milliseconds; a longer wait means that something is wrong."""

CLIENT: Any = {
    "connect_timeout": timedelta(seconds=3),
    "timeout": timedelta(seconds=20),
    "allow_http": True,  # only an endpoint that was set by hand is not HTTPS
}
RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}


class ObstoreObjectStore:
    """One bucket or folder, by URL: `./data/store`, `s3://bucket/prefix`, `memory://`.

    A folder is made at the beginning, if need be, and never again: one that is taken away later is
    Unavailable, not empty.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._folder: Path | None = None
        self._store: Any
        if url == "memory://":
            self._store = MemoryStore()
        elif "://" in url and not url.startswith("file://"):
            self._store = from_url(url, client_options=CLIENT, retry_config=RETRIES)
        else:
            self._folder = Path(url.removeprefix("file://")).absolute()
            self._store = _local_store(self._folder)

    def get(self, key: str) -> StoredObject | None:
        with self._translated(key):
            try:
                answer = obstore.get(self._store, key)
            except (NotFoundError, FileNotFoundError):
                self._check_folder()
                return None
            return StoredObject(bytes(answer.bytes()), answer.meta["e_tag"] or "")

    def put(self, key: str, body: bytes, *, if_match: str | None = "*") -> None:
        mode: Any = "overwrite" if if_match == "*" else "create"
        with self._translated(key):
            self._check_folder()
            if if_match in ("*", None):
                obstore.put(self._store, key, body, mode=mode, use_multipart=False)
            elif self._folder is None:
                obstore.put(self._store, key, body, mode={"e_tag": if_match})
            else:
                self._compare_and_put(self._folder, key, body, if_match)

    def list(self, prefix: str, after: str | None = None) -> list[tuple[str, str]]:
        with self._translated(prefix):
            pages = obstore.list(self._store, prefix, offset=after)
            found = sorted((meta["path"], meta["e_tag"] or "") for page in pages for meta in page)
            if not found:
                self._check_folder()
            return found

    def delete(self, key: str) -> None:
        with self._translated(key), suppress(NotFoundError, FileNotFoundError):
            obstore.delete(self._store, key)

    def _check_folder(self) -> None:
        if self._folder is not None and not self._folder.is_dir():
            raise Unavailable(f"object store {self._url}: the folder is gone")

    def _compare_and_put(self, folder: Path, key: str, body: bytes, etag: str | None) -> None:
        with _lock(folder / key):
            if self._etag(key) != etag:
                raise Conflict(f"{key} has changed")
            obstore.put(self._store, key, body)

    def _etag(self, key: str) -> str | None:
        try:
            return obstore.head(self._store, key)["e_tag"]
        except (NotFoundError, FileNotFoundError):
            return None

    @contextmanager
    def _translated(self, key: str) -> Iterator[None]:
        """This library's exceptions as ours."""
        try:
            yield
        except (AlreadyExistsError, PreconditionError, FileExistsError) as error:
            raise Conflict(f"{key} exists or has changed") from error
        except Timeout as error:
            raise Unavailable(f"{key} is locked by another writer for {LOCK_SECONDS} s") from error
        except (BaseError, OSError) as error:
            first_line = str(error).partition("\n")[0]
            raise Unavailable(f"object store {self._url}: {key}: {first_line}") from error


def _local_store(folder: Path) -> LocalStore:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return LocalStore(folder)
    except (OSError, BaseError) as error:
        raise Unavailable(f"object store {folder}: {error}") from error


def _lock(path: Path) -> FileLock:
    """Outside the store's folder: a lock is no object, and need not outlive the machine."""
    folder = Path(tempfile.gettempdir()) / f"flight-tracker-locks-{_user()}"
    folder.mkdir(exist_ok=True)
    name = hashlib.sha256(str(path).encode()).hexdigest()
    return FileLock(folder / f"{name}.lock", timeout=LOCK_SECONDS)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
