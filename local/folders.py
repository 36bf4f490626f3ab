"""Can the data be written where the settings say?"""

import tempfile
from pathlib import Path

from flight_tracker.settings import Settings


def unwritable_folders(settings: Settings) -> list[str]:
    """A sentence for each folder that cannot be had, with the variable that changes it."""
    folders = {"DATA_DIR": settings.data_dir}
    if "://" not in settings.object_store_url:
        folders["OBJECT_STORE_URL"] = Path(settings.object_store_url)
    return [
        f"{folder} cannot be written ({reason}): set {name}"
        for name, folder in folders.items()
        if (reason := _why_not(folder))
    ]


def _why_not(folder: Path) -> str | None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"x")
    except OSError as error:
        return error.strerror or str(error)
    return None
