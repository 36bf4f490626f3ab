"""The registration that an ICAO 24-bit address encodes, where the state numbers systematically.

Sources: the United States' scheme is the FAA's (14 CFR 47.15: N, then one to five characters,
digits first, at most two letters without I and O), counted up from a00001. The other schemes are
published by nobody; they were worked out by the readsb and dump1090 projects
(`registrations.js`), and only those stand here that known aircraft confirm:
`docs/reference-data.md` has the counts. A state may give single addresses otherwise.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_N_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_N_FIRST = 0xA00001
_N_SIZES = (101_711, 10_111, 951, 35, 1)
"""How many N-numbers share the first digit, the first two, and so on to five."""

_N_SUFFIXES = (601, 601, 601, 25)
"""How many letter suffixes may follow so many digits: none, A, AA … AZ, B …; after four, one."""

_N_COUNT = 9 * _N_SIZES[0]
_N_NUMBER = re.compile("N([1-9][0-9]{0,4})([A-HJ-NP-Z]{0,2})")


class _Letters(NamedTuple):
    """Three letters after a prefix: `start` is the address of the suffix `first`; `strides` are the
    addresses from one first letter to the next, and from one second letter to the next."""

    prefix: str
    start: int
    strides: tuple[int, int]
    first: str = "AAA"
    last: str = "ZZZ"

    def offset(self, suffix: str) -> int:
        places = [_ALPHABET.index(letter) for letter in suffix]
        return places[0] * self.strides[0] + places[1] * self.strides[1] + places[2]

    def address(self, suffix: str) -> int:
        return self.start - self.offset(self.first) + self.offset(suffix)

    def suffix(self, address: int) -> str | None:
        """None of addresses that no suffix has; `address` must not lie before `start`."""
        if address > self.address(self.last):
            return None
        one, rest = divmod(address - self.start + self.offset(self.first), self.strides[0])
        two, three = divmod(rest, self.strides[1])
        if max(one, two, three) >= len(_ALPHABET):
            return None
        return _ALPHABET[one] + _ALPHABET[two] + _ALPHABET[three]


_RA_FIRST, _RA_COUNT = 0x140000, 100_000
"""RA-00000 and what follows."""

_DENSE, _BITS = (26 * 26, 26), (1024, 32)
_SCHEMES = (
    _Letters("F-G", 0x390000, _BITS),
    _Letters("F-H", 0x398000, _BITS),
    _Letters("D-A", 0x3C0001, _DENSE, first="PAA"),
    _Letters("D-A", 0x3C4421, _BITS, last="OZZ"),
    _Letters("D-C", 0x3CC000, _DENSE),
    _Letters("D-E", 0x3D04A8, _DENSE),
    _Letters("D-F", 0x3D4950, _DENSE),
    _Letters("D-G", 0x3D8DF8, _DENSE),
    _Letters("D-H", 0x3DD2A0, _DENSE),
    _Letters("D-I", 0x3E1748, _DENSE),
    _Letters("OO-", 0x448421, _BITS),
    _Letters("OY-", 0x458421, _BITS),
    _Letters("OH-", 0x460000, _DENSE),
    _Letters("SX-", 0x468421, _BITS),
    _Letters("CS-", 0x490421, _BITS),
    _Letters("YR-", 0x4A0421, _BITS),
    _Letters("TC-", 0x4B8421, _BITS),
    _Letters("JY-", 0x740421, _BITS),
    _Letters("C-F", 0xC00001, _DENSE),
    _Letters("C-G", 0xC044A9, _DENSE),
    _Letters("LV-", 0xE01041, (4096, 64)),
)
"""In the order of their addresses, which do not overlap."""

_STARTS = tuple(scheme.start for scheme in _SCHEMES)


def registration_of(icao24: str) -> str | None:
    """The registration with its hyphen; None where the address does not tell.

    ValueError for text that is no address; those marked `~` have none.
    """
    if icao24.startswith("~"):
        return None
    address = int(icao24, 16)
    if 0 <= address - _N_FIRST < _N_COUNT:
        return _n_number(address - _N_FIRST)
    if 0 <= address - _RA_FIRST < _RA_COUNT:
        return f"RA-{address - _RA_FIRST:05}"
    place = bisect_right(_STARTS, address) - 1
    if place < 0:
        return None
    suffix = _SCHEMES[place].suffix(address)
    return _SCHEMES[place].prefix + suffix if suffix else None


def address_of(registration: str) -> str | None:
    """The ICAO 24-bit address, six hex digits, of a registration; None without a scheme."""
    if (offset := _n_offset(registration)) is not None:
        return f"{_N_FIRST + offset:06x}"
    if re.fullmatch("RA-[0-9]{5}", registration):
        return f"{_RA_FIRST + int(registration[3:]):06x}"
    prefix, suffix = registration[:3], registration[3:]
    if not re.fullmatch("[A-Z]{3}", suffix):
        return None
    for scheme in _SCHEMES:
        if scheme.prefix == prefix and scheme.first <= suffix <= scheme.last:
            return f"{scheme.address(suffix):06x}"
    return None


def _n_number(offset: int) -> str:
    """The N-number with so many before it."""
    digits = "N"
    for size, suffixes in zip(_N_SIZES, _N_SUFFIXES, strict=False):
        digit, offset = divmod(offset, size)
        digits += str(digit + 1 if digits == "N" else digit)
        if offset < suffixes:
            return digits + _n_suffix(offset, pairs=size > 35)
        offset -= suffixes
    return digits + str(offset)


def _n_suffix(index: int, *, pairs: bool) -> str:
    """The suffix with so many before it; after four digits there are no pairs of letters."""
    if index == 0:
        return ""
    one, two = divmod(index - 1, 25) if pairs else (index - 1, 0)
    return _N_LETTERS[one] + (_N_LETTERS[two - 1] if two else "")


def _n_offset(registration: str) -> int | None:
    """How many N-numbers come before; None if it is none."""
    found = _N_NUMBER.fullmatch(registration)
    if found is None or len(registration) > 6:
        return None
    digits, letters = found[1], found[2]
    offset = sum(int(digit) * size for digit, size in zip(digits, _N_SIZES, strict=False))
    offset += sum(_N_SUFFIXES[: len(digits) - 1]) - _N_SIZES[0]
    if letters:
        offset += 1 + _N_LETTERS.index(letters[0]) * (25 if len(digits) < 4 else 1)
    return offset + (1 + _N_LETTERS.index(letters[1]) if len(letters) == 2 else 0)
