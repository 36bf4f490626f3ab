"""`python -m bench.one_api`: the api function in a process of its own, as Lambda starts it.

Its only line is JSON: seconds of the import, of the first answer and of later ones, and MB.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.figures import median_seconds
from bench.one_function import peak_megabytes
from local.functions import load

BOXES = 60
AGAIN = 20
TOO_LARGE = 422
"""100,000 aircraft as GeoJSON are made, and are more than Lambda sends."""


def event(query: str, path: str = "/flights/current") -> dict[str, Any]:
    """API Gateway's event, payload format 2.0."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"host": "localhost", "accept-encoding": "gzip"},
        "requestContext": {
            "http": {"method": "GET", "path": path, "sourceIp": "127.0.0.1"},
            "stage": "$default",
        },
        "isBase64Encoded": False,
    }


def seconds(action: Callable[[], Any]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started


def main() -> None:
    started = time.perf_counter()
    handler = load("api").handler
    found: dict[str, Any] = {"import": time.perf_counter() - started}

    def ask(query: str, *statuses: int) -> None:
        answer = handler(event(query), None)
        assert answer["statusCode"] in (200, *statuses), answer

    def count(query: str) -> int:
        plain = event(query) | {"headers": {"host": "localhost"}}
        return int(json.loads(handler(plain, None)["body"])["count"])

    found["first"] = seconds(lambda: ask("format=arrow"))
    found["warm"] = median_seconds(lambda: ask("format=arrow"), AGAIN)
    for name, height, width in (("box", 4.0, 10.0), ("spot", 0.2, 0.5)):
        questions = list(_boxes(height, width))
        found[name] = statistics.median(seconds(lambda q=q: ask(q)) for q in questions)  # type: ignore[misc]
        found[f"{name}_rows"] = statistics.median(map(count, questions))
    found["arrow_peak"] = peak_megabytes()
    for name in ("json", "geojson", "csv"):
        ask(f"format={name}", TOO_LARGE)
    print(json.dumps(found | {"peak": peak_megabytes()}))


def _boxes(height: float, width: float) -> Iterator[str]:
    """So many degrees over Europe, where the sky is fullest; each another one."""
    for number in range(BOXES):
        south = 46 + number / 100
        yield f"bbox={south:.2f},0,{south + height:.2f},{width}"


if __name__ == "__main__":
    main()
