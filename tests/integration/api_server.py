"""The API behind a real socket."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from local.bounded_http import BoundedHttp
from tests.integration.waiting import eventually


@contextmanager
def serving(app: Any, http: Any = BoundedHttp, **options: Any) -> Iterator[int]:
    """uvicorn on a free port of the loopback, until the end of the block."""
    config = uvicorn.Config(
        app,
        "127.0.0.1",
        0,
        http=http,
        lifespan="off",
        log_config=None,
        access_log=False,
        **options,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        eventually(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(10)
