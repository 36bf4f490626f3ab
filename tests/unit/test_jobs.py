"""The jobs' command line: arguments, reports and exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from flight_tracker import jobs
from tests.skies import body, row

JOBS = (
    "load",
    "refresh",
    "optimize",
    "vacuum",
    "expire",
    "forget",
    "reconcile",
    "backfill",
    "reload",
    "watch",
    "schedule",
    "retry",
    "report",
)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "LAKEHOUSE",
        "OBJECT_STORE_URL",
        "KAFKA_TOPIC",
        "KAFKA_BOOTSTRAP_SERVERS",
        "FLIGHT_SOURCE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))


def run(*arguments: str) -> int:
    """The exit code, whoever decided it."""
    try:
        return jobs.main(arguments)
    except SystemExit as left:
        assert isinstance(left.code, int)
        return left.code


def report(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    decoded = json.loads(capsys.readouterr().out)
    assert isinstance(decoded, dict)
    return decoded


@pytest.mark.parametrize("job", JOBS)
def test_every_job_has_a_help(job: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(job, "--help") == 0
    told = capsys.readouterr().out
    assert "exit codes:" in told
    assert ("--dry-run" in told) == (job in ("vacuum", "expire", "forget", "reload", "retry"))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("", "NAME"),
        ("polish", "invalid choice: 'polish'"),
        ("vacuum --hours 169", "'169' is no whole number from 0 to 168"),
        ("vacuum --hours -1", "'-1' is no whole number"),
        ("expire", "required: --days"),
        ("expire --days 0", "'0' is no whole number from 1"),
        ("expire --days 9 --table load_history", "invalid choice: 'load_history'"),
        ("forget", "required: ICAO24"),
        ("forget 4b181", "'4b181' is no ICAO address"),
        ("forget 4b1816'--", "is no ICAO address"),
        ("backfill", "required: --from"),
        ("reload", "one of the arguments --day --file is required"),
        ("reload --day 2026-02-30", "'2026-02-30' is no day"),
        ("reload --day 2026-02-03 --file a", "not allowed with argument"),
        ("schedule", "required: wish"),
        ("retry  ", "required: reason"),
        ("report", "required: --day"),
        ("schedule cadence --seconds 0", "'0' is no whole number of seconds"),
        ("backfill --from nowhere", "'nowhere' does not exist"),
    ],
)
def test_wrong_arguments_are_told(
    arguments: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments.split()) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert sentence in captured.err


def test_a_vacuum_of_hours_that_may_harm_must_be_forced(caplog: pytest.LogCaptureFixture) -> None:
    assert run("load") == 0
    assert run("vacuum", "--hours", "23") == 2
    assert "--force does it all the same" in caplog.text
    assert run("vacuum", "--hours", "23", "--force") == 0


def test_wrong_settings_are_told(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("LAKEHOUSE", "elsewhere")
    assert run("load") == 2
    assert "LAKEHOUSE must be one of" in caplog.text


@pytest.mark.parametrize("job", ["optimize", "vacuum", "reconcile", "forget 4b1816"])
def test_tables_that_are_not_there_are_unavailable(
    job: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*job.split()) == 3
    assert "Delta table " in caplog.text
    assert capsys.readouterr().out == ""


def test_a_damaged_landing_file_is_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "data/store/landing/flight_states/log/00000/0-1.parquet"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    assert run("load") == 1
    assert list(report(capsys)["damaged"]) == ["landing/flight_states/log/00000/0-1.parquet"]
    assert run("load") == 0


def test_a_recording_is_loaded_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sky.json").write_bytes(body(row("000001"), row("000002"), ["bad"]))
    assert run("backfill", "--from", str(tmp_path / "sky.json")) == 0
    first = report(capsys)
    assert (first["snapshots"], first["states"], first["rejected"]) == (1, 2, 1)
    assert (first["landed_files"], first["load"]["rows"]) == (2, 3)
    assert run("backfill", "--from", str(tmp_path / "sky.json")) == 0
    again = report(capsys)
    assert (again["landed_files"], again["known_files"], again["load"]["rows"]) == (0, 2, 0)


def test_a_recording_may_be_landed_now_and_loaded_later(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sky.json").write_bytes(body(row("000001"), row("000002")))
    assert run("backfill", "--from", str(tmp_path / "sky.json"), "--no-load") == 0
    landed = report(capsys)
    assert (landed["landed_files"], "load" in landed) == (1, False)
    assert run("load") == 0
    assert report(capsys)["rows"] == 2


def test_a_file_that_was_damaged_is_loaded_when_it_is_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sky.json").write_bytes(body(row("000001"), row("000002")))
    run("backfill", "--from", str(tmp_path / "sky.json"))
    store = tmp_path / "data/store"
    [file] = store.glob("landing/flight_states/*/*/*.parquet")
    key = str(file.relative_to(store))
    capsys.readouterr()
    assert run("reload", "--file", key, "--dry-run") == 0
    assert report(capsys) == {"job": "reload", "dry_run": True, "files": 1, "notes": 1}
    assert run("reload", "--file", key) == 0
    assert report(capsys)["load"]["files"] == 1
    assert run("reload", "--file", "landing/none") == 2


def test_a_reason_may_begin_with_a_dash(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("retry", "-h: bad") == 2  # read as an option
    assert run("retry", "--help") == 0
    assert "begins with - comes after --" in " ".join(capsys.readouterr().out.split())
    parsed = jobs._parser().parse_args(["retry", "--dry-run", "--", "-h: bad"])
    assert (parsed.reason, parsed.dry_run) == ("-h: bad", True)


def test_the_polls_are_paused_until_somebody_resumes_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("schedule", "pause", "--reason", "the broker moves") == 0
    assert report(capsys)["is_paused"]
    assert run("schedule", "verify") == 1
    assert run("schedule", "resume") == 0
    assert run("schedule", "cadence", "--seconds", "60") == 0
    capsys.readouterr()
    assert run("schedule", "show") == 0
    told = report(capsys)
    assert (told["is_paused"], told["interval"]) == (False, 60)


def test_a_tracker_that_nobody_has_started_has_no_incident(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("watch") == 0
    assert report(capsys) == {"job": "watch", "lasting": {}, "sent": 0}


@pytest.mark.parametrize("content", [b"no JSON", b'{"time": "noon", "states": []}', b"{}"])
def test_what_is_no_recording_is_a_wrong_argument(
    tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sky.json").write_bytes(content)
    assert run("backfill", "--from", str(tmp_path / "sky.json")) == 2
    assert "REPLAY_PATH" not in caplog.text


def test_a_job_is_a_program_of_its_own(tmp_path: Path) -> None:
    environ = {**os.environ, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "flight_tracker.jobs"]
    loaded = subprocess.run([*command, "load"], env=environ, capture_output=True, timeout=30)
    assert (loaded.returncode, json.loads(loaded.stdout)["files"]) == (0, 0)
    assert json.loads(loaded.stderr)["message"] == "load"
    refused = subprocess.run(
        [*command, "vacuum", "--hours", "1"], env=environ, capture_output=True, timeout=30
    )
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert b"Traceback" not in refused.stderr
