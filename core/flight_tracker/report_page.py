"""A day's report as one HTML page that needs nothing else: no script, no picture, no style from
elsewhere. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from flight_tracker.day_report import DayReport

STYLE = """
:root { color-scheme: light dark; --ink: #15202b; --paper: #fff; --faint: #5b6b7b; --bar: #2f6fde;
  --line: #d8dee6; --alarm: #b00020 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8eef5; --paper: #10171f; --faint: #9db0c3; --bar: #6ea2ff; --line: #2b3846;
    --alarm: #ff6b81 } }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif;
  color: var(--ink); background: var(--paper) }
h1 { margin: 0 } h2 { margin: 2rem 0 .5rem; font-size: 1.1rem } p, caption { color: var(--faint) }
dl { display: flex; flex-wrap: wrap; gap: 1.5rem; margin: 1rem 0 } dt { color: var(--faint) }
dd { margin: 0; font-size: 1.6rem; font-variant-numeric: tabular-nums }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums }
th, td { padding: .3rem .6rem; border-bottom: 1px solid var(--line); text-align: left }
th.n, td.n { text-align: right } svg { width: 100%; height: auto; display: block }
.bar { fill: var(--bar) } .axis { stroke: var(--line) } text { fill: var(--faint); font-size: 10px }
.alarm { color: var(--alarm) }
"""

HOURS_WIDTH, HOURS_HEIGHT = 720, 160
CELLS_WIDTH, CELLS_HEIGHT = 720, 360
SHADES = 10


def page(report: DayReport, cost: str) -> bytes:
    """`cost` is a sentence."""
    legs, aircraft, complete, states = report.totals
    title = f"Flights of {report.day:%Y-%m-%d}"
    totals = {"aircraft": aircraft, "flights": legs, "complete": complete, "states": states}
    parts = [
        f"<h1>{title}</h1><p>UTC. Flights, movements and airports are inferred from positions.</p>",
        "<dl>" + "".join(f"<div><dt>{n}</dt><dd>{v:,}</dd></div>" for n, v in totals.items()),
        "</dl><h2>Aircraft by the hour</h2>" + _hours(report.hours),
        "<h2>Where</h2>" + _cells(report.cells),
        _table("Airports", "airport name departures arrivals", report.airports),
        _table("Airlines", "airline aircraft flights", report.airlines),
        _table("Countries", "country aircraft flights", report.countries),
        _emergencies(report.emergencies),
        _table("Data quality", "source test affected checked example", report.quality),
        f"<h2>Cost</h2><p>{escape(cost)}</p>",
    ]
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
    )
    return (head + "\n".join(parts) + "</body></html>\n").encode()


def _hours(rows: Sequence[Sequence[Any]]) -> str:
    if not rows:
        return "<p>Nothing was seen.</p>"
    by_hour = {datetime.fromtimestamp(hour, UTC).hour: count for hour, count in rows}
    most, width = max(by_hour.values()), HOURS_WIDTH / 24
    bars = []
    for hour in range(24):
        count = by_hour.get(hour, 0)
        height = (HOURS_HEIGHT - 30) * count / most
        x, y = hour * width, HOURS_HEIGHT - 15 - height
        middle, bottom = x + width / 2, HOURS_HEIGHT - 2
        bars.append(
            f'<rect class="bar" x="{x + 2:.1f}" y="{y:.1f}" width="{width - 4:.1f}" '
            f'height="{height:.1f}"><title>{hour:02}:00 {count:,} aircraft</title></rect>'
            f'<text x="{middle:.1f}" y="{bottom}" text-anchor="middle">{hour}</text>'
        )
    label = f"Aircraft by the hour, {most:,} at most"
    top = f'<text x="0" y="10">{most:,}</text>'
    return _svg(HOURS_WIDTH, HOURS_HEIGHT, label, "".join(bars) + top)


def _cells(rows: Sequence[Sequence[Any]]) -> str:
    """The world in cells of one degree, the busier the darker."""
    if not rows:
        return "<p>Nothing was seen.</p>"
    most = max(count for _, count in rows)
    scale = CELLS_WIDTH / 360
    shades: dict[int, list[str]] = {}
    for value, count in rows:
        latitude, _, longitude = value.partition(",")
        x, y = (int(longitude) + 180) * scale, (89 - int(latitude)) * scale
        shade = max(1, round(SHADES * (count / most) ** 0.5))
        shades.setdefault(shade, []).append(f"M{x:g} {y:g}h{scale:g}v{scale:g}h-{scale:g}z")
    squares = [
        f'<path class="bar" fill-opacity="{shade / SHADES:g}" d="{"".join(paths)}"/>'
        for shade, paths in sorted(shades.items())
    ]
    lines = "".join(
        f'<line class="axis" x1="{x}" y1="0" x2="{x}" y2="{CELLS_HEIGHT}"/>'
        for x in range(0, CELLS_WIDTH + 1, 60)
    ) + "".join(
        f'<line class="axis" x1="0" y1="{y}" x2="{CELLS_WIDTH}" y2="{y}"/>'
        for y in range(0, CELLS_HEIGHT + 1, 60)
    )
    label = f"{len(rows):,} cells of one degree with traffic, a line each 30 degrees"
    return _svg(CELLS_WIDTH, CELLS_HEIGHT, label, lines + "".join(squares))


def _svg(width: int, height: int, label: str, content: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{escape(label)}">'
        f"{content}</svg><p>{escape(label)}</p>"
    )


def _emergencies(rows: Iterable[Sequence[Any]]) -> str:
    shown = [
        (
            f"{datetime.fromtimestamp(row[0], UTC):%H:%M}",
            row[1],
            row[2],
            f"{row[3]} {row[4]}",
            f"{row[5] // 60} min",
            "on the ground only" if row[6] else "",
        )
        for row in rows
    ]
    return _table("Emergencies", "time address callsign squawk lasted remark", shown)


def _table(title: str, names: str, rows: Sequence[Sequence[Any]]) -> str:
    heading = f"<h2>{title}</h2>"
    if not rows:
        return f"{heading}<p>None.</p>"
    kinds = ["n" if isinstance(value, int | float) else "t" for value in rows[0]]
    head = "".join(
        f'<th class="{kind}">{name}</th>' for name, kind in zip(names.split(), kinds, strict=True)
    )
    body = "".join(f"<tr>{_cells_of(row, kinds)}</tr>" for row in rows)
    return f"{heading}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _cells_of(row: Sequence[Any], kinds: Sequence[str]) -> str:
    pairs = zip(row, kinds, strict=True)
    return "".join(f'<td class="{kind}">{_cell(value)}</td>' for value, kind in pairs)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) else escape(str(value))
