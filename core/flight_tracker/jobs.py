"""Jobs for an operator: `python -m flight_tracker.jobs NAME --help`.

A job writes its report to standard output, as one JSON object, and its log to standard error.
Settings come from the environment, as those of the functions.
"""

import argparse
import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from flight_tracker import job_arguments, telemetry
from flight_tracker.errors import ConfigError, FlightTrackerError
from flight_tracker.job_arguments import LEAST_HOURS
from flight_tracker.settings import Settings
from flight_tracker.wiring import jobs as wiring_jobs
from flight_tracker.wiring import local_broker
from flight_tracker.wiring import settings as settings_of

DONE, PROBLEM, WRONG, UNAVAILABLE, STOPPED = 0, 1, 2, 3, 130

EXIT_CODES = """exit codes:
  0  done
  1  done, and a problem was found: the report tells
  2  wrong arguments or settings
  3  something is not available: try again later
"""

Outcome = tuple[dict[str, Any], bool]
"""A report, and whether it tells of a problem."""


def load(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Load what has landed into the tables, as the load function does."""
    report = wiring_jobs.loader(settings).load()
    return telemetry.as_dict(report), bool(report.damaged)


def refresh(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Make the gold tables of the days whose states have changed."""
    report = wiring_jobs.refresher(settings).refresh(days=arguments.day or ())
    return telemetry.as_dict(report), False


def optimize(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Join small files of the tables and write checkpoints."""
    return telemetry.as_dict(wiring_jobs.upkeep(settings).optimize()), False


def vacuum(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Remove files that the tables have not needed for some time."""
    if arguments.hours < LEAST_HOURS and not arguments.force:
        raise ConfigError(
            [
                f"--hours {arguments.hours} is less than {LEAST_HOURS} and may take files from "
                "those who read or load now; --force does it all the same"
            ]
        )
    report = wiring_jobs.upkeep(settings).vacuum(arguments.hours, dry_run=arguments.dry_run)
    return telemetry.as_dict(report), False


def expire(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Remove rows of days long ago."""
    report = wiring_jobs.upkeep(settings).expire(
        arguments.table, arguments.days, dry_run=arguments.dry_run
    )
    return telemetry.as_dict(report), False


def forget(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Remove all rows of one aircraft, gold tables included."""
    report = wiring_jobs.upkeep(settings).forget(arguments.icao24, dry_run=arguments.dry_run)
    return telemetry.as_dict(report), False


def reconcile(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Compare Kafka, landing files and rows: what is lost, double or waiting."""
    report = wiring_jobs.reconcile(settings).run()
    if arguments.incident:
        wiring_jobs.watch(settings).note("reconcile", report.trouble)
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    wiring_jobs.reporting(settings).renew(yesterday)
    return telemetry.as_dict(report), report.trouble is not None


def watch(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Look after the whole tracker; tell the webhook what has begun and what is over."""
    report = wiring_jobs.watch(settings).look()
    return telemetry.as_dict(report), bool(report.lasting)


def backfill(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Load recorded bodies of /states/all; what was loaded before is not loaded again."""
    try:
        landed = wiring_jobs.backfill(settings, str(arguments.path)).land()
    except ConfigError as error:
        raise ConfigError([e.replace("REPLAY_PATH", "--from") for e in error.errors]) from None
    if arguments.no_load:
        return telemetry.as_dict(landed), False
    loaded = wiring_jobs.loader(settings).load()
    report = {**telemetry.as_dict(landed), "load": dataclasses.asdict(loaded)}
    return report, bool(loaded.damaged)


def reload(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Load landing files again: those of a day, or one that was damaged."""
    files, dry_run = wiring_jobs.reload(settings), arguments.dry_run
    if arguments.file:
        released = files.file(arguments.file, dry_run=dry_run)
    else:
        released = files.day(arguments.day, dry_run=dry_run)
    report = telemetry.as_dict(released)
    if dry_run:
        return report, False
    loaded = wiring_jobs.loader(settings).load()
    return {**report, "load": dataclasses.asdict(loaded)}, bool(loaded.damaged)


def schedule(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Pause or resume the polls, or make them rarer, wherever they run."""
    polls = wiring_jobs.scheduling(settings)
    match arguments.wish:
        case "pause":
            report = polls.pause(arguments.reason)
        case "resume":
            report = polls.resume()
        case "cadence":
            report = polls.cadence(arguments.seconds)
        case _:
            report = polls.report()
    return telemetry.as_dict(report), arguments.wish == "verify" and not report.is_taken


def retry(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Send rejected records of one reason through their topic again."""
    report = wiring_jobs.retry(settings).retry(arguments.reason, dry_run=arguments.dry_run)
    return telemetry.as_dict(report), False


def report(settings: Settings, arguments: argparse.Namespace) -> Outcome:
    """Make the page of a day, and keep it in the object store."""
    return telemetry.as_dict(wiring_jobs.reporting(settings).make(arguments.day)), False


JOBS = (
    load,
    refresh,
    optimize,
    vacuum,
    expire,
    forget,
    reconcile,
    backfill,
    reload,
    watch,
    schedule,
    retry,
    report,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one job; the exit code. argparse itself leaves with 2 at wrong arguments."""
    code, report = run_job(arguments)
    if code in (DONE, PROBLEM):
        sys.stdout.write(json.dumps(report) + "\n")
    return code


def run_job(arguments: Sequence[str] | None) -> tuple[int, dict[str, Any]]:
    """The exit code, and the report of what was done; empty where nothing was."""
    parsed = _parser().parse_args(arguments)
    try:
        with telemetry.invocation(parsed.job):
            report, is_problem = _run(parsed)
    except ConfigError:
        return WRONG, {}
    except FlightTrackerError:
        return UNAVAILABLE, {}
    except KeyboardInterrupt:
        return STOPPED, {}
    return PROBLEM if is_problem else DONE, {"job": parsed.job, **report}


def _run(parsed: argparse.Namespace) -> Outcome:
    try:
        outcome: Outcome = parsed.run(_settings(), parsed)
    except ModuleNotFoundError as error:  # a function's package has what its own jobs need
        message = f"{parsed.job} needs {error.name}, which is not installed here"
        raise ConfigError([message]) from error
    return outcome


def _settings() -> Settings:
    """Those of the environment; beside `make run`, its broker."""
    return settings_of(local_broker.environment(os.environ))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m flight_tracker.jobs",
        description=(__doc__ or "").partition("\n\n")[2],
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    jobs = parser.add_subparsers(dest="job", metavar="NAME", required=True)
    for run in JOBS:
        job = jobs.add_parser(
            run.__name__,
            help=run.__doc__,
            description=run.__doc__,
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        job.set_defaults(run=run)
        job_arguments.add(job, run.__name__)
    return parser


if __name__ == "__main__":
    telemetry.configure()
    sys.exit(main())
