"""What Airflow's service of localstack-compose.yml runs before it serves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("airflow", reason="Airflow has an environment of its own: make test-airflow")

import yaml

from tests.dags.conftest import ROOT

SERVING = "exec airflow standalone"


def test_the_service_has_the_pool_of_the_dags(tmp_path: Path) -> None:
    file = yaml.safe_load((ROOT / "localstack-compose.yml").read_text())
    *shell, script = file["services"]["airflow"]["command"]
    assert script.rstrip().endswith(SERVING)
    shown = script.replace(SERVING, "exec airflow pools get lakehouse --output plain")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    environ = {**os.environ, "AIRFLOW_HOME": str(tmp_path), "PATH": path}
    done = subprocess.run(
        [*shell, shown], env=environ, capture_output=True, text=True, timeout=300, check=True
    )
    assert "with no lakehouse in Terraform's variables there is none" in done.stdout
    assert file["services"]["airflow"]["depends_on"] == {
        "deployer": {"condition": "service_completed_successfully"}
    }
    assert done.stdout.splitlines()[-1].split()[:2] == ["lakehouse", "1"]
