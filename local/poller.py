"""`python -m local.poller`: poll_opensky as a service of its own, until SIGTERM or Ctrl-C.

For a computer that OpenSky answers while it refuses the cloud: docs/poller-anywhere.md.
"""

import os
import signal
import sys
import threading

from flight_tracker.errors import ConfigError
from flight_tracker.settings import Settings
from local import poll_timer


def main() -> int:
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    try:
        settings = Settings.from_env(os.environ)
        if settings.kafka.bootstrap_servers is None:
            raise ConfigError(["KAFKA_BOOTSTRAP_SERVERS is missing: where the records go"])
        if "://" not in settings.object_store_url:
            raise ConfigError(["OBJECT_STORE_URL is missing: the bucket that the functions use"])
        poll_timer.main(stop)
    except ConfigError as error:
        print(
            "The poller cannot start:",
            *(f"  - {e}" for e in error.errors),
            sep="\n",
            file=sys.stderr,
        )
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
