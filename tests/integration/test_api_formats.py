"""JSON, GeoJSON, CSV and Arrow: the same aircraft in each."""

import csv
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from arro3.io import read_ipc_stream
from starlette.testclient import TestClient

from flight_api import schemas
from flight_tracker import opensky_body
from flight_tracker.columns import COLUMNS
from flight_tracker.sky_stats import Stats
from flight_tracker.state_vector import FIELDS
from tests.integration.api_stage import Stage, place
from tests.skies import TIME, state

ARROW = "application/vnd.apache.arrow.stream"
WORLD = (
    Path(__file__).resolve().parents[3]
    / "shared/data/opensky/states_all_20230828T145101Z_StateMachineJunkie.json"
)


@pytest.fixture
def stage() -> Stage:
    stage = Stage()
    stage.note()
    stage.show(
        place("00000a", 47.12345, 8.5, callsign="=HYPER()", geo_altitude=None),
        place("00000b", -47.0, -8.5, callsign="<b>x</b>", vertical_rate=-5.0),
    )
    return stage


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def columns(body: bytes) -> dict[str, list[Any]]:
    table = read_ipc_stream(io.BytesIO(body)).read_all()
    return {name: table[name].to_pylist() for name in table.column_names}


def metadata(body: bytes) -> dict[str, str]:
    found = read_ipc_stream(io.BytesIO(body)).schema.metadata
    return {key.decode(): value.decode() for key, value in found.items()}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/geo+json", "application/geo+json"),
        ("text/csv", "text/csv; charset=utf-8"),
        (ARROW, ARROW),
        ("text/html, text/*;q=0.5, application/json;q=0.4", "text/csv; charset=utf-8"),
        ("application/json;q=0, */*", "application/geo+json"),
        ("text/html, */*;q=0.8", "application/json"),
    ],
)
def test_the_format_is_what_the_client_likes_best(
    client: TestClient, accept: str | None, media_type: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get("/flights/current", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)


@pytest.mark.parametrize("accept", ["text/html", "image/*", "application/json;q=0"])
@pytest.mark.parametrize("path", ["/flights/stats", "/flights/00000a", "/airports?q=zurich"])
def test_a_format_that_there_is_not_is_not_acceptable(
    client: TestClient, path: str, accept: str
) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 406 and "application/json" in answer.json()["detail"]


def test_the_parameter_goes_before_the_header(client: TestClient) -> None:
    answer = client.get("/flights/current?format=csv", headers={"Accept": "image/png"})
    assert answer.headers["content-type"].startswith("text/csv")


def test_geojson_is_longitude_first_and_has_the_height_if_it_is_known(client: TestClient) -> None:
    body = client.get("/flights/current?format=geojson").json()
    assert (body["type"], body["count"], body["snapshot_time"]) == ("FeatureCollection", 2, TIME)
    first, second = body["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [8.5, 47.12345]}
    assert second["geometry"]["coordinates"] == [-8.5, -47.0, 2000.0]
    assert tuple(first["properties"]) == FIELDS and first["id"] == "00000a"


def test_a_cell_that_a_spreadsheet_would_run_is_harmless(client: TestClient) -> None:
    text = client.get("/flights/current?format=csv").text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert tuple(rows[0]) == FIELDS
    assert [row["callsign"] for row in rows] == ["'=HYPER()", "<b>x</b>"]
    assert (rows[1]["vertical_rate"], rows[0]["geo_altitude"]) == ("-5.0", "")
    assert rows[0]["on_ground"] == "false"


FULL_WIDTH = ["\uff1d", "\uff0b", "\uff0d", "\uff20"]


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", " =", "\u00a0 +", "\t", "\r", "\n", "\n=", *FULL_WIDTH]
)
def test_no_text_cell_begins_a_formula(stage: Stage, client: TestClient, start: str) -> None:
    stage.show(state("00000c", callsign=f"{start}1", origin_country=f"{start}2"))
    text = io.StringIO(client.get("/flights/current?format=csv").text, newline="")
    assert list(csv.reader(text))[3][1:3] == [f"'{start}1", f"'{start}2"]


@pytest.mark.parametrize("text", ["SWR1", " SWR1", "1=2", "A-B", "'=1", "\u00c5land"])
def test_a_text_cell_that_nothing_runs_stays(stage: Stage, client: TestClient, text: str) -> None:
    stage.show(state("00000c", callsign=text, origin_country=text))
    rows = list(csv.reader(io.StringIO(client.get("/flights/current?format=csv").text)))
    assert rows[3][1:3] == [text, text]


def test_arrow_is_what_a_map_draws(client: TestClient) -> None:
    found = columns(client.get("/flights/current?format=arrow").content)
    assert found["icao24"] == [10, 11] and found["callsign"] == [b"=HYPER()", b"<b>x</b>"]
    assert found["latitude"] == [471_234, -470_000] or found["latitude"] == [471_235, -470_000]
    assert list(found) == [
        *("icao24", "callsign", "category", "squawk"),
        *("latitude", "longitude", "altitude", "on_ground"),
        *("velocity", "true_track", "vertical_rate", "position_age"),
    ]


def test_arrow_with_fields_is_exact(client: TestClient) -> None:
    body = client.get("/flights/current?format=arrow&fields=icao24,latitude,airline").content
    assert columns(body) == {
        "icao24": ["00000a", "00000b"],
        "latitude": [47_123_450, -47_000_000],
        "airline": [None, None],
    }
    schema = read_ipc_stream(io.BytesIO(body)).schema
    assert schema.field("latitude").metadata[b"scale"] == b"1000000"


def test_an_empty_sky_has_every_format() -> None:
    with Stage().client() as client:
        for name in ("json", "geojson", "csv", "arrow"):
            assert client.get(f"/flights/current?format={name}").status_code == 200
        assert columns(client.get("/flights/current?format=arrow").content)["icao24"] == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/flights/current", schemas.CurrentFlights),
        ("/flights/current?limit=1", schemas.CurrentFlights),
        ("/flights/current?fields=icao24,phase", schemas.CurrentFlights),
        ("/flights/current?fields=all&units=aviation", schemas.CurrentFlights),
        (f"/flights/current?since={TIME}", schemas.CurrentFlights),
        ("/flights/current?format=geojson&fields=all", schemas.FlightFeatures),
        ("/flights/current?format=geojson", schemas.FlightFeatures),
        ("/flights/00000a", schemas.FlightAnswer),
        ("/flights/search?q=0000", schemas.SearchAnswer),
        ("/flights/stats", Stats),
        ("/flights/00000a/track", schemas.TrackAnswer),
        ("/airports?q=zurich", schemas.AirportsAnswer),
        ("/airports/LSZH", schemas.AirportAnswer),
        ("/history/frames", schemas.FramesAnswer),
    ],
)
def test_an_answer_is_what_was_declared(client: TestClient, path: str, kind: Any) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    decoded = msgspec.json.decode(answer.content, type=kind)
    # Nothing undeclared: what was decoded encodes to the same.
    assert msgspec.json.decode(msgspec.json.encode(decoded)) == answer.json()


def test_a_row_declares_every_column_and_needs_none() -> None:
    assert schemas.FlightRow.__struct_fields__ == tuple(COLUMNS)
    row = schemas.components()["FlightRow"]
    assert (tuple(row["properties"]), row["required"]) == (tuple(COLUMNS), [])


def gzipped(client: TestClient, query: str) -> int:
    with client.stream(
        "GET", f"/flights/current{query}", headers={"Accept-Encoding": "gzip"}
    ) as answer:
        return len(b"".join(answer.iter_raw()))


def test_the_bytes_of_a_real_world_stay_within_the_figures() -> None:
    if not WORLD.exists():
        pytest.skip("the recorded world is not here")
    time, states, _ = opensky_body.decode_states(WORLD.read_bytes(), "opensky")
    stage = Stage()
    stage.show(*states)
    with stage.client() as client:
        count = client.get("/flights/current").json()["count"]
        version = metadata(client.get("/flights/current?format=arrow").content)["version"]
        later = [
            msgspec.structs.replace(one, snapshot_time=time + 10, last_contact=time + 5)
            for one in states
        ]
        stage.show(*later)
        assert gzipped(client, "?format=arrow") / count <= 20
        assert gzipped(client, f"?format=arrow&known={version}") / count <= 14


def test_gzip_carries_no_time_and_the_same_body_has_the_same_bytes() -> None:
    made = [Stage(), Stage()]
    bodies = []
    for stage in made:
        stage.show(*(state(f"{number:06x}") for number in range(50)))
        with (
            stage.client() as client,
            client.stream("GET", "/flights/current", headers={"Accept-Encoding": "gzip"}) as answer,
        ):
            bodies.append(b"".join(answer.iter_raw()))
    assert bodies[0] == bodies[1]
    assert json.loads(zlib.decompress(bodies[0], 31))["count"] == 50
