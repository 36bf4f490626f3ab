"""`python -m bench.one_job JOB…`: seconds and greatest resident memory, MB, of one job of
`flight_tracker.jobs` in this process, as JSON."""

import json
import sys
import time

from bench.one_function import peak_megabytes
from flight_tracker import jobs


def main(*arguments: str) -> None:
    began = time.perf_counter()
    code, report = jobs.run_job(arguments)
    assert code == jobs.DONE, (code, report)
    print(json.dumps([time.perf_counter() - began, peak_megabytes()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
