"""The tables of the lakehouse, declared once: landing files and Delta tables follow this page.

Types carry Delta's names. `identity` is what a row is merged by: a record at (log, partition,
offset) never changes, so a second load of the same record finds it there.
"""

from flight_tracker.gold import GOLD_TABLES
from flight_tracker.reference_tables import REFERENCE_TABLES
from flight_tracker.state_vector import FIELDS
from flight_tracker.table import Column, Pattern, Range, Table

STATE_COLUMNS = (
    Column("icao24", "string", "ICAO 24-bit address, six hex digits"),
    Column("callsign", "string", "without padding"),
    Column("origin_country", "string", "by OpenSky, from the address"),
    Column("time_position", "long", "Unix time of the position, s"),
    Column("last_contact", "long", "Unix time of the last message, s"),
    Column("longitude", "double", "degrees WGS-84"),
    Column("latitude", "double", "degrees WGS-84"),
    Column("baro_altitude", "double", "barometric altitude, m"),
    Column("on_ground", "boolean", "from a surface position report"),
    Column("velocity", "double", "speed over ground, m/s"),
    Column("true_track", "double", "degrees clockwise from north"),
    Column("vertical_rate", "double", "m/s, positive is climb"),
    Column("geo_altitude", "double", "geometric altitude, m"),
    Column("squawk", "string", "four octal digits"),
    Column("spi", "boolean", "special purpose indicator"),
    Column("position_source", "integer", "0 ADS-B, 1 ASTERIX, 2 MLAT, 3 FLARM"),
    Column("category", "integer", "emitter category by OpenSky's numbers"),
    Column("snapshot_time", "long", "Unix time of the snapshot, s"),
    Column("source", "string", "who produced the record"),
)
assert tuple(column.name for column in STATE_COLUMNS) == FIELDS

RECORD_COLUMNS = (
    Column("log_id", "string", "the life of the topic that the offset counts in"),
    Column("kafka_partition", "integer", "partition of the record"),
    Column("kafka_offset", "long", "offset of the record"),
    Column("ingested_at", "timestamp", "when the record was written to the log"),
    Column("event_date", "date", "day of the snapshot, UTC"),
)

RECORD_CHECKS = (Range("kafka_partition"), Range("kafka_offset"))

FLIGHT_STATES = Table(
    "flight_states",
    "Every aircraft state that was ever received",
    (*STATE_COLUMNS, *RECORD_COLUMNS),
    identity=("log_id", "kafka_partition", "kafka_offset"),
    partition_by=("event_date",),
    cluster_by=("icao24", "snapshot_time"),
    checks=(
        Pattern("icao24", "~?[0-9a-f]{6}"),
        Range("latitude", -90, 90),
        Range("longitude", -180, 180),
        *RECORD_CHECKS,
    ),
)

REJECTED_STATES = Table(
    "rejected_states",
    "Every record that was no state, as it came, with the reason and where it came from",
    (
        Column("reason", "string", "every field at fault"),
        Column("source", "string", "who produced the record"),
        Column("key", "binary", "as it came"),
        Column("value", "binary", "as it came"),
        Column("object", "string", "where the value is kept if it was too large for a dead letter"),
        Column("origin_topic", "string", "where the bad record was"),
        Column("origin_partition", "integer", "where the bad record was"),
        Column("origin_offset", "long", "where the bad record was"),
        *RECORD_COLUMNS,
    ),
    identity=("log_id", "origin_topic", "origin_partition", "origin_offset"),
    checks=(Range("origin_partition"), Range("origin_offset"), *RECORD_CHECKS),
)

LOAD_HISTORY = Table(
    "load_history",
    "Which landing files have been loaded",
    (
        Column("file", "string", "key of the landing file"),
        Column("table_name", "string", "the table it went into"),
        Column("file_rows", "long", "rows in the file"),
        Column("error", "string", "why the file could not be read; null for a good one"),
        Column("loaded_at", "timestamp", "when the load was committed"),
    ),
    identity=("file",),
)

REFRESH_HISTORY = Table(
    "refresh_history",
    "What the gold tables of a day were made from",
    (
        Column("event_date", "date", "day of the gold tables, UTC"),
        Column("states_before", "long", "rows of flight_states on the day before"),
        Column("states", "long", "rows of flight_states on the day"),
        Column("states_after", "long", "rows of flight_states on the day after"),
        Column("rejected", "long", "rows of rejected_states on the day"),
        Column("refreshed_at", "long", "when the day was made, Unix time, s"),
    ),
    identity=("event_date",),
)

TABLES = {
    table.name: table
    for table in (
        FLIGHT_STATES,
        REJECTED_STATES,
        LOAD_HISTORY,
        REFRESH_HISTORY,
        *REFERENCE_TABLES.values(),
        *GOLD_TABLES.values(),
    )
}
