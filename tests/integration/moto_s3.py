"""S3 on loopback: moto's server."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto.server import ThreadedMotoServer


@contextmanager
def served(bucket: str) -> Iterator[str]:
    """A server with one empty bucket; its address."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        _one_at_a_time(server)
        host, port = server.get_host_and_port()
        url = f"http://{host}:{port}"
        client = boto3.client(
            "s3",
            endpoint_url=url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        client.create_bucket(Bucket=bucket)
        client.close()
        yield url
    finally:
        server.stop()


def _one_at_a_time(server: ThreadedMotoServer) -> None:
    """S3 compares and writes in one step; moto does so only if nobody comes in between."""
    assert server._server is not None
    app, lock = server._server.app, threading.Lock()

    def locked(*request: Any) -> Any:
        with lock:
            return app(*request)

    server._server.app = locked
