"""checkov finds nothing in the modules but what says why it is so."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TERRAFORM = ROOT / "infra" / "terraform"
CHECKOV = ROOT / ".venv-scan" / "bin" / "checkov"
SKIP = re.compile(r"checkov:skip=(\w+)(?::(.*))?")


def test_no_check_fails() -> None:
    if not CHECKOV.is_file():
        pytest.skip("checkov is not installed: `make scan` installs it")
    options = ["--directory", TERRAFORM, "--framework", "terraform", "--skip-download"]
    scanned = subprocess.run(
        [CHECKOV, *options, "--output", "json", "--quiet"], capture_output=True, timeout=300
    )
    report = json.loads(scanned.stdout)
    failed = [
        (check["check_id"], check["resource"], check["file_path"])
        for check in report["results"]["failed_checks"]
    ]
    assert failed == []
    assert report["summary"]["passed"] > 40 and report["summary"]["parsing_errors"] == 0


def test_whoever_skips_a_check_says_why() -> None:
    skips = [
        (path.name, *found.groups())
        for path in TERRAFORM.rglob("*.tf")
        for found in SKIP.finditer(path.read_text(encoding="utf-8"))
    ]
    assert skips and [skip for skip in skips if not (skip[2] or "").strip()] == []
