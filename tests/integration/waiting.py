"""Waiting with an end."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def eventually(condition: Callable[[], object], seconds: float = 10.0) -> None:
    """Wait until the condition holds; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not within {seconds:g} s"
        time.sleep(0.01)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """What is inside must not take longer."""
    started = time.monotonic()
    yield
    took = time.monotonic() - started
    assert took < seconds, f"{took:.2f} s instead of at most {seconds:g} s"
