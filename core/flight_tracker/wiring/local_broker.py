"""Where the embedded broker of a running `make run` is: one small file in DATA_DIR.

It lets a job that is started by hand, with the same DATA_DIR, ask and write to the same log.
"""

import json
import logging
import socket
from collections.abc import Mapping
from pathlib import Path

from flight_tracker.errors import Unavailable

logger = logging.getLogger(__name__)

NAME = "broker.json"
NAMES = ("KAFKA_BOOTSTRAP_SERVERS", "KAFKA_LOG_ID")
SECONDS = 2.0


def note(data_dir: Path, environ: Mapping[str, str]) -> None:
    """For those who come later: the broker that these settings name."""
    (data_dir / NAME).write_text(json.dumps({name: environ[name] for name in NAMES}))


def forget(data_dir: Path) -> None:
    """The broker ends."""
    (data_dir / NAME).unlink(missing_ok=True)


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """With the settings of the running embedded broker, where no other broker is set.

    What a tracker that was killed has left is passed over. Raises Unavailable where the file is
    damaged.
    """
    known = dict(environ)
    file = Path(environ.get("DATA_DIR", "").strip() or "./data") / NAME
    if environ.get("KAFKA_BOOTSTRAP_SERVERS", "").strip() or not file.exists():
        return known
    try:
        noted = {name: str(value) for name, value in json.loads(file.read_text()).items()}
        address = noted[NAMES[0]]
    except (OSError, ValueError, AttributeError, KeyError) as error:
        raise Unavailable(f"{file} is damaged ({error!r}); start `make run` again") from error
    if not _answers(address):
        logger.warning("%s names a broker that is gone: %s", file, address)
        return known
    return known | noted


def _answers(address: str) -> bool:
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), SECONDS).close()
    except (OSError, ValueError):
        return False
    return True
