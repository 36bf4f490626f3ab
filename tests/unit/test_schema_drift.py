"""The state vector is declared once; everything that repeats its fields repeats it exactly."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from flight_tracker.opensky_body import ROW_FIELDS
from flight_tracker.state_vector import FIELDS, StateVector, encode
from flight_tracker.tables import FLIGHT_STATES, RECORD_COLUMNS, STATE_COLUMNS
from tests.skies import state
from tools import export_openapi, export_reference

OPENAPI = Path(__file__).resolve().parents[2] / "frontend" / "openapi.json"

IN_THE_DESIGN = (
    "icao24, callsign, origin_country, time_position, last_contact, longitude, latitude, "
    "baro_altitude, on_ground, velocity, true_track, vertical_rate, geo_altitude, squawk, spi, "
    "position_source, category, snapshot_time, source"
)

DELTA_TYPES = {"string": "string", "long": "integer", "integer": "integer"}
DELTA_TYPES |= {"double": "number", "boolean": "boolean"}


def json_schema() -> dict[str, Any]:
    (definition,) = msgspec.json.schema(StateVector)["$defs"].values()
    return dict(definition)


def in_openapi() -> dict[str, Any]:
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    return dict(document["components"]["schemas"]["StateVector"])


def type_of(definition: dict[str, Any]) -> str:
    return str(definition.get("type") or definition["anyOf"][0]["type"])


def test_the_fields_are_those_of_the_design() -> None:
    assert tuple(IN_THE_DESIGN.split(", ")) == FIELDS


def test_an_event_has_every_field_in_its_order() -> None:
    assert tuple(json.loads(encode(state()))) == FIELDS


def test_the_tables_columns_are_the_fields() -> None:
    assert tuple(column.name for column in STATE_COLUMNS) == FIELDS
    assert FLIGHT_STATES.columns == STATE_COLUMNS + RECORD_COLUMNS


def test_the_json_schema_promises_every_field() -> None:
    assert tuple(json_schema()["properties"]) == FIELDS
    assert tuple(json_schema()["required"]) == FIELDS


def test_a_columns_type_is_its_fields_type() -> None:
    properties = json_schema()["properties"]
    for column in STATE_COLUMNS:
        assert DELTA_TYPES[column.type] == type_of(properties[column.name]), column.name


def test_a_row_of_openskys_holds_every_field_but_ours() -> None:
    ours = {"snapshot_time", "source"}
    assert tuple(name for name in ROW_FIELDS if name != "sensors") == tuple(
        name for name in FIELDS if name not in ours
    )


def test_the_api_documents_the_same_fields() -> None:
    assert tuple(in_openapi()["properties"]) == FIELDS
    assert in_openapi()["properties"] == json_schema()["properties"]


def test_the_kept_openapi_document_is_the_apis() -> None:
    """Fails after a change of the API, until `make openapi` has written the document anew."""
    assert OPENAPI.read_text(encoding="utf-8") == export_openapi.document()


@pytest.mark.parametrize("name", export_reference.FILES)
def test_the_pages_reference_data_are_the_cores(name: str) -> None:
    """Fails after a change of the core's, until `make reference` has written them anew."""
    kept = (export_reference.FOLDER / f"{name}.json").read_text("utf-8")
    assert kept == export_reference.text_of(name)


def test_the_land_of_the_reports_is_natural_earths() -> None:
    """Fails after an update of the package, until `make reference` has written it anew."""
    if not export_reference.ATLAS.exists():
        pytest.skip("the dashboard's packages are not installed: make frontend")
    assert export_reference.LAND.read_text("utf-8") == export_reference.land()
    assert export_reference.LAND.stat().st_size < 60_000
