"""What the API's answers cost as the sky grows from 1,000 to 100,000 aircraft, as Lambda runs it.

`python -m bench api_growth` takes some minutes, so `make bench` leaves it out. It writes the plot
`docs/api-growth.svg`.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from math import log10
from pathlib import Path

from bench.figures import RUNS, Figure
from bench.memory import NO_BROKER, fill_store

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
LIBRARIES = "import fastapi, mangum, msgspec, obstore, nanoarrow, confluent_kafka"
IMPORT = "the bare import of its libraries"
WIDTH, HEIGHT = 520, 300
PLOT = Path(__file__).parent.parent / "docs" / "api-growth.svg"


def measure() -> list[Figure]:
    found = {}
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            fill_store(Path(folder), size)
            found[size] = _medians([_one(folder) for _ in range(RUNS)])
    PLOT.write_text(_plot(found), "utf-8")
    return [*_starts(found[10_000]), *(figure for size in SIZES for figure in _grown(size, found))]


def _one(folder: str) -> dict[str, float]:
    environ = {**os.environ, **NO_BROKER, "OBJECT_STORE_URL": f"{folder}/store"}
    done = subprocess.run(
        [sys.executable, "-m", "bench.one_api"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def _starts(found: dict[str, float]) -> list[Figure]:
    code = f"import time; t = time.perf_counter(); {LIBRARIES}; print(time.perf_counter() - t)"
    bare = statistics.median(
        float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(RUNS)
    )
    arrow = "API on Lambda: world as arrow, gzip"
    return [
        Figure("API: import", found["import"], "s", 0.7, IMPORT, found["import"] / bare),
        Figure(f"{arrow}, first", found["first"] * 1000, "ms", 250, IMPORT, found["first"] / bare),
        Figure(f"{arrow}, warm", found["warm"] * 1000, "ms", 15),
    ]


def _grown(size: int, found: dict[int, dict[str, float]]) -> list[Figure]:
    one, least = found[size], found[SIZES[0]]
    of = f"API, {size:,} aircraft:"
    goal = 150 if size <= 10_000 else 400
    yardstick = f"with {SIZES[0]:,}"
    return [
        Figure(f"{of} box", one["box"] * 1000, "ms", 10, yardstick, one["box"] / least["box"]),
        Figure(f"{of} aircraft in the box", one["box_rows"], "", 0),
        Figure(f"{of} spot", one["spot"] * 1000, "ms", 10, yardstick, one["spot"] / least["spot"]),
        Figure(f"{of} aircraft in the spot", one["spot_rows"], "", 0),
        Figure(
            f"{of} first world",
            one["first"] * 1000,
            "ms",
            2_500,
            yardstick,
            one["first"] / least["first"],
        ),
        Figure(f"{of} memory after Arrow", one["arrow_peak"], "MB", goal),
        Figure(f"{of} memory after all formats", one["peak"], "MB", goal),
    ]


def _plot(found: dict[int, dict[str, float]]) -> str:
    """Milliseconds over aircraft, both logarithmic, beside what linear growth would be, as SVG."""
    lines = "".join(
        _line({size: one[name] * 1000 for size, one in found.items()}, label, colour)
        for name, label, colour in (
            ("box", "4 x 10 degrees", "#3b82f6"),
            ("spot", "0.2 x 0.5 degrees", "#16a34a"),
        )
    )
    sizes = "".join(f'<text x="{_x(size):.0f}" y="{HEIGHT - 22}">{size:,}</text>' for size in found)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="11" text-anchor="middle" fill="#888">'
        "<title>Milliseconds of a box, by aircraft in the sky</title>"
        '<text x="10" y="14" text-anchor="start">milliseconds of a box, made anew</text>'
        f"{lines}{sizes}"
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 4}">aircraft in the sky; dashed: linear</text></svg>\n'
    )


def _line(milliseconds: dict[int, float], label: str, colour: str) -> str:
    points = {size: (_x(size), _y(value)) for size, value in milliseconds.items()}
    (first, least), (last, most) = min(milliseconds.items()), max(milliseconds.items())
    marks = "".join(
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="3" fill="{colour}"/>'
        f'<text x="{x:.0f}" y="{y + 16:.0f}">{milliseconds[size]:.2g}</text>'
        for size, (x, y) in points.items()
    )
    line = " ".join(f"{x:.0f},{y:.0f}" for x, y in points.values())
    return (
        f'<line x1="{_x(first):.0f}" y1="{_y(least):.0f}" x2="{_x(last):.0f}" '
        f'y2="{_y(least * last / first):.0f}" stroke="{colour}" stroke-dasharray="3 4"/>'
        f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>{marks}'
        f'<text x="{_x(last) + 14:.0f}" y="{_y(most) + 4:.0f}" text-anchor="start">{label}</text>'
    )


def _x(aircraft: float) -> float:
    return 40 + (log10(aircraft) - 3) * 170


def _y(milliseconds: float) -> float:
    return HEIGHT - 90 - log10(milliseconds) * 75
