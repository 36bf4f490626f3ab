"""`make bench`: every figure in a process of its own; a table, and `bench/results.json`."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

from bench.figures import Figure, as_json, as_table

PARTS = ("poll", "consume", "api", "lakehouse", "run", "dashboard")
RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    figures = []
    for part in PARTS:
        done = subprocess.run(
            [sys.executable, "-m", "bench", part],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        figures += [Figure(**figure) for figure in json.loads(done.stdout)]
    print(as_table(figures))
    RESULTS.write_text(as_json(figures))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(as_json(importlib.import_module(f"bench.{sys.argv[1]}").measure()))
    else:
        main()
