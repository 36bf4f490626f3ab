"""A thousand clients behind a caching proxy, nginx as the CDN's stand-in: the API hears of few."""

import http.client
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.local_run import free_port
from tests.integration.api_server import serving
from tests.integration.api_stage import Stage, place
from tests.integration.waiting import eventually
from tests.skies import TIME

NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
CLIENTS, THREADS = 1000, 16
MOST = 2
"""Questions that the API gets for each snapshot and format."""

CONFIGURATION = """
daemon off; master_process off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    proxy_cache_path {folder}/cache keys_zone=api:1m;
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://127.0.0.1:{origin};
            proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_cache api; proxy_cache_lock on; proxy_cache_revalidate on;
            proxy_cache_use_stale updating; proxy_cache_background_update on;
        }}
    }}
}}
"""


class Counted:
    """The application, and how often each format of the sky was asked of it."""

    def __init__(self, app: Any) -> None:
        self._app, self.asked = app, {"json": 0, "arrow": 0}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.asked["arrow" if b"arrow" in scope["query_string"] else "json"] += 1
        await self._app(scope, receive, send)


@contextmanager
def cached(origin: int, folder: Path) -> Iterator[int]:
    assert NGINX is not None
    port = free_port()
    file = folder / "nginx.conf"
    file.write_text(CONFIGURATION.format(folder=folder, port=port, origin=origin))
    with subprocess.Popen([NGINX, "-e", f"{folder}/error.log", "-c", str(file)]) as process:
        try:
            eventually(lambda: _answers(port))
            yield port
        finally:
            process.terminate()


def _answers(port: int) -> bool:
    try:
        return get(port, "/nothing")[0] == 404
    except OSError:
        return False


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_a_thousand_clients_are_two_questions_for_each_snapshot_and_format(tmp_path: Path) -> None:
    stage = Stage()
    app = Counted(stage.app)
    with serving(app) as origin, cached(origin, tmp_path) as port:
        for number in range(3):
            stage.show(place("00000a", 1 + number, 1, snapshot_time=TIME + 30 * number))
            stage.note(next_poll_at=time.time())  # good for two seconds
            before = dict(app.asked)
            for path in ("/flights/current", "/flights/current?format=arrow"):
                with ThreadPoolExecutor(THREADS) as pool:
                    answers = pool.map(lambda _, path=path: get(port, path), range(CLIENTS))
                    assert {status for status, _ in answers} == {200}
            asked = {name: count - before[name] for name, count in app.asked.items()}
            assert all(count <= MOST for count in asked.values()), asked
            threading.Event().wait(2.2)
