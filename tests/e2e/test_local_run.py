"""`make run` from outside: what a user sees, and what happens when parts of it die."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.local_run import REPOSITORY, LocalRun, local_run
from tests.skies import TIME, body, row

AIRCRAFT = [row(f"4b{number:04x}") for number in range(1000)]


@pytest.fixture
def sky(tmp_path: Path) -> dict[str, str]:
    """Settings that replay one sky of a thousand aircraft."""
    (tmp_path / "sky.json").write_bytes(body(*AIRCRAFT))
    return {"FLIGHT_SOURCE": "replay", "REPLAY_PATH": str(tmp_path / "sky.json")}


@pytest.fixture
def polls(tmp_path: Path) -> dict[str, str]:
    """Settings that replay forty skies, one every quarter of a second."""
    folder = tmp_path / "polls"
    folder.mkdir()
    for number in range(40):
        time_ = TIME + number * 10
        rows = [row(f"4b{n:04x}", last_contact=time_, time_position=time_) for n in range(200)]
        (folder / f"{number:03}.json").write_bytes(body(*rows, time=time_))
    return {"FLIGHT_SOURCE": "replay", "REPLAY_PATH": str(folder), "REPLAY_SPEED": "40"}


def has_all(answer: dict[str, int]) -> bool:
    return answer["count"] == len(AIRCRAFT)


def states_in_table(data: Path) -> list[tuple[object, ...]]:
    from deltalake import DeltaTable, QueryBuilder

    table = DeltaTable(data / "lake" / "flight_states")
    rows = QueryBuilder().register("t", table).execute("SELECT icao24, snapshot_time FROM t")
    columns = rows.read_all()
    return list(
        zip(columns["icao24"].to_pylist(), columns["snapshot_time"].to_pylist(), strict=True)
    )


def rows(status: dict[str, Any]) -> int:
    """States that a load has noted; none before the first."""
    return int(status["tables"]["flight_states"]["rows"]) if status["tables"] else 0


def test_every_state_of_the_recording_is_shown_and_loaded_once(
    tmp_path: Path, sky: dict[str, str]
) -> None:
    with local_run(tmp_path / "data", **sky, LOAD_INTERVAL_SECONDS="1") as run:
        answer = run.wait_for("/flights/current", has_all)
        status = run.wait_for("/databricks/status", lambda status: rows(status) >= len(AIRCRAFT))
    assert {flight["icao24"] for flight in answer["flights"]} == {r[0] for r in AIRCRAFT}
    assert answer["source"] == "replay"
    assert answer["snapshot_time"] == TIME
    assert status["lakehouse"] == "embedded"
    assert rows(status) == len(AIRCRAFT)
    assert len(set(states_in_table(tmp_path / "data"))) == len(AIRCRAFT)


def test_a_job_beside_it_asks_its_broker(tmp_path: Path, sky: dict[str, str]) -> None:
    data = tmp_path / "data"
    with local_run(data, **sky, LOAD_INTERVAL_SECONDS="1") as run:
        run.wait_for("/databricks/status", lambda status: rows(status) >= len(AIRCRAFT))
        done = subprocess.run(
            [sys.executable, "-m", "flight_tracker.jobs", "reconcile"],
            env={**os.environ, "DATA_DIR": str(data)},
            capture_output=True,
            timeout=60,
        )
        report = json.loads(done.stdout)
        assert report["kafka"].startswith("asked: ")
        ends = [p["kafka_last"] for p in report["listed"] if p["kafka_last"] is not None]
        assert sum(ends) + len(ends) == report["rows"] == len(AIRCRAFT)
        run.stop()
    assert not (data / "broker.json").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_everything_cleanly(
    tmp_path: Path, sky: dict[str, str], number: signal.Signals
) -> None:
    with local_run(tmp_path / "data", **sky) as run:
        run.wait_for("/flights/current", has_all)
        children = run.children()
        code, seconds = run.stop(number)
    assert (code, len(children)) == (0, 5)
    assert seconds < 5
    assert not any(is_alive(child) for child in children)


def test_killing_the_supervisor_leaves_no_process_behind(
    tmp_path: Path, sky: dict[str, str]
) -> None:
    with local_run(tmp_path / "data", **sky) as run:
        run.wait_for("/flights/current", has_all)
        children = run.children()
        run.process.kill()
        run.process.wait()
        deadline = time.monotonic() + 5
        while any(map(is_alive, children)) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert not any(is_alive(child) for child in children)


def test_a_second_run_goes_on_with_the_data_of_the_first(
    tmp_path: Path, sky: dict[str, str]
) -> None:
    with local_run(tmp_path / "data", **sky) as run:
        run.wait_for("/flights/current", has_all)
    with local_run(tmp_path / "data", **sky, LOAD_INTERVAL_SECONDS="1") as run:
        run.wait_for("/flights/current", has_all)
        run.wait_for("/databricks/status", lambda status: status["reachable"])
    assert len(states_in_table(tmp_path / "data")) == len(AIRCRAFT)


def test_another_recording_replaces_the_sky_even_if_it_is_older(
    tmp_path: Path, sky: dict[str, str]
) -> None:
    with local_run(tmp_path / "data", **sky) as run:
        run.wait_for("/flights/current", has_all)
    older = tmp_path / "older.json"
    then = TIME - 10_000_000
    older.write_bytes(body(row(last_contact=then, time_position=then), time=then))
    with local_run(tmp_path / "data", **(sky | {"REPLAY_PATH": str(older)})) as run:
        answer = run.wait_for("/flights/current", lambda a: a["snapshot_time"] == then)
    assert [flight["icao24"] for flight in answer["flights"]] == ["4b1816"]


@pytest.mark.parametrize("part", ["trigger", "load_timer", "poll_timer", "web"])
def test_a_part_that_is_killed_comes_back_and_every_state_is_loaded_once(
    tmp_path: Path, polls: dict[str, str], part: str
) -> None:
    with local_run(tmp_path / "data", **polls, LOAD_INTERVAL_SECONDS="1") as run:
        for kill_at in (TIME + 50, TIME + 150, TIME + 250):
            run.wait_for("/flights/current", lambda a, t=kill_at: (a["snapshot_time"] or 0) >= t)
            os.kill(run.child(part), signal.SIGKILL)
        run.wait_for("/flights/current", lambda a: a["snapshot_time"] == TIME + 390)
        run.wait_for(
            "/databricks/status",
            lambda s: s["tables"] and s["tables"]["flight_states"]["rows"] >= 8000,
        )
    rows = states_in_table(tmp_path / "data")
    assert len(set(rows)) == 40 * 200
    if part != "poll_timer":  # a poll killed before it has noted its success is polled again
        assert len(rows) == 40 * 200


def test_a_broker_that_is_killed_is_replaced_under_a_new_log_id(
    tmp_path: Path, polls: dict[str, str]
) -> None:
    with local_run(tmp_path / "data", **polls) as run:
        run.wait_for("/flights/current", lambda a: (a["snapshot_time"] or 0) >= TIME + 50)
        os.kill(run.child("broker"), signal.SIGKILL)
        run.wait_for("/flights/current", lambda a: a["snapshot_time"] == TIME + 390)
    logs = list((tmp_path / "data" / "store" / "landing" / "flight_states").iterdir())
    assert len(logs) == 2


def test_a_taken_port_is_named_with_its_variable(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = LocalRun(tmp_path / "data", {"API_PORT": str(port)})
        code = run.process.wait(30)
        output = run.output()
        run.close()
    assert code == 2
    assert f"port {port}" in output
    assert "API_PORT" in output


def test_every_wrong_setting_is_named_without_a_traceback(tmp_path: Path) -> None:
    run = LocalRun(
        tmp_path / "data",
        {"FLIGHT_SOURCE": "radar", "POLL_INTERVAL_SECONDS": "soon", "OPENSKY_BBOX": "1,2"},
    )
    code, output = run.process.wait(30), run.output()
    run.close()
    assert code == 2
    assert all(name in output for name in ("FLIGHT_SOURCE", "POLL_INTERVAL", "OPENSKY_BBOX"))
    assert "Traceback" not in output


def test_a_folder_that_cannot_be_written_is_named_with_its_variable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    run = LocalRun(tmp_path / "file" / "data", {})
    code, output = run.process.wait(30), run.output()
    run.close()
    assert code == 2
    assert "DATA_DIR" in output
    assert "Traceback" not in output


def test_a_recording_that_is_none_is_named_by_the_health_check(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("buy milk")
    settings = {"FLIGHT_SOURCE": "replay", "REPLAY_PATH": str(tmp_path / "notes.txt")}
    with local_run(tmp_path / "data", **settings) as run:
        health = run.wait_for("/health", lambda h: h["components"]["source"]["status"] == "down")
        with run.open("/health") as answer:
            assert answer.status == 503
    assert "notes.txt" in health["components"]["source"]["detail"]


def test_the_dashboard_serves_the_page_and_the_api_on_one_origin(
    tmp_path: Path, sky: dict[str, str]
) -> None:
    if not (REPOSITORY / "frontend" / "dist" / "index.html").exists():
        pytest.skip("the dashboard is not built: make frontend")
    with local_run(tmp_path / "data", **sky) as run:
        run.wait_for("/flights/current", has_all)
        run.api = run.dashboard
        assert run.get("/api/flights/current?limit=1")["count"] == 1
        with run.open("/") as page:
            assert b"<title>" in page.read()


def test_posted_states_reach_the_map_marked_as_posted(tmp_path: Path, sky: dict[str, str]) -> None:
    now = int(time.time())
    posted = {"icao24": "abcdef", "last_contact": now, "time_position": now, "source": "opensky"}
    posted |= {"latitude": 1.0, "longitude": 2.0}
    with local_run(tmp_path / "data", **sky, INGEST_API_KEYS="first,second") as run:
        run.wait_for("/flights/current", has_all)
        payload = json.dumps([posted, {"icao24": "no"}]).encode()
        headers = {"X-API-Key": "second", "Content-Type": "application/json"}
        with run.open("/flights/ingest", payload, **headers) as answer:
            assert answer.status == 202
            assert json.load(answer)["accepted"] == 1
        found = run.wait_for("/flights/current?icao24=abcdef", lambda a: a["count"] == 1)
    assert found["flights"][0]["source"] == "ingest"


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
