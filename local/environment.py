"""The settings of a program on this machine."""

import os
from pathlib import Path

from dotenv import dotenv_values


def environment(file: Path) -> dict[str, str]:
    """The process's own, and those of `file`, as `.env`, that it does not have."""
    return {**{k: v for k, v in dotenv_values(file).items() if v}, **os.environ}
