"""The reports of the days through the API, with the policy that lets them be shown."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from flight_tracker import completeness, incidents, report_page, reports
from flight_tracker.completeness import Completeness
from flight_tracker.day_report import DayReport
from flight_tracker.incidents import Incident, Incidents
from tests.integration.api_server import serving
from tests.integration.api_stage import Stage
from tools.browser import browser, chromium_path

PROBLEM = "application/problem+json"
DAY = date(2026, 1, 31)
PAGE = report_page.page(
    DayReport(
        DAY,
        seen=[(1_234, 5)],
        hours=[(1_769_860_800, 5, 4)],
        levels=[(1_769_860_800, "3000-6000", 4)],
        cells=[("47,8", 5)],
    ),
    Completeness(day=DAY, made_at=1_769_900_000),
    "It costs $0.50.",
)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def client(stage: Stage) -> Iterator[TestClient]:
    with stage.client() as client:
        yield client


def keep(stage: Stage, *days: date) -> None:
    for day in days:
        stage.store.put(reports.key(day), PAGE)


def test_the_days_are_listed_newest_first(stage: Stage, client: TestClient) -> None:
    keep(stage, date(2026, 1, 30), DAY, date(2025, 12, 31))
    assert client.get("/reports").json() == {
        "count": 3,
        "days": ["2026-01-31", "2026-01-30", "2025-12-31"],
    }
    assert client.get("/reports?limit=1").json()["days"] == ["2026-01-31"]


def test_what_is_no_report_is_not_listed(stage: Stage, client: TestClient) -> None:
    for name in ("20260131.html", "2026-01-31.txt", "2026-02-30.html", "x.html"):
        stage.store.put(f"reports/{name}", b"x")
    assert client.get("/reports").json() == {"count": 0, "days": []}


def test_a_report_is_the_kept_page(stage: Stage, client: TestClient) -> None:
    keep(stage, DAY)
    answer = client.get("/reports/2026-01-31")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.content == PAGE


def test_a_day_that_nobody_has_looked_at_is_told_as_such(client: TestClient) -> None:
    answer = client.get("/completeness?day=2026-01-31")
    assert answer.json() == {
        "day": "2026-01-31",
        "completeness": None,
        "report": None,
        "incidents": [],
    }


def test_whether_a_day_is_complete_is_answered(stage: Stage, client: TestClient) -> None:
    keep(stage, DAY)
    record = Completeness(
        day=DAY, made_at=5, status="incomplete", reasons=["3,600 records are lost"]
    )
    completeness.write(stage.store, record)
    answer = client.get("/completeness?day=2026-01-31").json()
    assert answer["report"] == "/reports/2026-01-31"
    assert answer["completeness"]["status"] == "incomplete"
    assert answer["completeness"]["reasons"] == ["3,600 records are lost"]


def test_without_a_day_it_is_yesterday(client: TestClient) -> None:
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
    assert client.get("/completeness").json()["day"] == yesterday.isoformat()


def test_open_incidents_are_told_without_places(stage: Stage, client: TestClient) -> None:
    detail = "object store /srv/me/store does not answer"
    known = [
        Incident(name="broker", detail=detail, since=7),
        Incident(name="a", detail="", since=1),
    ]
    known[1].until = 2
    stage.store.put(incidents.KEY, incidents.encode(Incidents(incidents=known)))
    [told] = client.get("/completeness").json()["incidents"]
    assert (told["name"], told["since"]) == ("broker", 7)
    assert "/srv" not in told["detail"] and "does not answer" in told["detail"]


@pytest.mark.parametrize("query", ["day=yesterday", "day=20260131", "days=2026-01-31"])
def test_completeness_of_what_is_no_day_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/completeness?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)


def test_a_report_that_is_known_is_not_sent_again(stage: Stage, client: TestClient) -> None:
    keep(stage, DAY)
    known = {"If-None-Match": client.get("/reports/2026-01-31").headers["ETag"]}
    again = client.get("/reports/2026-01-31", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    stage.store.put(reports.key(DAY), PAGE + b"<!-- made anew -->")
    assert client.get("/reports/2026-01-31", headers=known).status_code == 200


def test_its_policy_is_the_only_one_and_allows_no_script(stage: Stage, client: TestClient) -> None:
    keep(stage, DAY)
    [policy] = client.get("/reports/2026-01-31").headers.get_list("Content-Security-Policy")
    allowed = dict(part.split(maxsplit=1) for part in policy.split("; "))
    assert allowed["default-src"] == "'none'" and "script-src" not in allowed
    assert allowed["style-src"].startswith("'sha256-") and "unsafe" not in policy


def test_a_day_without_a_report_is_a_problem(client: TestClient) -> None:
    answer = client.get("/reports/2026-01-31")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert "there is no report of 2026-01-31" in answer.json()["detail"]


@pytest.mark.parametrize("day", ["20260131", "2026-02-30", "yesterday", "2026-W05-6"])
def test_what_is_no_day_is_refused(client: TestClient, day: str) -> None:
    answer = client.get(f"/reports/{day}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, PROBLEM)


def test_a_client_that_takes_no_html_is_told(stage: Stage, client: TestClient) -> None:
    keep(stage, DAY)
    answer = client.get("/reports/2026-01-31", headers={"Accept": "application/json"})
    assert answer.status_code == 406


def test_a_browser_shows_it_under_its_policy(stage: Stage) -> None:
    if chromium_path() is None:
        pytest.skip("no Chromium on the PATH; CHROMIUM may name one")
    keep(stage, DAY)
    said: list[str] = []
    with serving(stage.app) as port, browser() as chromium:
        page = chromium.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"http://127.0.0.1:{port}/reports/2026-01-31")
        margin = page.evaluate("getComputedStyle(document.querySelector('dd')).marginLeft")
        assert "Flights of 2026-01-31" in page.inner_text("h1")
    assert (said, margin) == ([], "0px")  # a browser's own style has 40px
