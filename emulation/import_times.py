"""How long a package takes to be imported, and how long its libraries alone: what no function is
below.

The function's module is imported in a clean interpreter, which also starts it from its settings.
The modules of others that it brings are then imported by themselves, in the same order.
"""

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

RUNS = 7
SECONDS = 60
WHOLE = """
import importlib, json, sys, time
folder, module = sys.argv[1:]
began = time.perf_counter()
importlib.import_module(module)
seconds = time.perf_counter() - began
ours = {"flight_tracker", "flight_api", module}
files = {name: getattr(found, "__file__", None) for name, found in list(sys.modules.items())}
brought = [name for name, file in files.items()
           if file and file.startswith(folder) and name.split(".")[0] not in ours]
print(json.dumps([seconds, brought]))
"""
LIBRARIES = """
import importlib, json, sys, time
names, began = json.loads(sys.argv[1]), time.perf_counter()
for name in names:
    importlib.import_module(name)
print(json.dumps(time.perf_counter() - began))
"""


class ImportTimes(NamedTuple):
    """Seconds, medians."""

    whole: float
    libraries: float


def measure(package: Path, module: str, python: Path, settings: Mapping[str, str]) -> ImportTimes:
    """`module` is the entry of the zip `package`. Whole and libraries take turns, so that a busy
    machine slows both."""
    with tempfile.TemporaryDirectory() as folder:
        with ZipFile(package) as zipped:
            zipped.extractall(folder)
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": folder, **settings}
        whole, libraries = [], []
        for _ in range(RUNS):
            seconds, brought = _run(python, environ, WHOLE, folder, module)
            assert brought, f"{package.name} brings no library"
            whole.append(seconds)
            libraries.append(_run(python, environ, LIBRARIES, json.dumps(brought)))
    return ImportTimes(statistics.median(whole), statistics.median(libraries))


def _run(python: Path, environ: Mapping[str, str], code: str, *arguments: str) -> Any:
    done = subprocess.run(
        [str(python), "-B", "-c", code, *arguments],
        env=environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
