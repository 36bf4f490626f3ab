"""The API over HTTP with 10,000 aircraft: bytes of each format, times, requests a second.

One worker and its clients share the machine: 16 connections are kept alive by one thread, which
writes to all of them before it reads, so that the client costs as little as it can.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any

import uvicorn

from bench.consume import STATES, event
from bench.figures import Figure, median_seconds
from bench.sky import states
from local.bounded_http import BoundedHttp
from local.functions import load

CONNECTIONS = 16
ROUNDS = 60
LEAST = "an empty ASGI answer"
BODY = "json.loads of the same body"
WORLD = "/flights/current"
BOX = "?bbox=46,0,50,10"


async def empty(scope: Any, receive: Any, send: Any) -> None:
    """The least that an ASGI server can do."""
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


def serve(app: Any) -> tuple[uvicorn.Server, http.client.HTTPConnection]:
    config = uvicorn.Config(
        app, port=0, http=BoundedHttp, lifespan="off", log_config=None, access_log=False
    )
    server = uvicorn.Server(config)
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    return server, http.client.HTTPConnection("127.0.0.1", port)


def ask(
    connection: http.client.HTTPConnection, path: str = WORLD, **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    return response, response.read()


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
        yardstick = median_seconds(lambda: ask(empty_connection), 100)
        figures = _bytes(connection) + _times(connection, api.app.state.services, yardstick)
        with _in_a_process("__import__('bench.api').api.empty", folder) as alone:
            least, _ = _rate(alone, lambda: "/", "")
        with _in_a_process(
            "__import__('local.functions').functions.load('api').app", folder
        ) as alone:
            figures += _rates(alone, least)
        for one in (connection, empty_connection):
            one.close()
        server.should_exit = empty_server.should_exit = True
    return figures


def _bytes(connection: http.client.HTTPConnection) -> list[Figure]:
    packed = {"Accept-Encoding": "gzip"}
    goals = {"json": 40, "geojson": 60, "csv": 40, "arrow": 20}
    figures = [
        Figure(
            f"API: world as {name}, gzip, an aircraft",
            len(ask(connection, f"{WORLD}?format={name}", **packed)[1]) / STATES,
            "B",
            goal,
        )
        for name, goal in goals.items()
    ]
    version = _version(ask(connection, f"{WORLD}?format=arrow")[1])
    known = ask(connection, f"{WORLD}?format=arrow&known={version}", **packed)[1]
    name = "API: world as arrow, identities known, gzip, an aircraft"
    return [*figures, Figure(name, len(known) / STATES, "B", 14)]


def _version(body: bytes) -> str:
    import io

    from arro3.io import read_ipc_stream

    return str(read_ipc_stream(io.BytesIO(body)).schema.metadata[b"version"].decode())


def _times(connection: http.client.HTTPConnection, services: Any, yardstick: float) -> list[Figure]:
    def forgotten() -> None:
        services.answers.__init__()

    def nothing_cached() -> None:
        forgotten()
        services.live_view.forget()
        ask(connection)

    def made(path: str) -> Callable[[], None]:
        def action() -> None:
            forgotten()
            ask(connection, path)

        return action

    whole = median_seconds(nothing_cached, 10)
    figures = [
        Figure("API: world, nothing cached", whole * 1000, "ms", 120, LEAST, whole / yardstick)
    ]
    for what, query, goal in (
        ("world as json, bytes made anew", "", 60),
        ("world as arrow, bytes made anew", "?format=arrow", 120),
        ("world as csv, bytes made anew", "?format=csv", 200),
        ("box of 4 x 10 degrees, made anew", BOX, 10),
    ):
        seconds = median_seconds(made(WORLD + query), 7)
        figures.append(
            Figure(f"API: {what}", seconds * 1000, "ms", goal, LEAST, seconds / yardstick)
        )
    body = ask(connection)[1]
    parse = median_seconds(lambda: json.loads(body), 5)
    for what, query in (("world as json", ""), ("world as arrow", "?format=arrow")):
        seconds = median_seconds(lambda query=query: ask(connection, WORLD + query), 20)  # type: ignore[misc]
        figures.append(
            Figure(f"API: {what}, cached", seconds * 1000, "ms", 20, BODY, seconds / parse)
        )
    return figures


@contextmanager
def _in_a_process(app: str, folder: str) -> Iterator[int]:
    """An application in a worker of its own, as it is in production; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    code = (
        f"import uvicorn; from local.bounded_http import BoundedHttp; uvicorn.run({app},"
        f"port={port}, http=BoundedHttp, lifespan='off', log_config=None, access_log=False)"
    )
    environ = {**os.environ, "OBJECT_STORE_URL": folder}
    with subprocess.Popen([sys.executable, "-c", code], env=environ) as worker:
        try:
            _wait(port)
            yield port
        finally:
            worker.terminate()


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            if ask(connection)[0].status in (200, 204):
                return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("the API was not ready within 30 s")


def _rates(port: int, least: float) -> list[Figure]:
    tag = ask(http.client.HTTPConnection("127.0.0.1", port))[0].headers["ETag"] or ""
    ours = [state.icao24 for state in states(STATES)]
    addresses = iter(ours[::7] * 100)
    boxes = iter(f"?bbox={40 + n / 1e4:.4f},0,{44 + n / 1e4:.4f},10" for n in range(100_000))
    questions: list[tuple[str, float, Callable[[], str], str]] = [
        ("not modified", 3_000, lambda: WORLD, f"If-None-Match: {tag}\r\n"),
        ("one aircraft, each another", 2_000, lambda: f"/flights/{next(addresses)}", ""),
        ("one box of 4 x 10 degrees", 1_500, lambda: WORLD + BOX, ""),
        ("boxes of 4 x 10 degrees, each another", 1_500, lambda: WORLD + next(boxes), ""),
        ("world as json, gzip", 1_500, lambda: WORLD, "Accept-Encoding: gzip\r\n"),
        (
            "world as arrow, gzip",
            1_500,
            lambda: f"{WORLD}?format=arrow",
            "Accept-Encoding: gzip\r\n",
        ),
    ]
    figures = []
    for what, goal, path, headers in questions:
        rate, p99 = _rate(port, path, headers)
        figures.append(
            Figure(f"API: {what}, 16 connections", rate, "1/s", goal, LEAST, least / rate)
        )
        figures.append(Figure(f"API: {what}, 99th percentile", p99 * 1000, "ms", 20))
    return figures


def _rate(port: int, path: Callable[[], str], headers: str) -> tuple[float, float]:
    """Requests a second, the median of 5, and the 99th percentile of one request's seconds."""
    sockets = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    rates, waits = [], []
    for _ in range(5):
        started = time.perf_counter()
        for _ in range(ROUNDS):
            waits += _round(sockets, path, headers)
        rates.append(ROUNDS * CONNECTIONS / (time.perf_counter() - started))
    for one in sockets:
        one.close()
    return median(rates), quantiles(waits, n=100)[98]


def _round(sockets: list[socket.socket], path: Callable[[], str], headers: str) -> list[float]:
    sent = []
    for one in sockets:
        request = f"GET {path()} HTTP/1.1\r\nHost: bench\r\n{headers}\r\n"
        one.sendall(request.encode())
        sent.append(time.perf_counter())
    waits = []
    for one, at in zip(sockets, sent, strict=True):
        _read(one)
        waits.append(time.perf_counter() - at)
    return waits


def _read(one: socket.socket) -> None:
    """One answer, whole, without looking at it."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _more(one)
    head = data[:end].lower()
    status = int(head[9:12])
    assert status in (200, 204, 304), data[:300]
    if status != 200:
        return
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    left = length - (len(data) - end - 4)
    while left > 0:
        left -= len(_more(one))


def _more(one: socket.socket) -> bytes:
    part = one.recv(1 << 20)
    if not part:
        raise SystemExit("the API closed a connection")
    return part
