"""Who is told of a run that is late, and who is not."""

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

from flight_tracker_deadline import tell

from tests.dags.running import webhook

CONTEXT = {"dag_run": {"dag_id": "reconcile", "dag_run_id": "late", "state": "queued"}}
CONNECTION = "AIRFLOW_CONN_FLIGHT_TRACKER_WEBHOOK"


def test_a_webhook_is_told(monkeypatch: pytest.MonkeyPatch, airflow: None) -> None:
    with webhook() as (url, texts):
        monkeypatch.setenv(CONNECTION, f'{{"conn_type": "http", "password": "{url}"}}')
        tell(60, CONTEXT)
    [text] = texts
    assert text.startswith("reconcile was not done within 60 minutes (it is queued)")


def test_without_a_webhook_or_its_address_nobody_is_told(
    monkeypatch: pytest.MonkeyPatch, airflow: None, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(CONNECTION, '{"conn_type": "http"}')
    tell(60, CONTEXT)
    monkeypatch.delenv(CONNECTION)
    tell(60, CONTEXT)
    assert caplog.text.count("nobody is told") == 2
