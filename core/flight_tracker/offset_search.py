"""Gaps and duplicates in the offsets that are there, found by SQL in bounded memory.

The engine sorts; what comes back is an answer for each log's partition, not the rows.
"""

import heapq
import logging
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from flight_tracker.ports import Offsets
from flight_tracker.tables import FLIGHT_STATES, REJECTED_STATES

logger = logging.getLogger(__name__)

SLICE_ROWS = 1_000_000
"""Offsets that one query sorts: a process of 240 MB; with four times as many it is 600 MB."""

GAPS = 20
"""Gaps that are told of each partition, the largest."""

Seen = Callable[[str], Iterator[tuple[Any, ...]]]
"""Runs the rest of a query that begins with `seen_records`."""

Literal = Callable[[str], str]
"""A text as the engine's SQL wants it: they differ in what a quote or a backslash becomes."""


def text(value: str) -> str:
    """A literal of standard SQL."""
    return "'" + value.replace("'", "''") + "'"


def places(topic: str, literal: Literal = text) -> dict[str, str]:
    """By table, the SELECT of its records of `topic`: log_id, part and place are the log, the
    partition and the offset of each. A condition may follow, after AND."""
    return {
        FLIGHT_STATES.name: "SELECT log_id, kafka_partition AS part, kafka_offset AS place"
        f" FROM {FLIGHT_STATES.name} WHERE kafka_offset IS NOT NULL",
        REJECTED_STATES.name: "SELECT log_id, origin_partition AS part, origin_offset AS place"
        f" FROM {REJECTED_STATES.name} WHERE origin_topic = {literal(topic)}"
        " AND origin_partition IS NOT NULL AND origin_offset IS NOT NULL",
    }


def seen_records(topic: str, literal: Literal = text) -> str:
    """`WITH seen AS (…)`: log_id, part and place of all records, states and rejected ones."""
    return f"WITH seen AS ({' UNION ALL '.join(places(topic, literal).values())})"


class _Slice(NamedTuple):
    """Records that one query looks at. `before` is the offset before them, if that is known."""

    condition: str
    before: int | None = None


class OffsetSearch:
    """Looks at all offsets, at most about `rows` of them at a time.

    Its SQL is that of DataFusion and of Databricks, but for literals.
    """

    def __init__(self, seen: Seen, rows: int, literal: Literal = text) -> None:
        self._seen = seen
        self._rows = rows
        self._literal = literal

    def run(self) -> Iterator[Offsets]:
        sizes = list(
            self._seen(
                " SELECT log_id, part, count(*), min(place), max(place) FROM seen "
                "GROUP BY 1, 2 ORDER BY 1, 2"
            )
        )
        total, done = sum(size[2] for size in sizes), 0
        for logs in self._packed(sizes):
            if len(logs) == 1 and logs[0][2] > self._rows:
                found = [self._long(*logs[0])]
            else:
                found = self._look(_Slice(self._between(logs[0][:2], logs[-1][:2])))
            done += sum(size[2] for size in logs)
            logger.info("offsets: %s of %s rows looked at", done, total)
            yield from found

    def _packed(self, sizes: list[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
        """Neighbours that are together no more than one query's rows."""
        pack: list[tuple[Any, ...]] = []
        rows = 0
        for size in sizes:
            if pack and rows + size[2] > self._rows:
                yield pack
                pack, rows = [], 0
            pack.append(size)
            rows += size[2]
        if pack:
            yield pack

    def _between(self, low: tuple[Any, ...], high: tuple[Any, ...]) -> str:
        """From one log's partition to another's, as they are ordered."""
        lowest, highest = self._literal(low[0]), self._literal(high[0])
        return (
            f"log_id BETWEEN {lowest} AND {highest} "
            f"AND NOT (log_id = {lowest} AND part < {low[1]}) "
            f"AND NOT (log_id = {highest} AND part > {high[1]})"
        )

    def _long(self, log_id: str, partition: int, rows: int, first: int, last: int) -> Offsets:
        """One partition, slice by slice of its offsets."""
        whole = Offsets(log_id, partition, 0, first, first - 1)
        this = f"log_id = {self._literal(log_id)} AND part = {partition}"
        start = first
        while start <= last:
            end = start + self._rows - 1
            inside = f"{this} AND place BETWEEN {start} AND {end}"
            found = self._look(_Slice(inside, whole.last))
            if found:
                whole, start = _joined(whole, found[0]), end + 1
            else:
                [(start,)] = self._seen(
                    f" SELECT place FROM seen WHERE {this} AND place > {end} ORDER BY 1 LIMIT 1"
                )
        return whole

    def _look(self, part: _Slice) -> list[Offsets]:
        before = "NULL" if part.before is None else str(part.before)
        steps = (
            ", steps AS (SELECT log_id, part, place, place - coalesce(lag(place) OVER "
            f"(PARTITION BY log_id, part ORDER BY place), {before}) AS step "
            f"FROM seen WHERE {part.condition})"
        )
        found = [
            Offsets(*row)
            for row in self._seen(
                f"{steps} SELECT log_id, part, count(*), min(place), max(place), "
                "count(*) FILTER (WHERE step = 0) FROM steps GROUP BY 1, 2 ORDER BY 1, 2"
            )
        ]
        is_next = part.before is None or all(o.first - 1 == part.before for o in found)
        return found if is_next and all(map(_is_whole, found)) else self._with_gaps(found, steps)

    def _with_gaps(self, found: list[Offsets], steps: str) -> list[Offsets]:
        ranked = self._seen(
            f"{steps}, ranked AS (SELECT *, row_number() OVER "
            "(PARTITION BY log_id, part ORDER BY step DESC, place) AS rank "
            "FROM steps WHERE step > 1) SELECT log_id, part, place - step + 1, place - 1 "
            f"FROM ranked WHERE rank <= {GAPS} ORDER BY 1, 2, 3"
        )
        gaps = {
            key: tuple(row[2:] for row in rows) for key, rows in groupby(ranked, lambda r: r[:2])
        }
        return [o._replace(gaps=gaps.get((o.log_id, o.partition), ())) for o in found]


def _is_whole(found: Offsets) -> bool:
    return found.last - found.first + 1 == found.rows - found.duplicates


def _joined(whole: Offsets, more: Offsets) -> Offsets:
    largest = heapq.nlargest(GAPS, (*whole.gaps, *more.gaps), key=lambda gap: gap[1] - gap[0])
    return whole._replace(
        rows=whole.rows + more.rows,
        last=more.last,
        duplicates=whole.duplicates + more.duplicates,
        gaps=tuple(sorted(largest)),
    )
