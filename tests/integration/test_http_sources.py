"""OpenSky and readsb over real HTTP: what is asked, and what becomes of good answers."""

import gzip
import json

import pytest

from flight_tracker.adapters.http import USER_AGENT, RequestsHttpClient
from flight_tracker.adapters.opensky import OpenSkyAccess, OpenSkySource
from flight_tracker.adapters.readsb import ReadsbSource
from flight_tracker.errors import Unavailable
from flight_tracker.geo import BoundingBox
from tests import skies
from tests.integration.scripted_server import Answer, ScriptedServer

STATES, TOKEN = "/api/states/all", "/token"
CLIENT = ("some-client", "s3cr3t-value")
SECONDS = 5.0
SKY = Answer(body=skies.body(skies.row()))
READSB = json.dumps(
    {"now": skies.TIME * 1000, "ac": [{"hex": "4b1816", "lat": 47.0, "lon": 8.0, "seen": 1}]}
).encode()


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def token(name: str = "t1", **changes: object) -> Answer:
    body = {"access_token": name, "expires_in": 1800, "token_type": "Bearer"} | changes
    return Answer(body=json.dumps(body).encode())


def anonymous(
    server: ScriptedServer, http: RequestsHttpClient, box: BoundingBox | None = None
) -> OpenSkySource:
    access = OpenSkyAccess(f"{server.url}/api", f"{server.url}{TOKEN}", box=box)
    return OpenSkySource(http, access)


def with_account(server: ScriptedServer, http: RequestsHttpClient, clock: Clock) -> OpenSkySource:
    access = OpenSkyAccess(f"{server.url}/api", f"{server.url}{TOKEN}", CLIENT)
    return OpenSkySource(http, access, clock)


def bearers(server: ScriptedServer) -> list[str | None]:
    return [asked.headers.get("Authorization") for asked in server.asked_for(STATES)]


def test_the_world_is_asked_for_with_categories(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(STATES, SKY)
    assert anonymous(server, http).fetch(None, SECONDS).states == [skies.state()]
    [asked] = server.asked
    assert (asked.method, asked.query) == ("GET", {"extended": ["1"]})


def test_a_box_is_asked_for_by_its_four_edges(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(STATES, SKY)
    anonymous(server, http, BoundingBox(45.5, -5.25, 47, 10)).fetch(None, SECONDS)
    edges = {"lamin": ["45.5"], "lomin": ["-5.25"], "lamax": ["47"], "lomax": ["10"]}
    assert server.asked[0].query == {"extended": ["1"], **edges}


def test_the_request_names_this_program(server: ScriptedServer, http: RequestsHttpClient) -> None:
    server.on(STATES, SKY)
    anonymous(server, http).fetch(None, SECONDS)
    assert server.asked[0].headers["User-Agent"] == USER_AGENT


def test_anonymous_access_asks_for_no_token_and_sends_no_authorization(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(STATES, SKY)
    anonymous(server, http).fetch(None, SECONDS)
    assert bearers(server) == [None]
    assert server.asked_for(TOKEN) == []


def test_a_token_is_asked_for_by_client_credentials(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(TOKEN, token())
    server.on(STATES, SKY)
    with_account(server, http, Clock()).fetch(None, SECONDS)
    [asked] = server.asked_for(TOKEN)
    assert asked.method == "POST"
    assert asked.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert asked.form == {
        "grant_type": ["client_credentials"],
        "client_id": [CLIENT[0]],
        "client_secret": [CLIENT[1]],
    }


def test_one_token_serves_many_requests(server: ScriptedServer, http: RequestsHttpClient) -> None:
    server.on(TOKEN, token("t1"), token("t2"))
    server.on(STATES, SKY)
    source = with_account(server, http, Clock())
    for _ in range(3):
        source.fetch(None, SECONDS)
    assert bearers(server) == ["Bearer t1"] * 3
    assert len(server.asked_for(TOKEN)) == 1


@pytest.mark.parametrize(("later", "second"), [(1769, "Bearer t1"), (1771, "Bearer t2")])
def test_a_token_is_replaced_thirty_seconds_before_its_end(
    server: ScriptedServer, http: RequestsHttpClient, later: int, second: str
) -> None:
    server.on(TOKEN, token("t1"), token("t2"))
    server.on(STATES, SKY)
    clock = Clock()
    source = with_account(server, http, clock)
    source.fetch(None, SECONDS)
    clock.now += later
    source.fetch(None, SECONDS)
    assert bearers(server) == ["Bearer t1", second]


def test_a_refused_token_is_replaced_once(server: ScriptedServer, http: RequestsHttpClient) -> None:
    server.on(TOKEN, token("t1"), token("t2"))
    server.on(STATES, Answer(401), SKY)
    assert with_account(server, http, Clock()).fetch(None, SECONDS).states
    assert bearers(server) == ["Bearer t1", "Bearer t2"]


def test_a_token_that_is_refused_twice_is_an_error_that_names_the_settings(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(TOKEN, token("t1"), token("t2"), token("t3"))
    server.on(STATES, Answer(401))
    with pytest.raises(Unavailable, match="OPENSKY_CLIENT_ID"):
        with_account(server, http, Clock()).fetch(None, SECONDS)
    assert bearers(server) == ["Bearer t1", "Bearer t2"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(400, b'{"error":"invalid_client"}'),
        Answer(401),
        Answer(503),
        Answer(body=b"<html>sign in</html>"),
        Answer(body=b'{"error":"none"}'),
        Answer(body=b"[]"),
        Answer(body=b'{"access_token": null}'),
        Answer(body=b"\xff\xfe"),
    ],
)
def test_a_token_endpoint_that_gives_no_token_is_unavailable_and_tells_no_secret(
    server: ScriptedServer, http: RequestsHttpClient, answer: Answer
) -> None:
    server.on(TOKEN, answer)
    with pytest.raises(Unavailable, match="token endpoint") as raised:
        with_account(server, http, Clock()).fetch(None, SECONDS)
    assert CLIENT[1] not in f"{raised.value} {raised.value.__cause__}"
    assert server.asked_for(STATES) == []


def test_an_empty_sky_is_null_and_no_error(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(STATES, Answer(body=b'{"time": 1700000000, "states": null}'))
    snapshot = anonymous(server, http).fetch(None, SECONDS)
    assert (snapshot.time, snapshot.states, snapshot.rejected) == (1_700_000_000, [], [])


def test_a_compressed_body_is_read(server: ScriptedServer, http: RequestsHttpClient) -> None:
    server.on(
        STATES, SKY._replace(body=gzip.compress(SKY.body), headers={"Content-Encoding": "gzip"})
    )
    assert anonymous(server, http).fetch(None, SECONDS).states == [skies.state()]
    assert "gzip" in server.asked[0].headers["Accept-Encoding"]


@pytest.mark.parametrize(("header", "left"), [("3987", 3987), ("0", 0), ("many", None), ("", None)])
def test_the_credits_left_are_read(
    server: ScriptedServer, http: RequestsHttpClient, header: str, left: int | None
) -> None:
    server.on(STATES, SKY._replace(headers={"x-rate-limit-remaining": header}))
    found = anonymous(server, http).fetch(None, SECONDS).credits
    assert found is not None
    assert (found.cost, found.remaining) == (4, left)


def test_without_the_header_the_credits_left_are_unknown(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(STATES, SKY)
    found = anonymous(server, http).fetch(None, SECONDS).credits
    assert found is not None and found.remaining is None


def test_a_proxy_from_the_environment_is_used(
    server: ScriptedServer, http: RequestsHttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", server.url)
    server.on(STATES, SKY)
    access = OpenSkyAccess("http://opensky.invalid/api", "http://opensky.invalid/token")
    assert OpenSkySource(http, access).fetch(None, SECONDS).states
    assert server.asked[0].target == "http://opensky.invalid/api/states/all?extended=1"


def test_a_redirect_is_followed(server: ScriptedServer, http: RequestsHttpClient) -> None:
    server.on(STATES, Answer(302, headers={"Location": f"{server.url}/moved"}))
    server.on("/moved", SKY)
    assert anonymous(server, http).fetch(None, SECONDS).states


def test_a_redirect_to_another_server_does_not_take_the_token_along(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    with ScriptedServer() as other:
        other.on("/moved", SKY)
        server.on(TOKEN, token())
        server.on(STATES, Answer(302, headers={"Location": f"{other.url}/moved"}))
        with_account(server, http, Clock()).fetch(None, SECONDS)
        assert other.asked[0].headers.get("Authorization") is None


def test_readsb_is_asked_by_its_url_as_it_is(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on("/v2/point/47/8/250", Answer(body=READSB))
    source = ReadsbSource(http, f"{server.url}/v2/point/47/8/250?key=a%2Bb")
    snapshot = source.fetch(None, SECONDS)
    assert (snapshot.time, [s.icao24 for s in snapshot.states]) == (skies.TIME, ["4b1816"])
    assert server.asked[0].target == "/v2/point/47/8/250?key=a%2Bb"
    assert server.asked[0].headers["User-Agent"] == USER_AGENT
