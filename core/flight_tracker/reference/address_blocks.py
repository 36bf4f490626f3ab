"""The state of registry of an aircraft, from its ICAO 24-bit address.

Source: ICAO Annex 10, volume III, part I, chapter 9, table 9-1, in `address_blocks.tsv`. Countries
are spelt as OpenSky's `origin_country`.
"""

from bisect import bisect_right
from functools import cache
from importlib import resources

import msgspec

_MILITARY = (
    (0x0A4000, 0x0A4FFF),  # Algeria
    (0x33FF00, 0x33FFFF),  # Italy
    (0x350000, 0x3503FF),  # Spain
    (0x3AA000, 0x3AFFFF),  # France
    (0x3B7000, 0x3BFFFF),
    (0x3EA000, 0x3EBFFF),  # Germany
    (0x3F4000, 0x3FBFFF),
    (0x43C000, 0x43CFFF),  # United Kingdom
    (0x444000, 0x446FFF),  # Austria
    (0x44F000, 0x44FFFF),  # Belgium
    (0x457000, 0x457FFF),  # Bulgaria
    (0x45F400, 0x45F4FF),  # Denmark
    (0x468000, 0x4683FF),  # Greece
    (0x478100, 0x4781FF),  # Norway
    (0x480000, 0x480FFF),  # Kingdom of the Netherlands
    (0x497C00, 0x497CFF),  # Portugal
    (0x4B7000, 0x4B7FFF),  # Switzerland
    (0x4B8200, 0x4B82FF),  # Turkey
    (0x506F00, 0x506FFF),  # Slovenia
    (0x738A00, 0x738AFF),  # Israel
    (0x800200, 0x8002FF),  # India
    (0xADF800, 0xAFFFFF),  # United States: what no N-number maps to
    (0xC20000, 0xC3FFFF),  # Canada
    (0xE40000, 0xE41FFF),  # Brazil
    (0xE80600, 0xE806FF),  # Chile
)
"""First and last address, in order. No state publishes these: spotters found them, and only those
stand here that nobody doubts. Military aircraft have addresses outside of them, too."""


class AddressBlock(msgspec.Struct, frozen=True, gc=False):
    """Addresses from `first` to `last`, both included; `country_code` by ISO 3166-1 alpha-2."""

    first: int
    last: int
    country_code: str
    country: str

    @property
    def size(self) -> int:
        return self.last - self.first + 1


@cache
def all_blocks() -> tuple[AddressBlock, ...]:
    """In the order of their addresses; each state has one, and they do not overlap."""
    table = resources.files(__package__).joinpath("address_blocks.tsv").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines()[1:])
    return tuple(AddressBlock(int(row[0], 16), int(row[1], 16), row[2], row[3]) for row in rows)


def block_of(icao24: str) -> AddressBlock | None:
    """The block of an address in six hex digits; None of addresses that no state was given.

    Those marked `~` are no ICAO addresses and belong to no state. ValueError for other text.
    """
    if icao24.startswith("~"):
        return None
    address, blocks = int(icao24, 16), all_blocks()
    place = bisect_right(_firsts(), address) - 1
    return blocks[place] if place >= 0 and address <= blocks[place].last else None


def is_military(icao24: str) -> bool:
    """Whether the address lies in a range known to be military; False proves nothing."""
    if icao24.startswith("~"):
        return False
    address = int(icao24, 16)
    place = bisect_right(_MILITARY, (address, 0xFFFFFF)) - 1
    return place >= 0 and address <= _MILITARY[place][1]


@cache
def _firsts() -> tuple[int, ...]:
    return tuple(block.first for block in all_blocks())
