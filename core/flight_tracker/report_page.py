"""A day's report as one HTML page that needs nothing else: no script, no picture, no style from
elsewhere. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from typing import Any

from flight_tracker import report_charts
from flight_tracker.completeness import Completeness
from flight_tracker.day_report import DayReport
from flight_tracker.report_style import STYLE

NOTHING = "<p>Nothing was seen.</p>"
VERDICTS = {
    "complete": "The day's data is complete",
    "incomplete": "The day's data is not complete",
    "unknown": "Whether the day's data is complete is not known",
}
SIMULATED = (
    "<strong>Simulated traffic.</strong> These aircraft do not exist: the day, or a part of it, "
    "was made by the simulation."
)


class Html(str):
    """A cell that is HTML already."""


PASSED = Html('<span class="passed">✓ passed</span>')


def page(report: DayReport, record: Completeness, cost: str) -> bytes:
    """`cost` is a sentence."""
    title = f"Flights of {report.day:%Y-%m-%d}"
    parts = [
        _header(report, record),
        f'<p class="banner">{SIMULATED}</p>' if record.sources.get("simulation") else "",
        _verdict(record),
        f'<section class="totals"><h2>The day in numbers</h2>{_facts(report.totals)}</section>',
        *_pictures(report),
        '<div class="pair">',
        _table("Airports", "code airport departures arrivals", report.airports),
        _table("Airlines", "airline aircraft flights", report.airlines),
        _table("Countries", "country aircraft flights", report.countries),
        _emergencies(report.emergencies),
        "</div>",
        _quality(report.quality),
        f"<section><h2>Cost</h2><p>{escape(cost)}</p></section>",
        "<footer><p>Flights, movements and airports are inferred from positions. Land: Natural "
        "Earth, public domain.</p></footer>",
    ]
    head = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>"
    )
    return (head + "\n".join(filter(None, parts)) + "</body></html>\n").encode()


def _header(report: DayReport, record: Completeness) -> str:
    sources = ", ".join(f"{name} ({count:,})" for name, count in record.sources.items())
    recorded = ", from recordings" if record.is_recording else ""
    return (
        f'<header><p class="eyebrow">Flight tracker · {report.day:%A}, UTC</p>'
        f"<h1>Flights of {report.day:%Y-%m-%d}</h1>"
        f"<p>Source of the states: {escape(sources or 'none')}{recorded}. "
        f"Made at {_time(record.made_at)}.</p></header>"
    )


def _verdict(record: Completeness) -> str:
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in record.reasons)
    incidents = "".join(f"<li>{escape(f'{i.name}: {i.detail}')}</li>" for i in record.incidents)
    polls = f"{record.polls_received:,}"
    if record.polls_expected is not None:
        polls += f" of {record.polls_expected:,}"
    facts = {
        "polls received": polls,
        "states loaded": record.states,
        "records rejected": record.rejected,
        "records lost": record.lost,
        "not landed from Kafka": record.unlanded,
        "gold tables": "fresh" if record.gold_is_fresh else "waiting",
    }
    return (
        f'<section class="verdict {record.status}"><h2>{VERDICTS[record.status]}</h2>'
        + (f"<ul>{reasons}</ul>" if reasons else "")
        + _facts(facts)
        + f'<p class="note">{_compared(record)}</p>'
        + (f"<h2>Incidents of the day</h2><ul>{incidents}</ul>" if incidents else "")
        + "</section>"
    )


def _compared(record: Completeness) -> str:
    if record.reconciled_at is None:
        return "The offsets of log and tables have never been compared."
    at = _time(record.reconciled_at)
    return f"Offsets were compared at {at}; Kafka was {escape(record.kafka)}."


def _pictures(report: DayReport) -> Iterable[str]:
    if not report.hours:
        yield f"<section><h2>Traffic</h2>{NOTHING}</section>"
        return
    note = '<p class="note">Different aircraft in the hour; the stronger part was in the air.</p>'
    chart = report_charts.hours(report.hours)
    yield f"<section><h2>Aircraft by the hour</h2>{chart}{note}</section>"
    if report.levels:
        legend = report_charts.legend(
            report_charts.even([row[2] for row in report.levels]), "aircraft"
        )
        chart = report_charts.levels(report.levels)
        yield f"<section><h2>Aircraft by hour and level</h2>{chart}{legend}</section>"
    if report.cells:
        legend = report_charts.legend(
            report_charts.powers([row[1] for row in report.cells]), "aircraft-hours in a cell"
        )
        chart = report_charts.world(report.cells)
        yield f"<section><h2>Where they flew</h2>{chart}{legend}</section>"


def _emergencies(rows: Iterable[Sequence[Any]]) -> str:
    shown = [
        (
            f"{datetime.fromtimestamp(row[0], UTC):%H:%M}",
            row[1],
            row[2],
            Html(f'<span class="alarm">{escape(f"{row[3]} {row[4]}")}</span>'),
            Html(f"{row[5] // 60}&nbsp;min" + (", on the ground only" if row[6] else "")),
        )
        for row in rows
    ]
    return _table("Emergencies", "time address callsign squawk lasted", shown)


def _quality(rows: Sequence[Sequence[Any]]) -> str:
    """All tests: those that found nothing have passed."""
    shown = [
        (
            source,
            test.replace("_", " "),
            affected,
            checked,
            f"{affected / checked:.2%}" if checked else "",
            example if affected else PASSED if checked else "nothing to check",
        )
        for source, test, affected, checked, example in rows
    ]
    passed = sum(row[-1] is PASSED for row in shown)
    names = "source test affected checked share example"
    return _table(f"Data quality: {passed} of {len(shown)} tests passed", names, shown)


def _facts(facts: dict[str, Any]) -> str:
    items = (f"<div><dt>{name}</dt><dd>{_cell(value)}</dd></div>" for name, value in facts.items())
    return f"<dl>{''.join(items)}</dl>"


def _table(title: str, names: str, rows: Sequence[Sequence[Any]]) -> str:
    heading = f"<section><h2>{title}</h2>"
    if not rows:
        return f"{heading}<p>None.</p></section>"
    kinds = ["n" if isinstance(value, int | float) else "t" for value in rows[0]]
    head = "".join(
        f'<th class="{kind}">{name}</th>' for name, kind in zip(names.split(), kinds, strict=True)
    )
    body = "".join(f"<tr>{_cells_of(row, kinds)}</tr>" for row in rows)
    return (
        f'{heading}<div class="wide"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div></section>"
    )


def _cells_of(row: Sequence[Any], kinds: Sequence[str]) -> str:
    pairs = zip(row, kinds, strict=True)
    return "".join(f'<td class="{kind}">{_cell(value)}</td>' for value, kind in pairs)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Html):
        return value
    return f"{value:,}" if isinstance(value, int) else escape(str(value))


def _time(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
