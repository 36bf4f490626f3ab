"""A real HTTP server on loopback that answers as it is told and remembers what it was asked."""

import contextlib
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

LONGEST_WAIT = 8.0
"""Seconds after which even a server that was told to be slow goes on."""


class Asked(NamedTuple):
    """A request as it arrived. `target` is whole where the server was used as a proxy."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.body.decode())


class Answer(NamedTuple):
    """What to answer. The rest says how badly: seconds before the headers and before each byte of
    the body (`every`), of each byte of the headers, and a Content-Length that may be a lie."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = {}
    before: float = 0.0
    every: float = 0.0
    every_header_byte: float = 0.0
    content_length: int | None = None


class ScriptedServer:
    """Each path answers with its list, one after the other; the last answer stays."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}
        self._over = threading.Event()

    def on(self, path: str, *answers: Answer) -> None:
        self._answers[path] = list(answers)

    def asked_for(self, path: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.path == path]

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        script = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                asked = Asked(self.command, self.path, self.headers, self.rfile.read(length))
                script.asked.append(asked)
                with contextlib.suppress(OSError):  # the client has gone, as it should
                    script._send(self, script._next(asked.path))
                self.close_connection = True

            do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                pass

        return Handler

    def _next(self, path: str) -> Answer:
        answers = self._answers.get(path, [Answer(404)])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def _send(self, handler: BaseHTTPRequestHandler, answer: Answer) -> None:
        length = len(answer.body) if answer.content_length is None else answer.content_length
        lines = [f"HTTP/1.1 {answer.status} Scripted", f"Content-Length: {length}"]
        lines += [f"{name}: {value}" for name, value in answer.headers.items()]
        head = "\r\n".join([*lines, "Connection: close", "", ""]).encode()
        self._over.wait(min(answer.before, LONGEST_WAIT))
        for part in self._paced(head, answer.every_header_byte):
            handler.wfile.write(part)
        for part in self._paced(answer.body, answer.every):
            handler.wfile.write(part)

    def _paced(self, content: bytes, every: float) -> Iterator[bytes]:
        """The content at once, or a byte now and then until the test is over."""
        if not every:
            yield content
            return
        for byte in content:
            if self._over.wait(every):
                return
            yield bytes([byte])
