"""Stands between the functions and the emulator, and lets a bucket fail as S3 does."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 60.0
SLOW_DOWN = b"<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message></Error>"
OURS = ("connection", "transfer-encoding", "content-length")


class Fault(NamedTuple):
    """Answer `status` after `delay` seconds; the request never arrives."""

    status: int
    delay: float = 0.0


class FaultyBucket:
    """`url` for the functions; `rule(method, path)` says which request fails, None: none does."""

    def __init__(self, url: str, emulator: str) -> None:
        self.url, self.emulator = url, emulator
        self._rule: Callable[[str, str], Fault | None] = lambda method, path: None
        self.faults = 0

    def fault(self, method: str, path: str) -> Fault | None:
        found = self._rule(method, path)
        self.faults += found is not None
        return found

    @contextmanager
    def failing(self, rule: Callable[[str, str], Fault | None]) -> Iterator[None]:
        """Inside, requests fail by `rule`; afterwards none does."""
        self._rule, self.faults = rule, 0
        try:
            yield
        finally:
            self._rule = lambda method, path: None


@contextmanager
def between(emulator: str) -> Iterator[FaultyBucket]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        host, port = server.server_address[:2]
        server.bucket = bucket = FaultyBucket(f"http://{host!s}:{port}", emulator)  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield bucket
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        bucket: FaultyBucket = self.server.bucket  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if fault := bucket.fault(self.command, self.path):
            time.sleep(fault.delay)
            self._answer(fault.status, [("Content-Type", "application/xml")], SLOW_DOWN)
            return
        connection = HTTPConnection(urlsplit(bucket.emulator).netloc, timeout=SECONDS)
        try:  # the Host stays as it was signed
            connection.request(self.command, self.path, body, dict(self.headers.items()))
            answer = connection.getresponse()
            self._answer(answer.status, answer.getheaders(), answer.read())
        finally:
            connection.close()

    def _answer(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        try:
            self.send_response_only(status)
            for name, value in headers:
                if name.lower() not in OURS:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)
        except OSError:  # a function that was ended does not wait for its answer
            self.close_connection = True

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass_on

    def log_message(self, format: str, *arguments: object) -> None:
        """Quiet."""
