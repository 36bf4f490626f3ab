"""`GET /flights/current` of 10,000 aircraft over HTTP: uncached, and not modified."""

import http.client
import os
import tempfile
import threading
import time
from typing import Any

import uvicorn

from bench.consume import event
from bench.figures import Figure, median_seconds
from local.functions import load


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """The least that an ASGI server can do."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def serve(app: Any) -> tuple[uvicorn.Server, http.client.HTTPConnection]:
    config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return server, http.client.HTTPConnection("127.0.0.1", port)


def ask(connection: http.client.HTTPConnection, **headers: str) -> http.client.HTTPResponse:
    connection.request("GET", "/flights/current", headers=headers)
    response = connection.getresponse()
    response.read()
    return response


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
            "KAFKA_LOG_ID": "bench",
            "OBJECT_STORE_URL": folder,
        }
        load("consume_batch").handler(event(0), None)
        api = load("api")
        empty_server, empty_connection = serve(empty)
        server, connection = serve(api.app)
        live_view = api.app.state.services.live_view

        def uncached() -> None:
            live_view.forget()
            assert ask(connection).status == 200

        etag = ask(connection).headers["ETag"] or ""

        def not_modified() -> None:
            assert ask(connection, **{"If-None-Match": etag}).status == 304

        yardstick = median_seconds(lambda: ask(empty_connection), 100)
        whole = median_seconds(uncached, 10)
        warm = median_seconds(lambda: ask(connection), 20)
        unchanged = median_seconds(not_modified, 100)
        for one in (connection, empty_connection):
            one.close()
        server.should_exit = empty_server.should_exit = True
    least = "an empty ASGI answer"
    return [
        Figure("API: world, nothing cached", whole * 1000, "ms", 120, least, whole / yardstick),
        Figure("API: world, sky in memory", warm * 1000, "ms", 120, least, warm / yardstick),
        Figure("API: not modified", unchanged * 1000, "ms", 3, least, unchanged / yardstick),
    ]
