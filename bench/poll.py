"""`poll_opensky.handler`: 9,810 states fetched over HTTP, decoded, delivered to a broker."""

import json
import os
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bench.broker import broker
from bench.figures import Figure, median_seconds
from bench.sky import TIME, body
from local.functions import load

STATES = 9_810


class Api(BaseHTTPRequestHandler):
    """Answers the same sky with an ever later time."""

    answer = b""
    time = TIME

    def do_GET(self) -> None:
        Api.time += 10
        content = self.answer.replace(str(TIME).encode(), str(Api.time).encode(), 1)
        self.send_response(200)
        self.send_header("X-Rate-Limit-Remaining", "10000000")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def measure() -> list[Figure]:
    Api.answer = body(STATES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yardstick = median_seconds(lambda: json.loads(Api.answer))
    with broker() as address, tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "FLIGHT_SOURCE": "opensky",
            "OPENSKY_API_URL": f"http://127.0.0.1:{server.server_port}",
            "OPENSKY_DAILY_CREDITS": "10000000",
            "POLL_INTERVAL_SECONDS": "1",
            "KAFKA_BOOTSTRAP_SERVERS": address,
            "OBJECT_STORE_URL": folder,
        }
        handler = load("poll_opensky").handler

        def poll() -> None:
            assert handler({}, None)["published"] == STATES

        seconds = median_seconds(poll)
    server.shutdown()
    server.server_close()
    return [
        Figure(
            "poll: 9,810 states fetched, decoded, delivered",
            seconds,
            "s",
            0.6,
            "json.loads of the body",
            seconds / yardstick,
        )
    ]
