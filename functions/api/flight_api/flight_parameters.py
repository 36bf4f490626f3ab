"""The parameters of lists of flights, and the question that they ask."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from flight_api import parameters as p
from flight_api import patterns, readers
from flight_api.parameters import Parameter
from flight_api.problems import InvalidParameter
from flight_tracker.columns import COLUMNS
from flight_tracker.filters import Filter
from flight_tracker.paging import Cursor, Order
from flight_tracker.questions import Closest, Question
from flight_tracker.reference import countries
from flight_tracker.reference.airlines import designators
from flight_tracker.reference.flight_phase import FlightPhase
from flight_tracker.sky_index import NAUTICAL_MILE, Circle
from flight_tracker.state_vector import FIELDS

MOST_CLOSEST = 1_000
MOST_ROWS = 1_000_000
WIDEST = 10_801
"""Nautical miles: half way around the Earth."""

PHASES = get_args(FlightPhase)
FIELD_SETS = {"state": tuple(FIELDS), "all": tuple(COLUMNS)}

_SQUAWK = re.compile(patterns.SQUAWK)
_METRES = {"type": "number", "minimum": -20_000, "maximum": 1_000_000}
_HEIGHT = readers.number(-20_000, 1_000_000)
_FLAG = {"type": "boolean"}


def _circle(text: str) -> Circle:
    latitude, longitude, miles = readers.place(text, "radius", readers.number(0, WIDEST))
    return Circle(latitude, longitude, miles * NAUTICAL_MILE)


def _closest(text: str) -> Closest:
    return Closest(*readers.place(text, "number of aircraft", readers.integer(1, MOST_CLOSEST)))


def _squawk(text: str) -> str:
    if not _SQUAWK.fullmatch(text):
        raise ValueError("must be four octal digits")
    return text


def _airline(text: str) -> frozenset[str]:
    """ICAO designators."""
    found = designators(readers.word(64)(text))
    if not found:
        raise ValueError(
            "names no airline: give an ICAO designator (SWR), an IATA designator (LX), or the "
            "beginning of a name from three letters on; `callsign` takes any beginning"
        )
    return found


def _country(text: str) -> str:
    """ISO 3166-1 alpha-2."""
    found = countries.code_of(readers.word(128)(text))
    if found is None:
        raise ValueError(
            "names no state of registry: give its English name (Switzerland), or its code by "
            "ISO 3166-1 (CH, CHE)"
        )
    return found


def _fields(text: str) -> tuple[str, ...]:
    if text in FIELD_SETS:
        return FIELD_SETS[text]
    names = text.split(",")
    if unknown := [name for name in names if name not in COLUMNS]:
        raise ValueError(f"has no column {unknown[0][: p.LONGEST_SHOWN]!r}")
    return tuple(dict.fromkeys(names))


FILTERS = (
    Parameter(
        "bbox",
        readers.box,
        "`lamin,lomin,lamax,lomax` in degrees; `lomin` > `lomax` crosses 180°",
        patterns.schema(patterns.BOX),
        "45.8,5.9,47.9,10.6",
    ),
    Parameter(
        "circle",
        _circle,
        "`lat,lon,nautical_miles`",
        patterns.schema(patterns.CIRCLE),
        "47.46,8.55,50",
    ),
    Parameter(
        "closest",
        _closest,
        "`lat,lon,n`: the n nearest, nearest first",
        patterns.schema(patterns.CLOSEST),
        "47.46,8.55,5",
    ),
    Parameter(
        "icao24",
        readers.address,
        "ICAO 24-bit address; may be repeated",
        patterns.schema(patterns.ADDRESS),
        ["4b1816", "3c6444"],
        is_repeated=True,
    ),
    Parameter("callsign", readers.word(16), "Beginning of the callsign", patterns.text(16), "SWR"),
    Parameter(
        "airline",
        _airline,
        "ICAO or IATA designator, or the beginning of the name; may be repeated",
        patterns.text(64),
        ["SWR", "EDW"],
        is_repeated=True,
    ),
    Parameter(
        "country",
        _country,
        "Of registry: its name, or its code by ISO 3166-1; may be repeated",
        patterns.text(128),
        ["CH"],
        is_repeated=True,
    ),
    Parameter("on_ground", readers.boolean, "On the ground or not", _FLAG, False),
    Parameter("min_altitude", _HEIGHT, "m, in either `units`", _METRES, 3_000),
    Parameter("max_altitude", _HEIGHT, "m, in either `units`", _METRES, 12_000),
    Parameter(
        "squawk",
        _squawk,
        "Four octal digits; may be repeated",
        patterns.schema(patterns.SQUAWK),
        ["7700"],
        is_repeated=True,
    ),
    Parameter(
        "category",
        readers.integer(0, 255),
        "OpenSky's number; may be repeated",
        {"type": "integer", "minimum": 0, "maximum": 255},
        [4, 6],
        is_repeated=True,
    ),
    Parameter(
        "phase",
        readers.one_of(*PHASES),
        "Phase of flight, inferred; may be repeated",
        {"type": "string", "enum": list(PHASES)},
        ["climb", "descent"],
        is_repeated=True,
    ),
    Parameter(
        "source",
        readers.word(64),
        "Who produced it; may be repeated",
        patterns.text(64),
        ["opensky"],
        is_repeated=True,
    ),
    Parameter("emergency", readers.boolean, "Squawks 7500, 7600 or 7700, or does not", _FLAG, True),
)
LISTING = (
    Parameter(
        "sort",
        Order.parse,
        "A column, or - and a column for the largest first",
        patterns.schema(patterns.ORDER),
        "-velocity",
    ),
    p.limit(None, MOST_ROWS),
    Parameter(
        "after",
        Cursor.parse,
        "`next` of the page before, with its `sort`",
        {"type": "string"},
        str(Cursor("-velocity", 134.01, "4b1816")),
    ),
    Parameter(
        "fields",
        _fields,
        "Columns, separated by commas; `state` is the state vector, `all` all there are. Without "
        "it JSON and CSV have the state vector, Arrow what a map draws",
        patterns.schema(patterns.FIELDS),
        "icao24,callsign,airline,phase",
    ),
    Parameter(
        "units",
        readers.one_of("si", "aviation"),
        "`aviation`: feet, knots, feet per minute, nautical miles",
        {"type": "string", "enum": ["si", "aviation"]},
        "aviation",
        default="si",
    ),
)


def question(values: Mapping[str, Any]) -> Question:
    """Raises InvalidParameter where two parameters do not go together."""
    errors = _contradictions(values)
    if errors:
        raise InvalidParameter(*errors)
    return Question(
        filter=Filter(
            box=values["bbox"],
            circle=values["circle"],
            icao24=values["icao24"],
            callsign=values["callsign"],
            airline=frozenset().union(*values["airline"]),
            **{name: values[name] for name in _SAME},
        ),
        closest=values["closest"],
        order=values["sort"] or Order(),
        limit=values["limit"],
        after=values["after"],
    )


_SAME = (
    "on_ground",
    "min_altitude",
    "max_altitude",
    "squawk",
    "category",
    "country",
    "phase",
    "source",
    "emergency",
)


def _contradictions(values: Mapping[str, Any]) -> list[tuple[str, str]]:
    errors = []
    low, high, after = values["min_altitude"], values["max_altitude"], values["after"]
    if low is not None and high is not None and low > high:
        errors.append(("min_altitude", "must not be above max_altitude"))
    if after is not None and after.order != str(values["sort"] or Order()):
        errors.append(("after", "belongs to another `sort`"))
    if values["closest"] is not None:
        errors += [
            (name, "does not go together with closest")
            for name in ("sort", "after")
            if values[name] is not None
        ]
    return errors
