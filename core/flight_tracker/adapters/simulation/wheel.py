"""Weighted choice that gives the same answer in every process and every Python.

Of `random.Random` only `random()` is used: its sequence for a seed is promised not to change.
"""

import random
from bisect import bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Wheel(Generic[T]):
    """Items with weights; empty is allowed, and is false."""

    def __init__(self, items: Iterable[tuple[T, float]]) -> None:
        self._items: list[T] = []
        self._sums: list[float] = []
        total = 0.0
        for item, weight in items:
            if weight > 0:
                total += weight
                self._items.append(item)
                self._sums.append(total)

    def __bool__(self) -> bool:
        return bool(self._items)

    def draw(self, rng: random.Random) -> T:
        place = bisect_right(self._sums, rng.random() * self._sums[-1])
        return self._items[min(place, len(self._items) - 1)]


def between(rng: random.Random, low: float, high: float) -> float:
    return low + (high - low) * rng.random()
