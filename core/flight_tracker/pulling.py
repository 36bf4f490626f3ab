"""Consume what waits in the log: for hosts where no trigger brings the records.

Offsets are committed after their records have been consumed. A partition that fails stands still
until the next pull; the others go on.
"""

import time
from dataclasses import dataclass, field

from flight_tracker.consuming import Consumer
from flight_tracker.errors import Unavailable
from flight_tracker.ports import LogReader

WINDOW = 1.0
"""Seconds to wait for more records."""

QUIET_WINDOWS = 3
"""Without any record, after which nothing waits; the first connection takes its time."""


@dataclass(slots=True)
class PullReport:
    """`failed` says why, by `topic-partition`; `missing` is what the log dropped before us, and
    `behind` what still waits."""

    batches: int = 0
    records: int = 0
    rejected: int = 0
    missing: int = 0
    behind: int = 0
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Puller:
    """The use case: a reader, and who consumes."""

    reader: LogReader
    consumer: Consumer

    def pull(self, seconds: float) -> PullReport:
        """Until nothing waits, or for about `seconds`. Raises Unavailable if the log is away."""
        self.reader.check()
        report = PullReport()
        deadline = time.monotonic() + seconds
        quiet = 0
        while quiet < QUIET_WINDOWS and (left := deadline - time.monotonic()) > 0:
            batches = self.reader.read(min(WINDOW, left))
            quiet = 0 if batches else quiet + 1
            for place, records in batches.items():
                try:
                    done = self.consumer.consume({place: records}, max(1.0, left))
                except Unavailable as error:
                    report.failed["-".join(map(str, place))] = str(error)
                    self.reader.hold(place, records[0].offset)
                    continue
                self.reader.commit(place, records[-1].offset + 1)
                report.batches += 1
                report.records += done.records
                report.rejected += done.rejected
                report.missing += done.missing
        report.behind = self.reader.behind()
        self.reader.release([_place(name) for name in report.failed])
        return report


def _place(name: str) -> tuple[str, int]:
    topic, _, partition = name.rpartition("-")
    return topic, int(partition)
