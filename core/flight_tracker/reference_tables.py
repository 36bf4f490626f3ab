"""Reference data as tables of the lakehouse, so that SQL can join it."""

from flight_tracker.table import Column, Table

_EDITION = Column("edition", "string", "fingerprint of the whole table, the same in every row")

AIRPORTS = Table(
    "airports",
    "Airports of the world",
    (
        Column("icao", "string", "ICAO code"),
        Column("iata", "string", "IATA code, if it has one"),
        Column("name", "string", "in English"),
        Column("city", "string", "that it serves"),
        Column("country", "string", "ISO 3166-1 alpha-2"),
        Column("latitude", "double", "degrees WGS-84"),
        Column("longitude", "double", "degrees WGS-84"),
        Column("elevation", "double", "m"),
        _EDITION,
    ),
    identity=("icao",),
)

AIRLINES = Table(
    "airlines",
    "Airlines by their ICAO designator",
    (
        Column("icao", "string", "ICAO designator, the start of a callsign"),
        Column("iata", "string", "IATA designator, if it has one"),
        Column("name", "string", "in English"),
        Column("callsign", "string", "as spoken"),
        Column("country", "string", "of registration"),
        _EDITION,
    ),
    identity=("icao",),
)

REFERENCE_TABLES = {table.name: table for table in (AIRPORTS, AIRLINES)}
