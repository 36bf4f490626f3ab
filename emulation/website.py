"""`python -m emulation.website API_URL`: the page, and the API under /api, as CloudFront has them.

`/api/*` goes to the API as it came, with what matters of its headers; everything else is a file of
`frontend/dist`. Ends with SIGTERM or the end of its input.
"""

import argparse
import os
import threading
from functools import partial
from http.client import HTTPConnection, HTTPException
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from local import service

DASHBOARD = Path(__file__).resolve().parents[1] / "frontend" / "dist"
API_SECONDS = 30.0
"""What API Gateway waits."""

FORWARDED = ("accept", "accept-encoding", "content-type", "if-none-match", "x-api-key")
NOT_OURS = ("connection", "content-length", "date", "keep-alive", "server", "transfer-encoding")
"""Headers of one connection, and those that this server writes itself."""


class Handler(SimpleHTTPRequestHandler):
    """`api` is where it answers; `through` is the host and port to connect to."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, api: str, through: str, **options: object) -> None:
        self._host, self._through = urlsplit(api).netloc, urlsplit(through or api).netloc
        self._prefix = urlsplit(api).path.rstrip("/")
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        if self.path.startswith("/api/"):
            self._forward()
        else:
            super().do_GET()

    def do_POST(self) -> None:
        if self.path.startswith("/api/"):
            self._forward()
        else:
            self.send_error(405)

    def _forward(self) -> None:
        length = int(self.headers.get("content-length", 0))
        body = self.rfile.read(length) if length else None
        headers = {name: value for name in FORWARDED if (value := self.headers.get(name))}
        # Gateways are told apart by host name, which not every machine can look up.
        connection = HTTPConnection(self._through, timeout=API_SECONDS)
        try:
            path = self._prefix + self.path
            connection.request(self.command, path, body, headers | {"Host": self._host})
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, HTTPException) as error:
            self.send_error(502, "The API does not answer", str(error))
            return
        finally:
            connection.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in NOT_OURS:
                self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Requests are not logged: the emulator does that."""


def main(api: str, through: str, address: tuple[str, int], stop: threading.Event) -> None:
    """Serve until `stop`. `through`: connect there instead of looking up the API's host."""
    handler = partial(Handler, api=api, through=through, directory=str(DASHBOARD))
    with ThreadingHTTPServer(address, handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        stop.wait()
        server.shutdown()
        thread.join()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("api", help="URL of the deployed API")
    parser.add_argument("--through", default="", help="URL of the emulator, to connect to")
    arguments = parser.parse_args()
    bound = os.environ.get("BIND_ADDRESS", "127.0.0.1"), int(os.environ["DASHBOARD_PORT"])
    service.run(lambda stop: main(arguments.api, arguments.through, bound, stop))
