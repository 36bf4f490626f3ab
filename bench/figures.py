"""A figure, how it is taken, and how it is shown."""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

RUNS = 5


@dataclass(frozen=True)
class Figure:
    """A median. `ratio` is to the yardstick measured in the same run: it must not grow."""

    name: str
    value: float
    unit: str
    goal: float
    yardstick: str = ""
    ratio: float | None = None


def median_seconds(action: Callable[[], Any], runs: int = RUNS) -> float:
    """The median time of `runs` calls, after one that warms up."""
    action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def as_json(figures: list[Figure]) -> str:
    return json.dumps([asdict(figure) for figure in figures], indent=2) + "\n"


def as_table(figures: list[Figure]) -> str:
    lines = [f"{'what':58} {'median':>10} {'goal':>10}  ratio"]
    for figure in figures:
        ratio = f"{figure.ratio:.1f} x {figure.yardstick}" if figure.ratio else ""
        value, goal = f"{figure.value:.4g} {figure.unit}", f"{figure.goal:g} {figure.unit}"
        lines.append(f"{figure.name:58} {value:>10} {goal:>10}  {ratio}")
    return "\n".join(lines)
