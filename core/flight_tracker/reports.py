"""The kept reports: `reports/<day>.html`, one page for each day, in UTC."""

from datetime import date

from flight_tracker.errors import NotFound
from flight_tracker.ports import ObjectStore

FOLDER = "reports"
_TAIL = ".html"


def key(day: date) -> str:
    """Where the page of `day` is kept."""
    return f"{FOLDER}/{day.isoformat()}{_TAIL}"


def days(store: ObjectStore) -> list[date]:
    """Days that have a report, newest first. Raises Unavailable."""
    listed = (name.removeprefix(f"{FOLDER}/") for name, _ in store.list(FOLDER))
    found = (day_of(name.removesuffix(_TAIL)) for name in listed if name.endswith(_TAIL))
    return sorted((day for day in found if day is not None), reverse=True)


def page(store: ObjectStore, day: date) -> bytes:
    """The HTML. Raises NotFound where the day has none, or Unavailable."""
    stored = store.get(key(day))
    if stored is None:
        raise NotFound(f"there is no report of {day}; /reports lists them")
    return stored.body


def day_of(text: str) -> date | None:
    """2026-01-31 as a day; None for what is not written so."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
