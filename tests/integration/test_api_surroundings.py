"""What every answer has around it: ids, times, security headers, CORS, rate limits."""

import json
import logging
import re
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.testclient import TestClient

from flight_api import client_address, rate_limits, request_ids
from flight_api.app import create_app
from flight_api.rate_limits import RateLimits
from flight_tracker.settings import HttpSettings, api_keys
from tests.integration.api_stage import TOPIC, Stage
from tests.skies import TIME, state

KEY, ENTRY = "a-long-random-key", api_keys.entry_of("airfield", "a-long-random-key", 3)
PAGE = "https://map.example.org"
PATHS = ["/flights/current", "/flights/zzz", "/nothing", "/health", "/docs", "/openapi.json"]
EVERYWHERE = ["10.0.0.0/8", "2001:db8::/32"]


def client_of(client: tuple[str, int] = ("192.0.2.1", 1), **settings: Any) -> TestClient:
    stage = Stage(keys=(ENTRY,))
    stage.note(snapshot_time=TIME, published=1)
    stage.show(state("000001"))
    app = create_app(stage.app.state.services, HttpSettings(**settings))
    return TestClient(app, raise_server_exceptions=False, client=client)


@pytest.fixture
def client() -> Iterator[TestClient]:
    with client_of() as client:
        yield client


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_an_id_a_time_and_the_security_headers(
    client: TestClient, path: str
) -> None:
    answer = client.get(path)
    assert re.fullmatch(r"[0-9a-f]{32}", answer.headers["X-Request-Id"])
    assert re.fullmatch(r"app;dur=\d+\.\d", answer.headers["Server-Timing"])
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("given", ["a", "01HX-.:_z", "A" * 64])
def test_the_clients_id_comes_back(client: TestClient, given: str) -> None:
    answer = client.get("/flights/current", headers={"X-Request-Id": given})
    assert answer.headers["X-Request-Id"] == given


@pytest.mark.parametrize("given", ["", "A" * 65, "a b", "a\tb", "é", '{"a":1}', "a,b", "<a>"])
def test_an_id_that_could_do_harm_is_replaced(client: TestClient, given: str) -> None:
    headers = {"X-Request-Id": given.encode("latin-1")}
    new = client.get("/flights/current", headers=headers).headers["X-Request-Id"]
    assert new != given and re.fullmatch(r"[0-9a-f]{32}", new)


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [r.fields for r in caplog.records if r.name == "flight_api.observing"]  # type: ignore[attr-defined]


def test_what_was_refused_is_in_the_log_with_its_id_and_without_its_query(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    headers = {"X-Request-Id": "mine"}
    client.get("/flights/current?api_key=hunter2", headers=headers)
    client.get("/flights/current", headers=headers)
    [line] = lines(caplog)
    assert (line["request_id"], line["path"], line["status"]) == ("mine", "/flights/current", 422)
    assert "hunter2" not in json.dumps(line)


def test_a_defect_is_a_problem_with_an_id_that_the_log_knows(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = Stage()

    @stage.app.get("/defect")
    def defect() -> None:
        raise RuntimeError("secret of /etc/passwd")

    with stage.client() as client:
        answer = client.get("/defect")
    assert (answer.status_code, answer.json()["type"]) == (500, "urn:flight-tracker:problem:500")
    assert "secret" not in answer.text and "Traceback" not in answer.text
    assert "nosniff" in answer.headers.values()
    [line] = lines(caplog)
    assert line["request_id"] == answer.headers["X-Request-Id"]
    assert "RuntimeError: secret" in caplog.text


def test_each_line_of_the_log_has_the_id_of_the_request_that_caused_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stage = Stage()
    stage.store.put(f"live/{TOPIC}/00000.arrow.zst", b"no shard")
    caplog.handler.addFilter(noted := request_ids.Noted())
    try:
        with stage.client() as client:
            client.get("/flights/current", headers={"X-Request-Id": "mine"})
    finally:
        caplog.handler.removeFilter(noted)
    [line] = [r for r in caplog.records if r.name == "flight_api.public_texts"]
    assert "damaged" in line.getMessage()
    assert line.fields == {"request_id": "mine"}  # type: ignore[attr-defined]


def test_the_page_of_the_documentation_may_run_its_own_script_only(client: TestClient) -> None:
    policy = client.get("/docs").headers["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]+);", policy)
    assert scripts and re.fullmatch(r"'self' 'sha256-[A-Za-z0-9+/=]{44}'", scripts[1])


def test_without_the_setting_no_other_origin_may_ask(client: TestClient) -> None:
    answer = client.get("/flights/current", headers={"Origin": PAGE})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    preflight = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}
    assert client.options("/flights/current", headers=preflight).status_code == 405


def test_an_origin_of_the_setting_may_ask_and_another_may_not() -> None:
    with client_of(cors_allowed_origins=(PAGE,)) as client:
        own, other, none = (
            client.get("/flights/current", headers=headers)
            for headers in ({"Origin": PAGE}, {"Origin": "https://evil.example"}, {})
        )
    assert own.headers["Access-Control-Allow-Origin"] == PAGE
    assert "ETag" in own.headers["Access-Control-Expose-Headers"]
    for answer in (other, none):
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert {a.headers["Vary"] for a in (own, other, none)} == {"Accept, Accept-Encoding, Origin"}


def test_where_everybody_may_ask_every_answer_says_so_for_caches() -> None:
    with client_of(cors_allowed_origins=("*",)) as client:
        answer = client.get("/flights/current")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" not in answer.headers["Vary"]


@pytest.mark.parametrize(("origin", "may"), [(PAGE, True), ("https://evil.example", False)])
def test_a_preflight_is_answered_and_may_be_kept(origin: str, may: bool) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    with client_of(cors_allowed_origins=(PAGE,)) as client:
        answer = client.options("/flights/ingest", headers=headers)
    assert answer.status_code == 204
    assert ("Access-Control-Max-Age" in answer.headers) is may
    allowed = answer.headers.get("Access-Control-Allow-Headers", "").split(", ")
    for name in ("X-API-Key", "Last-Event-ID", "If-Modified-Since", "If-None-Match"):
        assert (name in allowed) is may


def test_without_the_setting_nobody_is_limited(client: TestClient) -> None:
    answers = [client.get("/flights/stats") for _ in range(20)]
    assert {a.status_code for a in answers} == {200} and "RateLimit" not in answers[0].headers


def test_who_asks_too_often_is_told_when_to_come_again() -> None:
    with client_of(rate_limit=2) as client:
        first, second, third = (client.get("/flights/current") for _ in range(3))
        assert client.get("/health").status_code == 200
    assert first.headers["RateLimit-Policy"] == '"address";q=2;w=60'
    assert first.headers["RateLimit"] == '"address";r=1;t=60'
    assert (second.status_code, third.status_code) == (200, 429)
    assert third.headers["content-type"] == "application/problem+json"
    assert third.json()["type"] == "urn:flight-tracker:problem:429"
    assert 1 <= int(third.headers["Retry-After"]) <= 60
    assert third.headers["RateLimit"].startswith('"address";r=0;t=')


def test_a_page_of_another_origin_can_read_that_it_asks_too_often() -> None:
    with client_of(rate_limit=1, cors_allowed_origins=(PAGE,)) as client:
        answers = [client.get("/flights/stats", headers={"Origin": PAGE}) for _ in range(2)]
    assert answers[1].status_code == 429
    assert answers[1].headers["Access-Control-Allow-Origin"] == PAGE
    assert "nosniff" in answers[1].headers.values()


def test_each_key_has_a_limit_of_its_own() -> None:
    with client_of(rate_limit=1, ingest_rate_limit=99) as client:
        client.get("/flights/stats")
        posts = [
            client.post("/flights/ingest", json=[], headers={"X-API-Key": KEY}) for _ in range(4)
        ]
    assert [post.status_code for post in posts] == [202, 202, 202, 429]
    assert posts[0].headers["RateLimit-Policy"] == '"key";q=3;w=60'


def test_who_tries_keys_is_limited_by_address() -> None:
    with client_of(rate_limit=2) as client:
        tried = [
            client.post("/flights/ingest", json=[], headers={"X-API-Key": f"try-{n}"})
            for n in range(4)
        ]
    assert [answer.status_code for answer in tried] == [401, 401, 429, 429]


@pytest.mark.parametrize("proxies", [(), (ip_network("10.0.0.0/8"),)])
def test_an_address_that_is_only_claimed_does_not_count(proxies: Any) -> None:
    with client_of(rate_limit=2, trusted_proxies=proxies) as client:
        answers = [
            client.get("/flights/stats", headers={"X-Forwarded-For": f"198.51.100.{n}"})
            for n in range(3)
        ]
    assert answers[2].status_code == 429


def test_what_a_trusted_proxy_says_counts() -> None:
    proxies = (ip_network("10.0.0.0/8"),)
    with client_of(("10.0.0.1", 1), rate_limit=2, trusted_proxies=proxies) as client:
        for number in range(3):
            headers = {"X-Forwarded-For": f"198.51.100.{number}"}
            assert client.get("/flights/stats", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.1", "198.51.100.1", "192.0.2.1"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "203.0.113.9, 198.51.100.1, 10.2.3.4", "198.51.100.1"),
        ("10.0.0.1", "10.9.9.9", "10.9.9.9"),
        ("10.0.0.1", "198.51.100.1, nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", ",,,", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8::1", "2a02:1234:5678:9abc:1::1", "2a02:1234:5678:9abc::/64"),
        ("fe80::1%eth0", "198.51.100.1", "fe80::/64"),
        ("testclient", "198.51.100.1", "unknown"),
        (None, "198.51.100.1", "unknown"),
    ],
)
def test_the_client_is_the_first_that_no_trusted_proxy_is(
    peer: str | None, forwarded: str, expected: str
) -> None:
    scope = {
        "client": peer and (peer, 1),
        "headers": [(b"x-forwarded-for", forwarded.encode())],
    }
    assert client_address.of(scope, [ip_network(text) for text in EVERYWHERE]) == expected


def test_a_window_ends_and_a_clock_that_goes_back_begins_a_new_one() -> None:
    limits = RateLimits()
    assert [limits.take("a", 1, now).is_allowed for now in (100, 159, 160, 50)] == [
        True,
        False,
        True,
        True,
    ]
    assert limits.take("b", 1, 50).is_allowed


def test_the_memory_of_clients_is_bounded() -> None:
    limits = RateLimits(most=10)
    for number in range(100):
        limits.take(str(number), 1, 0)
    assert len(limits._windows) == 10
    assert rate_limits.MOST_CLIENTS * 300 < 10_000_000  # bytes
