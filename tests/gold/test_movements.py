"""movements: take-offs and landings, from the ends of legs."""

from typing import Any

from flight_tracker.tables import TABLES
from tests.gold.one_day import DAY, Rows, day_of, make
from tests.skies import TIME

MIDNIGHT = TIME - TIME % 86_400 + 86_400
LEG = {
    "event_date": DAY,
    "icao24": "4b1816",
    "callsign": "SWR7354",
    "first_seen": TIME,
    "last_seen": TIME + 3600,
    "departure": "LSZH",
    "departure_evidence": "take-off seen",
    "arrival": "LSGG",
    "arrival_evidence": "low nearby",
    "first_track": 280.0,
}


def movements(*flights: dict[str, Any], **options: Any) -> Rows:
    rows = make("movements", flights=flights, **options)
    assert all(list(row) == [c.name for c in TABLES["movements"].columns] for row in rows)
    return sorted(rows, key=lambda row: row["time"])


def test_a_leg_has_two_ends() -> None:
    off, on = movements(LEG)
    assert (off["kind"], off["time"], off["airport"]) == ("take-off", TIME, "LSZH")
    assert (on["kind"], on["time"], on["airport"]) == ("landing", TIME + 3600, "LSGG")
    assert (off["evidence"], on["evidence"]) == ("take-off seen", "low nearby")
    assert off["true_track"] == 280.0


def test_an_end_without_evidence_is_no_movement() -> None:
    [off] = movements(LEG | {"arrival": None, "arrival_evidence": None})
    assert off["kind"] == "take-off"


def test_a_landing_belongs_to_the_day_of_its_own_time() -> None:
    late = LEG | {"last_seen": MIDNIGHT + 60}
    assert [row["kind"] for row in movements(late)] == ["take-off"]
    assert [row["kind"] for row in movements(late, day=day_of(MIDNIGHT))] == ["landing"]
