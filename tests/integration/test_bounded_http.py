"""The local server's bound on what is no body: a client cannot fill its memory with headers."""

import socket
from collections.abc import Iterator

import pytest
from starlette.types import Receive, Scope, Send

from local.bounded_http import MOST_HEAD_BYTES
from tests.integration.api_server import serving

MUCH = 3 * MOST_HEAD_BYTES


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    length = str(len(body)).encode()
    headers = [(b"content-length", str(len(length)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": length})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving(echo) as port:
        yield port


def answer(port: int, *parts: bytes) -> bytes:
    """All that comes until the server closes the connection or has answered."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=3) as connection:
        try:
            for part in parts:
                connection.sendall(part)
            while not received.endswith((b"\r\n\r\n", str(MUCH).encode())):
                received += connection.recv(4096) or b"\r\n\r\n"
        except ConnectionError:  # refused while we were still sending
            return received or b"reset"
    return received


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"


@pytest.mark.parametrize(
    "endless",
    [
        b"X: " + b"a" * MUCH,
        b"X: y\r\n" * (MUCH // 6),
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X: y\r\n" * (MUCH // 6),
        b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * MUCH,
    ],
    ids=["one header", "many headers", "trailers", "a chunk's extension"],
)
def test_what_never_ends_is_refused(port: int, endless: bytes) -> None:
    assert answer(port, HEAD, endless).startswith((b"HTTP/1.1 431", b"HTTP/1.1 400", b"reset"))


@pytest.mark.parametrize(
    ("size", "status"), [(MOST_HEAD_BYTES - 200, b"200"), (MOST_HEAD_BYTES + 1, b"431")]
)
@pytest.mark.parametrize("kind", ["header", "address"])
def test_a_head_that_comes_at_once_is_bounded_too(
    port: int, size: int, status: bytes, kind: str
) -> None:
    long = b"a" * size
    head = b"GET /" + long + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    if kind == "header":
        head = b"GET / HTTP/1.1\r\nConnection: close\r\nX: " + long + b"\r\n\r\n"
    assert answer(port, head).startswith(b"HTTP/1.1 " + status)


def test_a_small_head_with_a_large_body_in_one_read_is_no_large_head(port: int) -> None:
    whole = HEAD + b"Content-Length: %d\r\n\r\n" % MUCH + b"a" * MUCH
    assert answer(port, whole).endswith(str(MUCH).encode())


def test_a_long_body_is_no_head(port: int) -> None:
    length = b"Content-Length: %d\r\n\r\n" % MUCH
    assert answer(port, HEAD, length, b"a" * MUCH).endswith(str(MUCH).encode())


def test_a_body_in_small_chunks_is_no_head(port: int) -> None:
    chunks = (b"1\r\na\r\n" * MUCH) + b"0\r\n\r\n"
    coding = b"Transfer-Encoding: chunked\r\n\r\n"
    assert answer(port, HEAD, coding, chunks).endswith(str(MUCH).encode())
