"""Columns of the gold tables. Each is partitioned by the day that its rows belong to."""

from flight_tracker.table import Column, Table

_DAY = Column("event_date", "date", "day that the row belongs to, UTC")
_WHO = (
    Column("icao24", "string", "ICAO 24-bit address, six hex digits"),
    Column("callsign", "string", "the one seen most often"),
)


def _end(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_latitude", "double", f"degrees WGS-84 at the {what} sight"),
        Column(f"{name}_longitude", "double", f"degrees WGS-84 at the {what} sight"),
        Column(f"{name}_altitude", "double", f"m at the {what} sight"),
    )


def _track(name: str, what: str) -> Column:
    return Column(f"{name}_track", "double", f"degrees clockwise from north at the {what} sight")


def _airport(name: str, what: str) -> tuple[Column, ...]:
    return (
        Column(name, "string", f"ICAO code of the probable airport of {what}"),
        Column(f"{name}_evidence", "string", "what speaks for it; null where nothing does"),
        Column(f"{name}_distance_km", "double", "from the airport to where it was seen"),
    )


FLIGHTS = Table(
    "flights",
    "Legs, from first to last sight; airports are inferred",
    (
        _DAY,
        *_WHO,
        Column("origin_country", "string", "by OpenSky, from the address"),
        Column("first_seen", "long", "Unix time, s"),
        Column("last_seen", "long", "Unix time, s"),
        Column("duration_s", "long", "from first to last sight, s"),
        Column("states", "long", "states that it was seen in"),
        *_airport("departure", "departure"),
        *_airport("arrival", "arrival"),
        *_end("first", "first"),
        _track("first", "first"),
        *_end("last", "last"),
        _track("last", "last"),
        Column("distance_km", "double", "flown, as far as it was seen"),
        Column("max_altitude", "double", "m"),
        Column("max_velocity", "double", "m/s"),
        Column("sources", "string", "who produced its states"),
        Column("is_complete", "boolean", "both take-off and landing were seen"),
    ),
    identity=("icao24", "first_seen"),
    partition_by=("event_date",),
)

MOVEMENTS = Table(
    "movements",
    "Take-offs and landings, inferred",
    (
        _DAY,
        Column("time", "long", "Unix time, s"),
        *_WHO,
        Column("kind", "string", "take-off or landing"),
        Column("airport", "string", "ICAO code of the probable airport"),
        Column("distance_km", "double", "from the airport to where it was seen"),
        Column("evidence", "string", "what speaks for it"),
        Column("latitude", "double", "degrees WGS-84"),
        Column("longitude", "double", "degrees WGS-84"),
        Column("altitude", "double", "m"),
        Column("true_track", "double", "degrees clockwise from north"),
    ),
    identity=("icao24", "time", "kind"),
    partition_by=("event_date",),
)

TRAFFIC_HOURLY = Table(
    "traffic_hourly",
    "Traffic by the hour, in all and by dimension",
    (
        _DAY,
        Column("hour", "long", "Unix time of its start, s"),
        Column("dimension", "string", "all, country, airline, altitude_band, grid_cell or source"),
        Column("value", "string", "of the dimension"),
        Column("aircraft", "long", "different aircraft"),
        Column("states", "long", "states of them"),
        Column("airborne", "long", "aircraft that were seen in the air"),
        Column("on_ground", "long", "aircraft that were seen on the ground"),
    ),
    identity=("hour", "dimension", "value"),
    partition_by=("event_date",),
)

EMERGENCIES = Table(
    "emergencies",
    "Episodes of squawk 7500, 7600 and 7700",
    (
        _DAY,
        *_WHO,
        Column("squawk", "string", "four octal digits"),
        Column("meaning", "string", "of the squawk"),
        Column("first_seen", "long", "Unix time, s"),
        Column("last_seen", "long", "Unix time, s"),
        Column("states", "long", "one alone may be an error of reception"),
        *_end("first", "first"),
        *_end("last", "last"),
        Column("is_on_ground_only", "boolean", "never in the air: often a test"),
    ),
    identity=("icao24", "squawk", "first_seen"),
    partition_by=("event_date",),
)

DATA_QUALITY = Table(
    "data_quality",
    "What is wrong with the records of a day",
    (
        _DAY,
        Column("source", "string", "who produced the records"),
        Column("test", "string", "what was looked for"),
        Column("affected", "long", "records where it was found"),
        Column("checked", "long", "records looked at"),
        Column("example", "string", "an aircraft where it was found"),
    ),
    identity=("source", "test"),
    partition_by=("event_date",),
)
