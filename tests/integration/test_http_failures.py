"""OpenSky and readsb over real HTTP: what becomes of bad answers, and of none."""

import gzip
from collections.abc import Callable

import pytest

from flight_tracker.adapters.http import RequestsHttpClient
from flight_tracker.adapters.opensky import OpenSkyAccess, OpenSkySource
from flight_tracker.adapters.readsb import ReadsbSource
from flight_tracker.errors import RateLimited, Unavailable
from flight_tracker.ports import HttpRequest, StateSource
from tests import skies
from tests.integration.scripted_server import Answer, ScriptedServer
from tests.integration.waiting import at_most

PATH = "/api/states/all"
SECRET = "s3cr3t-value"
SECONDS = 5.0
SHORT = 1.0
MARGIN = 0.6
BODY = skies.body(*(skies.row(f"{number:06x}") for number in range(200)))

MakeSource = Callable[[RequestsHttpClient, str], StateSource]


def opensky(http: RequestsHttpClient, base: str) -> StateSource:
    return OpenSkySource(http, OpenSkyAccess(f"{base}/api", f"{base}/token"))


def readsb(http: RequestsHttpClient, base: str) -> StateSource:
    return ReadsbSource(http, f"{base}{PATH}?key={SECRET}")


@pytest.fixture(params=[opensky, readsb])
def source(
    request: pytest.FixtureRequest, server: ScriptedServer, http: RequestsHttpClient
) -> StateSource:
    make: MakeSource = request.param
    return make(http, server.url)


def failure(source: StateSource, seconds: float = SECONDS) -> Unavailable:
    """What the source raises, which never tells the secret."""
    with pytest.raises(Unavailable) as raised:
        source.fetch(None, seconds)
    assert SECRET not in str(raised.value)
    return raised.value


@pytest.mark.parametrize("status", [204, 400, 403, 404, 500, 502, 503])
def test_another_status_than_200_is_unavailable_and_named(
    server: ScriptedServer, source: StateSource, status: int
) -> None:
    server.on(PATH, Answer(status, b"" if status == 204 else b"<html>sorry</html>"))
    assert f"answered {status}" in str(failure(source))
    assert len(server.asked) == 1


def test_a_forbidden_opensky_says_that_clouds_may_be_blocked(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on(PATH, Answer(403))
    assert "cloud" in str(failure(opensky(http, server.url)))


@pytest.mark.parametrize("header", [None, "soon", "-5", "nan", "inf", ""])
def test_too_many_requests_without_a_usable_wait_say_no_wait(
    server: ScriptedServer, source: StateSource, header: str | None
) -> None:
    server.on(PATH, Answer(429, headers={} if header is None else {"Retry-After": header}))
    error = failure(source)
    assert isinstance(error, RateLimited) and error.retry_after is None


def test_too_many_requests_say_how_long_to_wait(
    server: ScriptedServer, source: StateSource
) -> None:
    server.on(PATH, Answer(429, headers={"Retry-After": "17"}))
    error = failure(source)
    assert isinstance(error, RateLimited) and error.retry_after == 17


def test_openskys_own_header_says_how_long_to_wait(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    headers = {"X-Rate-Limit-Retry-After-Seconds": "3600", "Retry-After": "1"}
    server.on(PATH, Answer(429, headers=headers))
    error = failure(opensky(http, server.url))
    assert isinstance(error, RateLimited) and error.retry_after == 3600


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Bad gateway</body></html>",
        BODY[: len(BODY) // 2],
        b"null",
        b"[]",
        b"{}",
        b'{"time": "now", "states": []}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
    ],
    ids=["empty", "html", "cut", "null", "array", "object", "time", "binary", "deep"],
)
def test_a_body_that_is_no_answer_is_unavailable(
    server: ScriptedServer, source: StateSource, body: bytes
) -> None:
    server.on(PATH, Answer(body=body))
    assert "the answer" in str(failure(source))


def test_a_body_shorter_than_announced_is_unavailable(
    server: ScriptedServer, source: StateSource
) -> None:
    server.on(PATH, Answer(body=BODY, content_length=len(BODY) + 100))
    assert "no answer from 127.0.0.1" in str(failure(source))


@pytest.mark.parametrize(
    "body", [gzip.compress(BODY)[:-400], b"no gzip at all"], ids=["cut", "wrong"]
)
def test_a_damaged_compressed_body_is_unavailable(
    server: ScriptedServer, source: StateSource, body: bytes
) -> None:
    server.on(PATH, Answer(body=body, headers={"Content-Encoding": "gzip"}))
    failure(source)


def test_a_server_that_refuses_connections_is_unavailable(http: RequestsHttpClient) -> None:
    with ScriptedServer() as gone:
        source = readsb(http, gone.url)
    with at_most(SHORT + MARGIN):
        assert "no connection" in str(failure(source, SHORT))


def test_a_name_that_does_not_exist_is_unavailable(http: RequestsHttpClient) -> None:
    assert "flights.invalid" in str(failure(readsb(http, "http://flights.invalid")))


def test_a_proxy_that_is_not_there_is_named(
    http: RequestsHttpClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://user:s3cr3t-value@127.0.0.1:9")
    assert "proxy" in str(failure(readsb(http, "http://flights.invalid")))


def test_a_server_that_hangs_up_is_unavailable(source: StateSource, server: ScriptedServer) -> None:
    server.on(PATH, Answer(200, content_length=10))
    failure(source)


def test_redirects_without_end_are_unavailable(server: ScriptedServer, source: StateSource) -> None:
    server.on(PATH, Answer(302, headers={"Location": f"{server.url}{PATH}"}))
    assert "no answer from 127.0.0.1" in str(failure(source))


def test_a_redirect_to_nowhere_is_unavailable(server: ScriptedServer, source: StateSource) -> None:
    server.on(PATH, Answer(302, headers={"Location": "http://[bad"}))
    failure(source)


def test_a_secret_in_the_redirect_is_not_told(server: ScriptedServer, source: StateSource) -> None:
    server.on(PATH, Answer(302, headers={"Location": f"ftp://x/?key={SECRET}"}))
    failure(source)


ALMOST = SHORT * 0.9
REDIRECT = Answer(302, headers={"Location": PATH}, before=ALMOST)
SLOW = {
    "says nothing": [Answer(body=BODY, before=9)],
    "drips its headers": [Answer(body=BODY, every_header_byte=0.05)],
    "drips its body": [Answer(body=BODY, every=0.05)],
    "stops in the body": [Answer(body=BODY, every=9)],
    "is late twice": [Answer(body=BODY, before=ALMOST, every=ALMOST)],
    "redirects slowly": [REDIRECT, REDIRECT, Answer(body=BODY)],
}


@pytest.mark.parametrize("answers", SLOW.values(), ids=SLOW.keys())
def test_an_answer_is_left_when_the_time_is_over(
    server: ScriptedServer, http: RequestsHttpClient, answers: list[Answer]
) -> None:
    server.on(PATH, *answers)
    with at_most(SHORT + MARGIN), pytest.raises(Unavailable, match="longer than"):
        http.send(HttpRequest("GET", server.url + PATH), SHORT)


def test_the_time_given_is_for_the_token_and_the_states_together(
    server: ScriptedServer, http: RequestsHttpClient
) -> None:
    server.on("/token", Answer(body=b'{"access_token":"t"}', before=0.7))
    server.on(PATH, Answer(body=BODY, before=0.7))
    access = OpenSkyAccess(f"{server.url}/api", f"{server.url}/token", ("id", SECRET))
    with at_most(1 + MARGIN):
        failure(OpenSkySource(http, access), 1.0)


def test_after_a_failure_the_next_request_works(
    server: ScriptedServer, source: StateSource
) -> None:
    server.on(PATH, Answer(body=BODY, content_length=len(BODY) + 100), Answer(503))
    failure(source)
    assert "answered 503" in str(failure(source))
