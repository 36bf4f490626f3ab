"""A list of aircraft as JSON, GeoJSON, CSV or Arrow."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any, Protocol

import msgspec

from flight_tracker.columns import COLUMNS, IDENTITY, MOTION, Column, Quantised, Units, quantise
from flight_tracker.enrichment import Aircraft
from flight_tracker.state_vector import FIELDS

JSON = "application/json"
MEDIA_TYPES = {
    "json": JSON,
    "geojson": "application/geo+json",
    "csv": "text/csv; charset=utf-8",
    "arrow": "application/vnd.apache.arrow.stream",
}

RUN = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection"): also behind
blanks, and the full-width forms."""

STATE = tuple(FIELDS)


class ColumnFormat(Protocol):
    """Arrow, in the adapter that may know it."""

    def encode_columns(self, columns: Sequence[Quantised], metadata: dict[str, str]) -> bytes:
        """An IPC stream."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is to be written. `about` are the members beside the aircraft, without those that are
    None; `fields` None leaves the columns to the format. `known` are places of rows whose identity
    the client has."""

    about: dict[str, Any]
    rows: Sequence[Aircraft]
    fields: tuple[str, ...] | None = None
    units: Units = "si"
    known: frozenset[int] = field(default_factory=frozenset)


def encode(listing: Listing, name: str, arrow: ColumnFormat) -> bytes:
    """By the format's name in MEDIA_TYPES."""
    match name:
        case "geojson":
            return _geojson(listing)
        case "csv":
            return _csv(listing)
        case "arrow":
            return _arrow(listing, arrow)
    return _with_rows(listing.about, "flights", _objects(listing))


def _with_rows(about: dict[str, Any], name: str, rows: Iterable[bytes]) -> bytes:
    """Each row is written as it comes, and kept by nobody: a world of 100,000 is 60 MB."""
    whole = msgspec.json.encode({**about, name: []})
    made = io.BytesIO()
    made.write(whole[:-2])
    rows = iter(rows)
    made.write(next(rows, b""))
    made.writelines(chain.from_iterable(zip(repeat(b","), rows)))
    made.write(whole[-2:])
    return made.getvalue()


def _objects(listing: Listing) -> Iterator[bytes]:
    names = listing.fields or STATE
    if names == STATE and listing.units == "si":
        return (one.json for one in listing.rows)
    columns = [COLUMNS[name].values(listing.rows, listing.units) for name in names]
    encode = msgspec.json.Encoder().encode
    return (encode(dict(zip(names, row, strict=True))) for row in zip(*columns, strict=True))


def _geojson(listing: Listing) -> bytes:
    """RFC 7946: longitude first, altitude in metres where it is known, whatever the units."""
    features = (
        b'{"type":"Feature","id":"%b","geometry":%b,"properties":%b}'
        % (one.state.icao24.encode(), _point(one), properties)
        for one, properties in zip(listing.rows, _objects(listing), strict=True)
    )
    return _with_rows({"type": "FeatureCollection", **listing.about}, "features", features)


def _point(one: Aircraft) -> bytes:
    state = one.state
    height = state.geo_altitude
    place = [state.longitude, state.latitude] + ([] if height is None else [height])
    return msgspec.json.encode({"type": "Point", "coordinates": place})


def _csv(listing: Listing) -> bytes:
    names = listing.fields or STATE
    columns = [
        _cells(COLUMNS[name], COLUMNS[name].values(listing.rows, listing.units)) for name in names
    ]
    made = io.BytesIO()
    text = io.TextIOWrapper(made, "utf-8", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows(zip(*columns, strict=True))
    text.flush()
    return made.getvalue()


def _cells(column: Column, values: list[Any]) -> list[Any]:
    """A text that a spreadsheet would run gets an apostrophe before it; numbers stay."""
    if column.type == "bool":
        return [None if value is None else "true" if value else "false" for value in values]
    if column.type == "utf8":
        return [v if not v or v[0].isalnum() or not RUN.match(v) else f"'{v}" for v in values]
    return values


def _arrow(listing: Listing, arrow: ColumnFormat) -> bytes:
    metadata = {name: _text(value) for name, value in listing.about.items() if value is not None}
    metadata["units"] = listing.units
    if listing.fields is not None:
        columns = [COLUMNS[name] for name in listing.fields]
    else:
        columns = [*IDENTITY, *MOTION]
    made = [quantise(column, listing.rows, listing.units) for column in columns]
    if listing.known:
        names = {column.name for column in IDENTITY}
        made = [_omit(one, listing.known) if one.name in names else one for one in made]
    return arrow.encode_columns(made, metadata)


def _omit(column: Quantised, known: frozenset[int]) -> Quantised:
    values = [None if place in known else v for place, v in enumerate(column.values)]
    return column._replace(values=values)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
