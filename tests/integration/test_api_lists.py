"""Lists of flights: filters, order, pages, columns, units; and what is refused."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from flight_tracker.columns import COLUMNS
from tests.integration.api_stage import Stage, place
from tests.skies import state

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    stage = Stage()
    stage.note()
    stage.show(
        place("3c0001", 50.0, 8.5, callsign="DLH1", category=4, velocity=100.0),
        place("4b0002", 47.45, 8.55, squawk="7700", baro_altitude=500.0, velocity=None),
        place("4b0003", 47.45, 8.56, callsign=None, on_ground=True, velocity=0.0),
        place("a00004", 0.0, 179.9, origin_country=None, velocity=300.0),
        place("a00005", 0.0, -179.9, source="my-radar", velocity=200.0),
        state("3c0006", callsign="DLH99", latitude=None, longitude=None, time_position=None),
    )
    with stage.client() as client:
        yield client


def shown(client: TestClient, query: str) -> str:
    """The last digits of the addresses that are answered."""
    answer = client.get(f"/flights/current?{query}")
    assert answer.status_code == 200, answer.text
    return "".join(flight["icao24"][-1] for flight in answer.json()["flights"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("bbox=-1,179,1,-179", "45"),
        ("bbox=47,8,48,9", "23"),
        ("circle=47.45,8.55,1", "23"),
        ("circle=0,180,10", "45"),
        ("icao24=4B0002&icao24=a00004", "24"),
        ("callsign=dlh", "1"),
        ("airline=Lufthansa", "1"),
        ("airline=DLH&airline=SWR", "1245"),
        ("airline=LH&airline=LX", "1245"),
        ("airline=Emirates", ""),
        ("country=USA", "45"),
        ("country=Netherlands&country=Russia", ""),
        ("country=US", "45"),
        ("country=switzerland", "1235"),
        ("on_ground=true", "3"),
        ("min_altitude=600", "1345"),
        ("max_altitude=600", "2"),
        ("squawk=7700&squawk=7600", "2"),
        ("category=4", "1"),
        ("phase=ground", "3"),
        ("source=my-radar", "5"),
        ("emergency=true", "2"),
        ("emergency=false&on_ground=false", "145"),
        ("sort=velocity", "31542"),
        ("sort=-velocity", "45132"),
        ("sort=-velocity&limit=2", "45"),
        ("closest=47.45,8.55,3", "231"),
        ("closest=47.45,8.55,2&on_ground=false", "21"),
        ("closest=47.45,8.55,3&limit=1", "2"),
    ],
)
def test_a_filter_or_order_is_kept(client: TestClient, query: str, expected: str) -> None:
    assert shown(client, query) == expected


@pytest.mark.parametrize("order", ["icao24", "-velocity", "callsign", "phase"])
def test_following_next_tells_everything_once(client: TestClient, order: str) -> None:
    whole, pages, url = shown(client, f"sort={order}"), "", f"?sort={order}&limit=2"
    for _ in range(4):
        answer = client.get(f"/flights/current{url}")
        pages += "".join(flight["icao24"][-1] for flight in answer.json()["flights"])
        if "next" not in answer.json():
            break
        url = answer.headers["Link"].removeprefix("<").partition(">")[0]
        assert answer.json()["next"] in url and "limit=2" in url
    assert pages == whole and "Link" not in answer.headers


def test_fields_pick_the_columns_in_their_order(client: TestClient) -> None:
    answer = client.get("/flights/current?icao24=3c0001&fields=airline_name,icao24,phase")
    assert list(answer.json()["flights"][0].items()) == [
        ("airline_name", "Lufthansa"),
        ("icao24", "3c0001"),
        ("phase", "descent"),
    ]


def test_all_fields_are_the_state_and_what_is_inferred(client: TestClient) -> None:
    (flight,) = client.get("/flights/current?icao24=3c0001&fields=all").json()["flights"]
    assert tuple(flight) == tuple(COLUMNS)


def test_aviation_units_are_told(client: TestClient) -> None:
    body = client.get("/flights/current?icao24=4b0002&units=aviation").json()
    assert body["units"] == "aviation" and body["flights"][0]["baro_altitude"] == 1640.0


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("bbox=1", ["bbox"]),
        ("bbox=nan,0,1,1", ["bbox"]),
        ("bbox=1_0,0,5_0,10", ["bbox"]),
        ("bbox=%201,0,5,10", ["bbox"]),
        ("circle=91,0,1", ["circle"]),
        ("circle=0,0,-1", ["circle"]),
        ("circle=0,0", ["circle"]),
        ("circle=0,0,inf", ["circle"]),
        ("closest=0,0,0", ["closest"]),
        ("closest=0,0,1.5", ["closest"]),
        ("closest=0,0,1001", ["closest"]),
        ("icao24=xyz", ["icao24"]),
        ("&".join(["icao24=000000"] * 1001), ["icao24"]),
        ("callsign=", ["callsign"]),
        ("callsign=%00", ["callsign"]),
        ("callsign=%ff", ["callsign"]),
        ("callsign=%C3%28&airline=%ED%A0%80&country=Chad", ["callsign", "airline"]),
        ("%ff=1", ["?"]),
        ("on_ground=yes", ["on_ground"]),
        ("on_ground=true&on_ground=false", ["on_ground"]),
        ("min_altitude=high", ["min_altitude"]),
        ("min_altitude=1_0", ["min_altitude"]),
        ("max_altitude=1e400", ["max_altitude"]),
        ("min_altitude=2&max_altitude=1", ["min_altitude"]),
        ("squawk=778", ["squawk"]),
        ("squawk=7780", ["squawk"]),
        ("category=256", ["category"]),
        ("category=-1", ["category"]),
        ("phase=lost", ["phase"]),
        ("emergency=1", ["emergency"]),
        ("sort=colour", ["sort"]),
        ("limit=0", ["limit"]),
        ("limit=9999999999999999999999", ["limit"]),
        ("limit=٣", ["limit"]),
        ("after=x", ["after"]),
        ("fields=icao24,colour", ["fields"]),
        ("fields=", ["fields"]),
        ("units=feet", ["units"]),
        ("format=xml", ["format"]),
        ("since=x", ["since"]),
        ("since=1&limit=1", ["since"]),
        ("since=1&format=csv", ["since"]),
        ("known=x", ["known"]),
        ("known=x&since=1&format=arrow", ["known"]),
        ("known=x&format=arrow&fields=all", ["known"]),
        ("closest=0,0,1&sort=velocity", ["sort"]),
        ("airline=nobody%20at%20all", ["airline"]),
        ("airline=SWR&airline=Z9", ["airline"]),
        ("country=Atlantis&airline=%2D%2D", ["airline", "country"]),
        ("colour=red", ["colour"]),
        ("BBOX=0,0,1,1", ["BBOX"]),
        ("limit=0&bbox=1&colour=red", ["bbox", "limit", "colour"]),
    ],
)
def test_every_parameter_that_is_wrong_is_named(
    client: TestClient, query: str, wrong: list[str]
) -> None:
    answer = client.get(f"/flights/current?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (422, PROBLEM)
    assert [error["parameter"] for error in answer.json()["errors"]] == wrong


def test_who_names_no_airline_is_told_what_does(client: TestClient) -> None:
    detail = client.get("/flights/current?airline=nobody").json()["detail"]
    assert detail.startswith("airline: names no airline") and "IATA designator (LX)" in detail


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("circle=47,8,-5", "radius must be a number from 0 to 10801"),
        ("circle=47,181,5", "longitude must be a number from -180 to 180"),
        ("circle=47,8", "must be latitude, longitude and radius, separated by commas"),
        ("closest=47,8,0", "number of aircraft must be a whole number from 1 to 1000"),
        ("callsign=%ff", "must be UTF-8"),
    ],
)
def test_a_reason_says_which_number_is_wrong(client: TestClient, query: str, reason: str) -> None:
    [error] = client.get(f"/flights/current?{query}").json()["errors"]
    assert error["reason"] == reason


def test_a_cursor_belongs_to_its_order(client: TestClient) -> None:
    cursor = client.get("/flights/current?sort=velocity&limit=1").json()["next"]
    answer = client.get(f"/flights/current?after={cursor}")
    assert answer.json()["errors"][0]["parameter"] == "after"


@pytest.mark.parametrize(
    "path",
    [
        "/flights/stats",
        "/flights/search?q=a&",
        "/flights/3c0001",
        "/flights/3c0001/track",
        "/flights/3c0001/legs",
        "/airports?q=a&",
        "/airports/LSZH",
        "/stats/hourly",
        "/history/snapshot?time=1&",
        "/history/frames",
        "/history/frames/1",
    ],
)
def test_no_endpoint_takes_a_parameter_that_it_does_not_know(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}{'' if path.endswith('&') else '?'}colour=red")
    assert answer.status_code == 422, answer.text
    assert {"parameter": "colour", "reason": "is not a parameter of this endpoint"} in (
        answer.json()["errors"]
    )


def test_one_aircraft_is_enriched(client: TestClient) -> None:
    body = client.get("/flights/4B0002").json()
    assert (body["state"]["icao24"], body["source"]) == ("4b0002", "opensky")
    assert body["enrichment"]["nearest_airport"] == "LSZH"
    assert body["enrichment"]["emergency"] == "emergency"


@pytest.mark.parametrize(("address", "status"), [("ffffff", 404), ("xyz", 422), ("4b00021", 422)])
def test_an_unknown_aircraft_and_a_wrong_address_are_problems(
    client: TestClient, address: str, status: int
) -> None:
    answer = client.get(f"/flights/{address}")
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)


def test_a_search_ranks_what_it_finds(client: TestClient) -> None:
    body = client.get("/flights/search?q=LH1").json()
    assert [flight["state"]["callsign"] for flight in body["flights"]] == ["DLH1"]
    assert body["flights"][0]["enrichment"]["airline_name"] == "Lufthansa"


def test_who_sends_no_position_is_known_but_not_listed(client: TestClient) -> None:
    answer = client.get("/flights/3c0006").json()
    assert answer["state"]["latitude"] is None and answer["state"]["callsign"] == "DLH99"
    assert answer["enrichment"]["airline"] == "DLH"
    found = client.get("/flights/search?q=LH99").json()["flights"]
    assert [flight["state"]["icao24"] for flight in found] == ["3c0006"]
    assert shown(client, "icao24=3c0006") == ""


@pytest.mark.parametrize("query", ["", "q=", "q=%20", f"q={'x' * 65}", "q=a&limit=0", "q=a&q=b"])
def test_a_search_for_nothing_is_refused(client: TestClient, query: str) -> None:
    for path in ("/flights/search", "/airports"):
        assert client.get(f"{path}?{query}").status_code == 422


def test_an_unknown_value_is_null_and_never_zero(client: TestClient) -> None:
    assert client.get("/flights/4b0002").json()["state"]["velocity"] is None
