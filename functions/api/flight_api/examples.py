"""An example of each answer for the OpenAPI document: values of the declared types."""

from datetime import date
from typing import Any

import msgspec

from flight_api import schemas
from flight_api.problems import Problem
from flight_api.rows import FlightRow
from flight_tracker.airport_traffic import Nearby
from flight_tracker.completeness import Completeness, PartitionOfDay
from flight_tracker.enrichment import Enrichment
from flight_tracker.health import Component, Components, Health, LiveViewComponent, SourceComponent
from flight_tracker.history import HourlyTraffic, Leg, Movement, TrackPoint
from flight_tracker.lakehouse_status import TableRows
from flight_tracker.reference.airports import Airport
from flight_tracker.sky_stats import AltitudeBand, Stats
from flight_tracker.state_vector import StateVector

TIME = 1_693_234_260

STATE = StateVector(
    icao24="4b1816",
    callsign="SWR7354",
    origin_country="Switzerland",
    time_position=TIME,
    last_contact=TIME,
    longitude=8.6167,
    latitude=47.4099,
    baro_altitude=1943.1,
    on_ground=False,
    velocity=134.01,
    true_track=255.32,
    vertical_rate=-6.5,
    geo_altitude=2004.06,
    squawk="1000",
    spi=False,
    position_source=0,
    category=4,
    snapshot_time=TIME,
    source="opensky",
)
ENRICHMENT = Enrichment(
    airline="SWR",
    airline_name="Swiss International Air Lines",
    country="Switzerland",
    country_code="CH",
    registration=None,
    phase="descent",
    nearest_airport="LSZH",
    nearest_airport_km=8.3,
    emergency=None,
)
ZURICH = Airport("LSZH", "ZRH", "Zurich Airport", "Zurich", "CH", 47.4581, 8.5481, 432.0)
NEARBY = Nearby("4b1816", "SWR7354", "SWR", None, 8.3, 1511.0, "descent", "descends", 74)
_ROW = FlightRow(**msgspec.structs.asdict(STATE))
_FEATURE = schemas.Feature(
    "Feature", "4b1816", schemas.Position("Point", [8.6167, 47.4099, 2004.06]), _ROW
)
_POINT = TrackPoint(
    TIME, TIME, 47.4099, 8.6167, 1943.1, 2004.06, False, 134.01, 255.32, -6.5, "SWR7354",
    "1000", "opensky",
)  # fmt: skip
_LEG = Leg(
    "4b1816", "SWR7354", "Switzerland", TIME - 5_400, TIME, 5_400, 180, "LEPA", "take-off seen",
    2.1, "LSZH", "landing seen", 0.8, 39.5517, 2.7388, 47.4581, 8.5481, 1003.2, 11_277.6, 241.8,
    True,
)  # fmt: skip
_MOVEMENT = Movement(
    TIME, "landing", "4b1816", "SWR7354", "LSZH", 0.8, "landing seen", 47.4581, 8.5481, 432.0, 138.0
)
_HEALTH = Health(
    status="ok",
    time=TIME + 9,
    components=Components(
        source=SourceComponent(
            status="ok",
            detail="opensky, 9 s ago",
            name="opensky",
            reason="FLIGHT_SOURCE=opensky",
            snapshot_time=TIME,
            last_poll_at=TIME + 1,
            next_poll_at=TIME + 31,
            late_reason=None,
            credits_remaining=3996,
        ),
        broker=Component(status="ok", detail="cluster 4L6g3nShT-eMCtK--X86sw"),
        live_view=LiveViewComponent(
            status="ok", detail="9574 aircraft, 9 s old", snapshot_time=TIME, aircraft=9574
        ),
        lakehouse=Component(status="ok", detail="loaded 40 s ago"),
    ),
)
_LAKEHOUSE = schemas.LakehouseAnswer(
    lakehouse="databricks",
    reachable=True,
    detail="as of the last load",
    warehouse="STOPPED",
    latency_seconds=0.21,
    tables={"flight_states": TableRows(8_412_000, 96, 311)},
    last_load_at=TIME - 40.0,
    last_load_seconds=6.2,
    last_load_files=12,
    last_load_rows=114_900,
    lag_seconds=40.0,
)
_COMPLETENESS = Completeness(
    day=date(2026, 1, 30),
    made_at=1_769_831_400,
    status="complete",
    polls_expected=2_880,
    polls_received=2_879,
    states=27_640_000,
    rejected=12,
    sources={"opensky": 27_640_000},
    partitions=[
        PartitionOfDay(log_id="4L6g3nShT", partition=0, first=0, last=27_640_011, loaded=27_640_000)
    ],
    gold_is_fresh=True,
    reconciled_at=1_769_831_398,
    kafka="asked: 1 partitions of flights.states, log 4L6g3nShT",
)
_STATS = Stats(
    TIME, "opensky", 1, 1, 0, 0, {"Switzerland": 1}, {"opensky": 1}, [AltitudeBand(0, 3_000, 1)],
    0, [STATE], [STATE], [], 1.0,
)  # fmt: skip

_ANSWERS = (
    schemas.PollInstead("/flights/current", 30.0, 12.4),
    schemas.CurrentFlights(snapshot_time=TIME, source="opensky", count=1, flights=[_ROW]),
    schemas.FlightFeatures(
        type="FeatureCollection", snapshot_time=TIME, source="opensky", count=1, features=[_FEATURE]
    ),
    schemas.FlightAnswer(snapshot_time=TIME, source="opensky", state=STATE, enrichment=ENRICHMENT),
    schemas.SearchAnswer(
        snapshot_time=TIME, count=1, flights=[schemas.EnrichedFlight(STATE, ENRICHMENT)]
    ),
    schemas.AirportsAnswer(1, [ZURICH]),
    schemas.FramesAnswer(TIME - 3_600, TIME, 2, [TIME - 30, TIME]),
    schemas.IngestResult(1, 1, [schemas.RejectedItem(1, "icao24: missing")]),
    schemas.TrackAnswer("4b1816", TIME - 3_600, TIME, 1, False, [_POINT]),
    schemas.LegsAnswer("4b1816", TIME - 86_400, TIME, 1, [_LEG]),
    schemas.AirportAnswer(
        airport=ZURICH,
        snapshot_time=TIME,
        inbound=[NEARBY],
        outbound=[],
        on_ground=[],
        since=TIME - 43_200,
        until=TIME,
        count=1,
        movements=[_MOVEMENT],
        reason=None,
    ),
    schemas.HourlyAnswer(
        "all", TIME - 3_600, TIME, 1, [HourlyTraffic(TIME - 3_660, "all", None, 9574, 1, 1, 0)]
    ),
    schemas.ReportsAnswer(2, [date(2026, 1, 31), date(2026, 1, 30)]),
    schemas.CompletenessAnswer(
        day=date(2026, 1, 30),
        completeness=_COMPLETENESS,
        report="/reports/2026-01-30",
        incidents=[],
    ),
    _HEALTH,
    _LAKEHOUSE,
    _STATS,
)

CSV = (
    ",".join(StateVector.__struct_fields__)
    + "\r\n4b1816,SWR7354,Switzerland,1693234260,1693234260,8.6167,47.4099,1943.1,false,134.01,"
    "255.32,-6.5,2004.06,1000,false,0,4,1693234260,opensky\r\n"
)

_WRONG = {"parameter": "limit", "reason": "must be a whole number from 1 to 1000000"}
HTML = '<!doctype html><html lang="en"><title>Flights of 2026-01-31</title>…</html>'


def by_schema() -> dict[str, Any]:
    """An example for each schema of an answer, by the schema's name."""
    return {type(answer).__name__: msgspec.to_builtins(answer) for answer in _ANSWERS}


def problem(status: int, title: str, detail: str) -> Any:
    """An example of an error."""
    made = Problem(
        type=f"urn:flight-tracker:problem:{status}",
        title=title,
        status=status,
        detail=detail,
        errors=[_WRONG] if status == 422 else [],
    )
    return msgspec.to_builtins(made)
