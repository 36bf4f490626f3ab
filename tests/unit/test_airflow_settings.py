"""What `make airflow` gives Airflow and its jobs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from local.environment import environment
from tools import airflow


def test_a_file_of_settings_fills_in_what_the_process_does_not_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("LAKEHOUSE=databricks\nDASHBOARD_PORT=3001\nALERT_LINK=\n")
    monkeypatch.setenv("LAKEHOUSE", "embedded")
    monkeypatch.delenv("DASHBOARD_PORT", raising=False)
    monkeypatch.delenv("ALERT_LINK", raising=False)
    found = environment(file)
    assert (found["LAKEHOUSE"], found["DASHBOARD_PORT"]) == ("embedded", "3001")
    assert "ALERT_LINK" not in found


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ({}, "http://localhost:3000"),
        ({"DASHBOARD_PORT": "3001"}, "http://localhost:3001"),
        ({"ALERT_LINK": "https://map.example.org"}, "https://map.example.org"),
    ],
)
def test_an_alert_ends_with_the_address_of_the_dashboard(
    tmp_path: Path, given: dict[str, str], link: str
) -> None:
    assert airflow.settings({"AIRFLOW_HOME": str(tmp_path), **given})["ALERT_LINK"] == link


def test_missed_reports_are_made_from_the_first_start_on(tmp_path: Path) -> None:
    given = {"AIRFLOW_HOME": str(tmp_path)}
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert airflow.settings(given)["FLIGHT_TRACKER_SINCE"] == today
    (tmp_path / "since").write_text("2026-03-01")
    assert airflow.settings(given)["FLIGHT_TRACKER_SINCE"] == "2026-03-01"
