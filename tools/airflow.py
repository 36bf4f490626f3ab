"""Airflow on this machine beside the tracker: `make airflow`, with the settings of `make run`.

Everything of it is in `data/airflow`, its database too; the page is on http://localhost:8080, on
the loopback address alone, with the login `admin` and password `admin`. Ctrl-C ends it.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from local.environment import environment

ROOT = Path(__file__).resolve().parents[1]
AIRFLOW = ROOT / ".venv-airflow" / "bin" / "airflow"
READY_SECONDS = 120.0
STOP_SECONDS = 20.0
LOGIN = {"admin": "admin"}
"""Nobody else than this machine's users reaches the page."""


def settings(environ: dict[str, str]) -> dict[str, str]:
    """Airflow's own, and where the jobs run."""
    home = Path(environ.get("AIRFLOW_HOME", str(ROOT / "data" / "airflow"))).absolute()
    passwords, port = home / "passwords.json", environ.get("AIRFLOW_PORT", "8080")
    home.mkdir(parents=True, exist_ok=True)
    passwords.write_text(json.dumps(LOGIN))
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(passwords),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": port,
        "AIRFLOW__API__BASE_URL": f"http://localhost:{port}",
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__LOGGING__LOGGING_LEVEL": "WARNING",
        "AIRFLOW__LOGGING__NAMESPACE_LEVELS": "airflow.task=INFO",  # what a job logs and reports
        "PATH": f"{AIRFLOW.parent}:{environ.get('PATH', '')}",
        "FLIGHT_TRACKER_HOME": str(ROOT),
        "FLIGHT_TRACKER_PYTHON": str(ROOT / ".venv" / "bin" / "python"),
        "ALERT_LINK": environ.get("ALERT_LINK")
        or f"http://localhost:{environ.get('DASHBOARD_PORT', '3000')}",
        "FLIGHT_TRACKER_SINCE": environ.get("FLIGHT_TRACKER_SINCE") or _since(home / "since"),
        "DATA_DIR": str(Path(environ.get("DATA_DIR", str(ROOT / "data"))).absolute()),
    }


def _since(file: Path) -> str:
    """The day of the first start, from which on reports that were missed are made up for."""
    if not file.exists():
        file.write_text(f"{datetime.now(UTC):%Y-%m-%d}")
    return file.read_text()


def main() -> int:
    environ = environment(ROOT / ".env")
    environ |= settings(environ)
    for arguments in (["db", "migrate"], ["pools", "set", "lakehouse", "1", "table changes"]):
        subprocess.run([AIRFLOW, *arguments], env=environ, check=True, stdout=subprocess.DEVNULL)
    began = time.monotonic()
    url = f"http://localhost:{environ['AIRFLOW__API__PORT']}"
    with subprocess.Popen([AIRFLOW, "standalone"], env=environ, start_new_session=True) as process:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: _signal(process.pid, signal.SIGTERM))
        if _is_ready(url, process):
            print(f"Airflow is ready after {time.monotonic() - began:.0f} s: {url}")
            print("Login admin, password admin. Ctrl-C ends it.", flush=True)
        process.wait()
        _end(process.pid)
    return 0


def _end(group: int) -> None:
    """What Airflow has started ends after it; what does not is killed."""
    deadline = time.monotonic() + STOP_SECONDS
    while _signal(group, 0):
        if time.monotonic() > deadline:
            _signal(group, signal.SIGKILL)
            return
        time.sleep(0.1)


def _signal(group: int, number: int) -> bool:
    """Whether anybody of the group is there."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def _is_ready(url: str, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if _answers(f"{url}/api/v2/monitor/health"):
            return True
        time.sleep(0.5)
    return False


def _answers(url: str) -> bool:
    with suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
        return bool(answer.status == 200)
    return False


if __name__ == "__main__":
    sys.exit(main())
