"""MiniStack, an emulator of AWS in Python: one process, loopback only, functions as its children.

It runs in `.venv-emulation`, which holds MiniStack and boto3 (Lambda's own runtime brings that)
and nothing of ours, so that a package which lacks a library fails as it would on AWS.
"""

import json
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from emulation.processes import child

ROOT = Path(__file__).resolve().parents[1]
PYTHON = ROOT / ".venv-emulation" / "bin" / "python"
READY_SECONDS = 60.0
STOP_SECONDS = 10.0
ACCOUNT = "123456789012"
"""That of Terraform's stand-in providers; with real ones the emulator says so itself."""

WATCHED = """
import os, runpy, signal, threading
def watch():
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
threading.Thread(target=watch, daemon=True).start()
runpy.run_module("ministack", run_name="__main__")
"""
"""MiniStack that ends with its standard input, also when we are killed."""


class Emulator(NamedTuple):
    """Where it answers, and who its operator is."""

    url: str
    region: str = "us-east-1"
    key: str = ACCOUNT
    secret: str = "emulated"

    def client(self, service: str, **options: Any) -> Any:
        """A client of boto3; `options` as boto3 takes them."""
        import boto3  # type: ignore[import-untyped]

        return boto3.client(
            service,
            endpoint_url=self.url,
            region_name=self.region,
            aws_access_key_id=self.key,
            aws_secret_access_key=self.secret,
            **options,
        )

    def over(self, environ: Mapping[str, str]) -> dict[str, str]:
        """`environ` for a process that must reach the emulator, and nothing of AWS itself."""
        return {
            **{k: v for k, v in environ.items() if not k.startswith(("AWS_", "TF_VAR_"))},
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": self.secret,
        }


@contextmanager
def started(port: int, folder: Path, *, enforce: bool = True) -> Iterator[Emulator]:
    """MiniStack on 127.0.0.1:`port`, its log and temporary files in `folder`.

    `enforce`: a role may do what its policies say, and no more.
    Raises RuntimeError with the last lines of the log if it does not come up.
    """
    emulator = Emulator(f"http://127.0.0.1:{port}")
    environment = {
        # The functions inherit this: nothing of the person who starts it may reach them.
        **emulator.over({}),
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "localhost",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "MINISTACK_REGION": emulator.region,
        "AUTH": "true" if enforce else "false",
        "LAMBDA_EXECUTOR": "local",
    }
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "ministack.log"
    command = [str(PYTHON), "-c", WATCHED]
    with child(command, environment, log, stop_seconds=STOP_SECONDS) as process:
        _wait(emulator, process, log)
        yield emulator


def _wait(emulator: Emulator, process: Any, log: Path) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if ready(emulator.url):
            return
        time.sleep(0.1)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-20:])
    raise RuntimeError(f"MiniStack did not start on {emulator.url}:\n{tail}")


def ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_ministack/health", timeout=2) as answer:
            return isinstance(json.load(answer), dict)
    except (OSError, ValueError):
        return False
