"""The arguments of the jobs, and what is wrong with one."""

import argparse
import re
from datetime import date
from pathlib import Path

from flight_tracker.maintaining import DATED_TABLES
from flight_tracker.tables import FLIGHT_STATES

VACUUM_HOURS, LEAST_HOURS = 168, 24
"""Delta remembers for a week which files a commit took away; readers and loads take minutes."""

MOST_DAYS = 36_500


def add(job: argparse.ArgumentParser, name: str) -> None:
    """Those of the job `name`."""
    if name in ARGUMENTS:
        ARGUMENTS[name](job)
    if name in ("vacuum", "expire", "forget", "reload", "retry"):
        job.add_argument("--dry-run", action="store_true", help="only tell what would be done")


def _refresh(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "--day",
        type=_day,
        action="append",
        metavar="YYYY-MM-DD",
        help="make this day (UTC), changed or not; may be repeated",
    )


def _vacuum(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "--hours",
        type=_hours,
        default=VACUUM_HOURS,
        help="spare what a reader of that age needs (default: %(default)s)",
    )
    job.add_argument("--force", action="store_true", help=f"less than {LEAST_HOURS} hours")


def _expire(job: argparse.ArgumentParser) -> None:
    job.add_argument("--days", type=_days, required=True, help="days to keep before today")
    job.add_argument(
        "--table",
        choices=DATED_TABLES,
        default=FLIGHT_STATES.name,
        help="whose rows (default: %(default)s); each table is a job of its own",
    )


def _forget(job: argparse.ArgumentParser) -> None:
    job.add_argument("icao24", type=_icao24, metavar="ICAO24", help="for example 4b1816")


def _backfill(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "--from",
        dest="path",
        type=_recording,
        required=True,
        metavar="PATH",
        help="a file or a folder of recorded bodies",
    )
    job.add_argument("--no-load", action="store_true", help="only land it; a later load takes it")


def _reload(job: argparse.ArgumentParser) -> None:
    which = job.add_mutually_exclusive_group(required=True)
    which.add_argument("--day", type=_day, metavar="YYYY-MM-DD", help="of the rows, UTC")
    which.add_argument("--file", metavar="KEY", help="as load_history has it")


def _reconcile(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "--incident", action="store_true", help="begin or end an incident, of which `watch` tells"
    )


def _schedule(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "wish",
        choices=("show", "pause", "resume", "cadence", "verify"),
        help="verify: 1 as long as the poller has not done what was wanted last",
    )
    job.add_argument("--reason", default="", help="of the pause, for those who ask why")
    job.add_argument(
        "--seconds",
        type=_seconds,
        help="of cadence: one poll in so many seconds at most; without it, as deployed",
    )


def _retry(job: argparse.ArgumentParser) -> None:
    job.add_argument(
        "reason",
        type=_reason,
        help="a part of it, as rejected_states has it; one that begins with - comes after --",
    )


def _report(job: argparse.ArgumentParser) -> None:
    job.add_argument("--day", type=_day, required=True, metavar="YYYY-MM-DD", help="UTC")


ARGUMENTS = {
    "refresh": _refresh,
    "vacuum": _vacuum,
    "expire": _expire,
    "forget": _forget,
    "reconcile": _reconcile,
    "backfill": _backfill,
    "reload": _reload,
    "schedule": _schedule,
    "retry": _retry,
    "report": _report,
}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2026-01-31") from None


def _hours(text: str) -> int:
    if not text.isdecimal() or int(text) > VACUUM_HOURS:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no whole number from 0 to {VACUUM_HOURS}: "
            "after that Delta has forgotten which files a commit took away"
        )
    return int(text)


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 to {MOST_DAYS}")
    return int(text)


def _reason(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("an empty reason would be every reason")
    return text


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 86_400:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of seconds from 1 to 86400")
    return int(text)


def _icao24(text: str) -> str:
    address = text.strip().lower()
    if not re.fullmatch("~?[0-9a-f]{6}", address):
        raise argparse.ArgumentTypeError(f"{text!r} is no ICAO address: six hex digits")
    return address


def _recording(text: str) -> Path:
    if not Path(text).exists():
        raise argparse.ArgumentTypeError(f"{text!r} does not exist")
    return Path(text)
