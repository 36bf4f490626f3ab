"""The coasts of the world, as `make reference` took them from Natural Earth (`land.txt`)."""

from functools import cache
from importlib.resources import files


@cache
def path() -> str:
    """As SVG's `d`, ten units to a degree: x is east of Greenwich, y is south."""
    _source, path = files(__package__).joinpath("land.txt").read_text("utf-8").splitlines()
    return path
