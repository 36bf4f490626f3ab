"""The pictures of a day's report as SVG, without any style of their own: the page has it. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from flight_tracker.reference import land

STEP = 30
"""Of an hour, in units of the picture."""

LEFT, TOP, HEIGHT, BOTTOM = 58, 18, 180, 22
SHADES = 6
MOST_NORTH, MOST_SOUTH = 84, -60

Rows = Sequence[Sequence[Any]]


def hours(rows: Rows) -> str:
    """A bar for each hour with its number; the darker part was in the air."""
    by_hour = {_hour(hour): (aircraft, airborne) for hour, aircraft, airborne in rows}
    top = _round_up(max(aircraft for aircraft, _ in by_hour.values()))
    parts = [_line(top * part / 4, top) for part in range(5)]
    for hour, (aircraft, airborne) in by_hour.items():
        x = LEFT + hour * STEP
        label = f"{hour:02}:00 UTC: {aircraft:,} aircraft, {airborne:,} of them in the air"
        parts.append(
            f"<g><title>{label}</title>{_bar('bar', x, aircraft, top)}"
            f"{_bar('bar air', x, airborne, top)}"
            f'<text class="value" x="{x + STEP / 2:g}" y="{_y(aircraft, top) - 4:.1f}" '
            f'text-anchor="middle">{_short(aircraft)}</text></g>'
        )
    return _svg(TOP + HEIGHT + BOTTOM, "Aircraft by the hour", "".join(parts) + _hour_names(HEIGHT))


def levels(rows: Rows) -> str:
    """Hours from left to right, levels from high to low, the more aircraft the stronger."""
    bands = sorted({value for _, value, _ in rows}, key=_lower, reverse=True)
    steps = even([count for _, _, count in rows])
    parts = [
        f'<text class="axis" x="{LEFT - 6}" y="{TOP + 26 * row + 17}" text-anchor="end">'
        f"{_kilometres(band)}</text>"
        for row, band in enumerate(bands)
    ]
    for hour, band, count in rows:
        x, y = LEFT + _hour(hour) * STEP, TOP + 26 * bands.index(band)
        parts.append(
            f'<rect class="s{_shade(count, steps)}" x="{x + 1}" y="{y + 1}" width="{STEP - 2}" '
            f'height="24" rx="3"><title>{_hour(hour):02}:00 UTC, {_kilometres(band)}: '
            f"{count:,} aircraft</title></rect>"
        )
    height = 26 * len(bands)
    return _svg(
        TOP + height + BOTTOM,
        "Aircraft by the hour and level",
        "".join(parts) + _hour_names(height),
    )


def world(rows: Rows) -> str:
    """Cells of one degree over the land, the busier the stronger."""
    steps = powers([count for _, count in rows])
    shades: dict[int, list[str]] = {}
    for value, count in rows:
        latitude, _, longitude = value.partition(",")
        cell = f"M{int(longitude) * 10} {-10 * int(latitude) - 10}h10v10h-10z"
        shades.setdefault(_shade(count, steps), []).append(cell)
    cells = "".join(
        f'<path class="s{shade}" d="{"".join(paths)}"/>' for shade, paths in sorted(shades.items())
    )
    grid = "".join(f"M{x} -840v1440" for x in range(-1800, 1801, 300)) + "".join(
        f"M-1800 {y}h3600" for y in range(-600, 601, 300)
    )
    label = f"Traffic by place: {len(rows):,} cells of one degree"
    return (
        f'<svg class="world" viewBox="-1800 {-10 * MOST_NORTH} 3600 '
        f'{10 * (MOST_NORTH - MOST_SOUTH)}" role="img" aria-label="{label}">'
        f'<path class="land" d="{land.path()}"/><path class="grid" d="{grid}"/>{cells}</svg>'
    )


def legend(steps: Iterable[int], what: str) -> str:
    """What each shade stands for."""
    keys = "".join(
        f'<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="s{shade}" width="12" '
        f'height="12" rx="3"/></svg>{low:,}</li>'
        for shade, low in enumerate(steps, start=1)
    )
    return f'<ul class="legend"><li>{escape(what)}, from</li>{keys}</ul>'


def powers(counts: Sequence[int]) -> list[int]:
    """The least count of each shade, each the same factor more: places differ that much."""
    return sorted({round(max(counts) ** (shade / SHADES)) for shade in range(SHADES)})


def even(counts: Sequence[int]) -> list[int]:
    """The least count of each shade, each the same number more."""
    return sorted({max(1, round(max(counts) * shade / SHADES)) for shade in range(SHADES)})


def _shade(count: int, steps: Sequence[int]) -> int:
    """From 1, the faintest."""
    return sum(count >= step for step in steps) or 1


def _bar(kind: str, x: int, count: int, top: int) -> str:
    y = _y(count, top)
    return (
        f'<rect class="{kind}" x="{x + 3}" y="{y:.1f}" width="{STEP - 6}" '
        f'height="{TOP + HEIGHT - y:.1f}" rx="2"/>'
    )


def _y(count: float, top: int) -> float:
    return TOP + HEIGHT * (1 - count / top)


def _line(value: float, top: int) -> str:
    y = _y(value, top)
    return (
        f'<path class="grid" d="M{LEFT} {y:.1f}h{24 * STEP}"/><text class="axis" '
        f'x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,.0f}</text>'
    )


def _hour_names(height: int) -> str:
    return "".join(
        f'<text class="axis" x="{LEFT + hour * STEP + STEP / 2:g}" y="{TOP + height + 16}" '
        f'text-anchor="middle">{hour:02}</text>'
        for hour in range(24)
    )


def _hour(time: int) -> int:
    return datetime.fromtimestamp(time, UTC).hour


def _round_up(count: int) -> int:
    """To what four lines divide evenly."""
    size = 4
    while size * 10 < count:
        size *= 10
    return next(size * factor for factor in (1, 2, 3, 4, 5, 6, 8, 10) if size * factor >= count)


def _short(count: int) -> str:
    return f"{count:,}" if count < 10_000 else f"{count / 1000:.1f}k"


def _lower(band: str) -> int:
    digits = band.rstrip("+").partition("-")[0]
    return int(digits) if digits.isdecimal() else 0


def _kilometres(band: str) -> str:
    """3000-6000 m as 3 to 6 km."""
    ends = [f"{int(end) / 1000:g}" for end in band.rstrip("+").split("-") if end.isdecimal()]
    return f"{'-'.join(ends)}{'+' if band.endswith('+') else ''} km"


def _svg(height: int, label: str, content: str) -> str:
    return (
        f'<div class="wide"><svg class="chart" viewBox="0 0 {LEFT + 24 * STEP + 8} {height}" '
        f'role="img" aria-label="{escape(label)}">{content}</svg></div>'
    )
