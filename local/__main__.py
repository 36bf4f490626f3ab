"""`make run`: the whole tracker on this machine, until Ctrl-C."""

import os
import sys
from pathlib import Path

from flight_tracker.errors import ConfigError
from flight_tracker.settings import Settings
from local.environment import environment
from local.folders import unwritable_folders
from local.ports import busy_ports
from local.supervisor import Supervisor
from local.web import DASHBOARD


def main() -> int:
    environ = environment(Path(".env"))
    try:
        settings = Settings.from_env(environ)
    except ConfigError as error:
        return _refuse("These settings cannot work (see .env.example):", error.errors)
    if not (DASHBOARD / "index.html").exists():
        return _refuse("The dashboard is not built:", ["run `make run`, or `make frontend`"])
    if unwritable := unwritable_folders(settings):
        return _refuse("Nothing can be kept there:", unwritable)
    if busy := busy_ports(settings):
        return _refuse("Somebody else is listening there:", busy)
    return Supervisor(settings, environ).run()


def _refuse(headline: str, reasons: list[str]) -> int:
    print(headline, *(f"  - {reason}" for reason in reasons), sep="\n", file=sys.stderr)
    return 2


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent)
    sys.exit(main())
