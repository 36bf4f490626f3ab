"""States of registry by what people call them.

Source: ISO 3166-1 (codes), and common other names, in `countries.tsv`; the names of ICAO and
OpenSky stand in `address_blocks.tsv`.
"""

from functools import cache, lru_cache
from importlib import resources

from flight_tracker.reference.address_blocks import all_blocks
from flight_tracker.reference.folding import folded


@lru_cache(4096)
def code_of(text: str) -> str | None:
    """ISO 3166-1 alpha-2, from a name or a code of two or three letters; None if it is none."""
    return _codes().get(folded(text))


@cache
def _codes() -> dict[str, str]:
    """By every folded name and code."""
    table = resources.files(__package__).joinpath("countries.tsv").read_text("utf-8")
    found = {folded(block.country): block.country_code for block in all_blocks()}
    for line in table.splitlines()[1:]:
        code, alpha_3, aliases = line.split("\t")
        found |= {folded(name): code for name in (code, alpha_3, *aliases.split(";"))}
    del found[""]  # of those without another name
    return found
