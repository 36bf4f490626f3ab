"""How well legs, take-offs and landings are found in recorded tracks.

`python -m bench.legs PATH`, where PATH holds the recordings of the Python package `traffic`
(`quickstart.json.gz` and so on). The truth comes from the full recording, second by second, with
its callsigns and ground flags; the gold tables see one state of each aircraft in 10, 30 or 60 s.
"""

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from flight_tracker import gold
from flight_tracker.reference.airports import airport_rows

FOOT, KNOT = 0.3048, 1852 / 3600
CADENCES = (10, 30, 60)
FILES = ("quickstart", "switzerland", "zurich_airport")

AIR_SECONDS, GROUND_SECONDS = 60, 90
"""A stretch shorter than this is noise of the ground flag."""

GAP = 1800
"""Seconds without a message that end a leg of the truth."""

TOLERANCE = 90
"""Seconds between a movement found and the true one, beyond the cadence."""

Point = dict[str, Any]


class Leg(NamedTuple):
    """Unix seconds; whether the take-off and the landing are in the recording."""

    icao24: str
    first: int
    last: int
    takes_off: bool
    lands: bool


def main(folder: Path) -> None:
    print(
        f"{'recording':<16} {'poll':>5} {'what':<10} {'true':>5} {'found':>6} "
        f"{'precision':>9} {'recall':>7}"
    )
    for name in FILES:
        path = folder / f"{name}.json.gz"
        points = json.loads(gzip.decompress(path.read_bytes()))
        truth = list(true_legs(points))
        for cadence in CADENCES:
            found = found_legs(path, cadence)
            for what, score in scores(truth, found, cadence).items():
                print(
                    f"{name:<16} {cadence:>3} s {what:<10} {score[0]:>5} {score[1]:>6} "
                    f"{score[2]:>9.3f} {score[3]:>7.3f}"
                )


def true_legs(points: Iterable[Point]) -> Iterator[Leg]:
    """Stretches in the air of each aircraft and callsign, ground contacts removed as noise."""
    tracks: dict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in points:
        tracks[point["icao24"], point.get("callsign") or ""].append(point)
    for (icao24, _), track in tracks.items():
        track.sort(key=lambda point: point["timestamp"])
        stretches = list(_stretches(track))
        for index, (is_ground, first, last) in enumerate(stretches):
            if is_ground:
                continue
            before = stretches[index - 1] if index else None
            after = stretches[index + 1] if index + 1 < len(stretches) else None
            yield Leg(
                icao24,
                first,
                last,
                bool(before and before[0] and first - before[2] < GAP),
                bool(after and after[0] and after[1] - last < GAP),
            )


def _stretches(track: list[Point]) -> Iterator[tuple[bool, int, int]]:
    """(on ground, first, last) with noise joined to what surrounds it."""
    found: list[list[Any]] = []
    for point in track:
        time, is_ground = point["timestamp"] // 1000, bool(point.get("onground"))
        if found and found[-1][0] == is_ground and time - found[-1][2] <= GAP:
            found[-1][2] = time
        else:
            found.append([is_ground, time, time])
    joined: list[list[Any]] = []
    for index, (is_ground, first, last) in enumerate(found):
        least = GROUND_SECONDS if is_ground else AIR_SECONDS
        goes_on = index + 1 < len(found) and found[index + 1][1] - last <= GAP
        is_noise = last - first < least and joined and first - joined[-1][2] <= GAP and goes_on
        if joined and (is_noise or joined[-1][0] == is_ground) and first - joined[-1][2] <= GAP:
            joined[-1][2] = last
        else:
            joined.append([is_ground, first, last])
    return ((bool(g), f, t) for g, f, t in joined)


def found_legs(path: Path, cadence: int) -> list[dict[str, Any]]:
    """The rows of `flights`, made from one state of each aircraft in `cadence` seconds."""
    with duckdb.connect() as database:
        _load(database, path, cadence)
        found = []
        for (day,) in database.execute(
            "SELECT DISTINCT event_date FROM flight_states ORDER BY 1"
        ).fetchall():
            statement = gold.statement("flights")
            given = {k: v for k, v in gold.parameters(day).items() if f":{k}" in statement}
            for name in sorted(given, key=len, reverse=True):
                statement = statement.replace(f":{name}", f"${name}")
            rows = database.execute(statement, given)
            names = [column[0] for column in rows.description or ()]
            found += [dict(zip(names, row, strict=True)) for row in rows.fetchall()]
        return found


def _load(database: duckdb.DuckDBPyConnection, path: Path, cadence: int) -> None:
    """The last message of each aircraft in each period, as a poll would have seen it."""
    database.execute(
        """CREATE TABLE flight_states AS
        SELECT icao24, NULLIF(callsign, '') AS callsign, NULL::VARCHAR AS origin_country,
            t AS last_contact, latitude, longitude, altitude * $foot AS baro_altitude,
            NULL::DOUBLE AS geo_altitude, onground AS on_ground, groundspeed * $knot AS velocity,
            track AS true_track, vertical_rate * $foot / 60 AS vertical_rate,
            'traffic' AS source, to_timestamp(t)::DATE AS event_date
        FROM (SELECT *, "timestamp" // 1000 AS t FROM read_json($path, columns = {
            icao24: 'VARCHAR', callsign: 'VARCHAR', "timestamp": 'BIGINT', latitude: 'DOUBLE',
            longitude: 'DOUBLE', altitude: 'DOUBLE', groundspeed: 'DOUBLE', track: 'DOUBLE',
            vertical_rate: 'DOUBLE', onground: 'BOOLEAN'}))
        QUALIFY row_number() OVER (PARTITION BY icao24, t // $cadence ORDER BY t DESC) = 1""",
        {"foot": FOOT, "knot": KNOT, "path": str(path), "cadence": cadence},
    )
    columns = [list(column) for column in zip(*airport_rows(), strict=True)]
    names = ("icao", "iata", "name", "city", "country", "latitude", "longitude", "elevation")
    lists = ", ".join(f"unnest(?) AS {name}" for name in names)
    database.execute(f"CREATE TABLE airports AS SELECT {lists}", columns)


def scores(
    truth: list[Leg], found: list[dict[str, Any]], cadence: int
) -> dict[str, tuple[int, int, float, float]]:
    """True, found, precision and recall."""
    legs = [(leg.icao24, leg.first, leg.last) for leg in truth]
    made = [(row["icao24"], row["first_seen"], row["last_seen"]) for row in found]
    off = [(leg.icao24, leg.first, leg.first) for leg in truth if leg.takes_off]
    on = [(leg.icao24, leg.last, leg.last) for leg in truth if leg.lands]
    made_off = [
        (row["icao24"], row["first_seen"], row["first_seen"])
        for row in found
        if row["departure_evidence"] == "take-off seen"
    ]
    made_on = [
        (row["icao24"], row["last_seen"], row["last_seen"])
        for row in found
        if row["arrival_evidence"] == "landing seen"
    ]
    margin = cadence + TOLERANCE
    return {
        "legs": _score(legs, made, margin),
        "take-offs": _score(off, made_off, margin),
        "landings": _score(on, made_on, margin),
    }


def _score(
    truth: list[tuple[str, int, int]], found: list[tuple[str, int, int]], margin: int
) -> tuple[int, int, float, float]:
    left = defaultdict(list)
    for icao24, first, last in truth:
        left[icao24].append((first, last))
    right = 0
    for icao24, first, last in found:
        for other in left[icao24]:
            if abs(other[0] - first) <= margin and abs(other[1] - last) <= margin:
                left[icao24].remove(other)
                right += 1
                break
    return len(truth), len(found), right / max(1, len(found)), right / max(1, len(truth))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
