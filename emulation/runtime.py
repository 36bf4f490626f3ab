"""Can this machine run the packages? The emulator runs functions in a Python of its own."""

import json
import platform
import subprocess
from pathlib import Path

SECONDS = 20


def why_not(packages: Path, python: Path) -> list[str]:
    """A sentence for each reason why the emulator cannot run what is in `packages.json`."""
    made = json.loads((packages / "packages.json").read_text())
    found = "python" + _version(python)
    reasons = []
    if (platform.system(), platform.machine()) != ("Linux", made["architecture"]):
        machine = f"{platform.system()} {platform.machine()}"
        reasons.append(f"the packages are for Linux {made['architecture']}, this is {machine}")
    if found != made["runtime"]:
        reasons.append(
            f"the packages are for {made['runtime']}, the emulator runs {found}: "
            f"remove .venv-emulation and run `make emulate` again"
        )
    return reasons


def _version(python: Path) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    return done.stdout.strip()
