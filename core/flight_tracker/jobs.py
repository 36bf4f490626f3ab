"""Jobs for an operator: `python -m flight_tracker.jobs NAME --help`.

A job writes its report to standard output, as one JSON object, and its log to standard error.
Settings come from the environment, as those of the functions.
"""

import argparse
import dataclasses
import json
import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flight_tracker import telemetry, wiring
from flight_tracker.errors import ConfigError, FlightTrackerError
from flight_tracker.settings import Settings
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES

DONE, PROBLEM, WRONG, UNAVAILABLE, STOPPED = 0, 1, 2, 3, 130

EXIT_CODES = """exit codes:
  0  done
  1  done, and a problem was found: the report tells
  2  wrong arguments or settings
  3  something is not available: try again later
"""

VACUUM_HOURS, LEAST_HOURS = 168, 24
"""Delta remembers for a week which files a commit took away; readers and loads take minutes."""

MOST_DAYS = 36_500

Outcome = tuple[dict[str, Any], bool]
"""A report, and whether it tells of a problem."""


def load(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Load what has landed into the tables, as the load function does."""
    report = wiring.loader(settings).load()
    return telemetry.as_dict(report), bool(report.damaged)


def refresh(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Make the gold tables of the days whose states have changed."""
    report = wiring.refresher(settings).refresh(days=arguments.day or ())
    return telemetry.as_dict(report), False


def optimize(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Join small files of the tables and write checkpoints."""
    return telemetry.as_dict(wiring.upkeep(settings).optimize()), False


def vacuum(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Remove files that the tables have not needed for some time."""
    if arguments.hours < LEAST_HOURS and not arguments.force:
        raise ConfigError(
            [
                f"--hours {arguments.hours} is less than {LEAST_HOURS} and may take files from "
                "those who read or load now; --force does it all the same"
            ]
        )
    report = wiring.upkeep(settings).vacuum(arguments.hours, dry_run=arguments.dry_run)
    return telemetry.as_dict(report), False


def expire(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Remove rows of days long ago."""
    report = wiring.upkeep(settings).expire(
        arguments.table, arguments.days, dry_run=arguments.dry_run
    )
    return telemetry.as_dict(report), False


def forget(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Remove all rows of one aircraft."""
    report = wiring.upkeep(settings).forget(arguments.icao24, dry_run=arguments.dry_run)
    return telemetry.as_dict(report), False


def reconcile(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Compare the rows with the offsets of the log: what is lost, double or waiting."""
    report = wiring.upkeep(settings).reconcile()
    return telemetry.as_dict(report), bool(report.lost or report.duplicates)


def backfill(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Load recorded bodies of /states/all; what was loaded before is not loaded again."""
    try:
        landed = wiring.backfill(settings, str(arguments.path)).land()
    except ConfigError as error:
        raise ConfigError([e.replace("REPLAY_PATH", "--from") for e in error.errors]) from None
    loaded = wiring.loader(settings).load()
    report = {**telemetry.as_dict(landed), "load": dataclasses.asdict(loaded)}
    return report, bool(loaded.damaged)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one job; the exit code. argparse itself leaves with 2 at wrong arguments."""
    parsed = _parser().parse_args(arguments)
    try:
        with telemetry.invocation(parsed.job):
            report, is_problem = parsed.run(Settings.from_env(os.environ), parsed)
    except ConfigError:
        return WRONG
    except FlightTrackerError:
        return UNAVAILABLE
    except KeyboardInterrupt:
        return STOPPED
    sys.stdout.write(json.dumps({"job": parsed.job, **report}) + "\n")
    return PROBLEM if is_problem else DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m flight_tracker.jobs",
        description=(__doc__ or "").partition("\n\n")[2],
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    jobs = parser.add_subparsers(dest="job", metavar="NAME", required=True)
    for run in (load, refresh, optimize, vacuum, expire, forget, reconcile, backfill):
        job = jobs.add_parser(
            run.__name__,
            help=run.__doc__,
            description=run.__doc__,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        job.set_defaults(run=run)
        _add_arguments(job, run.__name__)
    return parser


def _add_arguments(job: argparse.ArgumentParser, name: str) -> None:
    match name:
        case "refresh":
            job.add_argument(
                "--day",
                type=_day,
                action="append",
                metavar="YYYY-MM-DD",
                help="make this day (UTC), changed or not; may be repeated",
            )
        case "vacuum":
            job.add_argument(
                "--hours",
                type=_hours,
                default=VACUUM_HOURS,
                help="spare what a reader of that age needs (default: %(default)s)",
            )
            job.add_argument("--force", action="store_true", help=f"less than {LEAST_HOURS} hours")
        case "expire":
            job.add_argument("--days", type=_days, required=True, help="days to keep before today")
            tables = (FLIGHT_STATES.name, REJECTED_STATES.name)
            job.add_argument("--table", choices=tables, default=tables[0])
        case "forget":
            job.add_argument("icao24", type=_icao24, metavar="ICAO24", help="for example 4b1816")
        case "backfill":
            job.add_argument(
                "--from",
                dest="path",
                type=_recording,
                required=True,
                metavar="PATH",
                help="a file or a folder of recorded bodies",
            )
    if name in ("vacuum", "expire", "forget"):
        job.add_argument("--dry-run", action="store_true", help="only tell what would be removed")


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


def _icao24(text: str) -> str:
    address = text.strip().lower()
    if not re.fullmatch("~?[0-9a-f]{6}", address):
        raise argparse.ArgumentTypeError(f"{text!r} is no ICAO address: six hex digits")
    return address


def _recording(text: str) -> Path:
    if not Path(text).exists():
        raise argparse.ArgumentTypeError(f"{text!r} does not exist")
    return Path(text)


if __name__ == "__main__":
    telemetry.configure()
    sys.exit(main())
