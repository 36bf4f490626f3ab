# its only line is its result
"""`python -m bench.one_function FUNCTION ENTRY EVENT…`: the greatest resident memory, MB, of a
process that loads the function and gives its handler the events in these files, one at a time.

Nothing but the function is imported. Linux counts VmHWM for the program itself; `ru_maxrss` would
also count whoever started it (getrusage(2): it is kept over execve).
"""

import json
import re
import sys
from pathlib import Path

from local.functions import load


def peak_megabytes() -> float:
    """Of this process since it began, from /proc (proc_pid_status(5))."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) / 1024


def main(function: str, entry: str, *events: str) -> None:
    handler = load(function, entry).handler
    for event in events:
        answer = handler(json.loads(Path(event).read_bytes()), None)
        # The API's statusCode; a report has none.
        assert answer.get("statusCode", 200) == 200, answer
    print(f"{peak_megabytes():.1f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
