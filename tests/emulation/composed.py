"""localstack-compose.yml as a value, and what its image holds."""

import re
import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "localstack-compose.yml"
CONTAINERFILE = ROOT / "emulation" / "Containerfile"
VARIABLE = re.compile(r"\$\{(\w+):-([^}]*)\}")


def services() -> dict[str, Any]:
    return dict(yaml.safe_load(FILE.read_text())["services"])


def command(name: str) -> list[str]:
    """What the service's container runs, as an exec takes it."""
    service = services()[name]
    words = [*service.get("entrypoint", []), *service["command"]]
    return [word.replace("$$", "$") for word in words]


def staged(folder: Path) -> Path:
    """What the Containerfile copies, where it copies it."""
    for line in CONTAINERFILE.read_text().splitlines():
        if line.startswith("COPY "):
            _, source, target = line.split()
            if (ROOT / source).is_dir():
                shutil.copytree(ROOT / source, folder / target, dirs_exist_ok=True)
            else:
                (folder / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / source, folder / target)
    return folder
