"""Expire old objects of a folder, as a bucket's lifecycle rules do."""

import time
from collections.abc import Mapping
from pathlib import Path

from flight_tracker import lakehouse_status, wiring
from flight_tracker.settings import Settings

DAY = 86_400
FRAMES = 1 * DAY
LANDING = 2 * DAY
EVERY = 600.0
"""Seconds between two looks."""


def expire(settings: Settings) -> int:
    """Delete old frames, and old landing files that have been loaded; the number deleted."""
    if "://" in settings.object_store_url:
        return 0  # a bucket has rules of its own
    now = time.time()
    limits = {"frames": now - FRAMES, "landing": now - LANDING}
    if settings.lakehouse != "none":
        status = lakehouse_status.read(wiring.object_store(settings))
        limits["landing"] = min(limits["landing"], (status and status.last_load_at) or 0.0)
    return _delete(Path(settings.object_store_url), limits)


def _delete(folder: Path, limits: Mapping[str, float]) -> int:
    deleted = 0
    for name, limit in limits.items():
        for path in sorted((folder / name).rglob("*"), reverse=True):  # files before their folder
            if path.is_file() and path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                deleted += 1
            elif path.is_dir() and path.stat().st_mtime < limit and not any(path.iterdir()):
                path.rmdir()
    return deleted
