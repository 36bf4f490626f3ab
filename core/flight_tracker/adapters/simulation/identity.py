"""Addresses, registrations and flight numbers, each given out once.

The n-th of each kind is spread over its range by a multiplicative step without common factor with
the range's size, so that few aircraft look as mixed as many do, and none is given out twice. Where
the first one lies depends on the country or the airline, so that they do not all look the same.
"""

from collections import Counter

from flight_tracker.adapters.simulation.countries import COUNTRIES, Country

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_ALPHABETS = {"@": LETTERS, "#": "0123456789", "%": "123456789"}

_PRIME = 15_485_863
"""The step for registrations: no pattern's number of combinations is a multiple of it."""

_NUMBERS = 2499
"""Odd flight numbers below 5,000; then a letter is appended. 1,543 is the step among them."""


class Identities:
    """What has been given out so far."""

    def __init__(self) -> None:
        self._addresses: Counter[str] = Counter()
        self._registrations: Counter[str] = Counter()
        self._flights: Counter[str] = Counter()

    def has_address(self, country: str) -> bool:
        return self._addresses[country] < COUNTRIES[country].addresses

    def address(self, country: str) -> str:
        """The next ICAO 24-bit address of the country's block. ValueError if all are taken."""
        block, number = COUNTRIES[country], self._addresses[country]
        if number >= block.addresses:
            raise ValueError(f"all {block.addresses} addresses of {block.name} are taken")
        self._addresses[country] += 1
        step = int(block.addresses * 0.618) | 1  # a block's size is a power of two
        place = (number * step + block.first_address * step // 4096) % block.addresses
        return f"{block.first_address + place:06x}"

    def registration(self, country: str) -> str:
        """The next registration, as a light aircraft sends it: without the dash."""
        number = self._registrations[country]
        self._registrations[country] += 1
        return fill(COUNTRIES[country], number)

    def flight_numbers(self, designator: str) -> tuple[str, str]:
        """Two callsigns: the odd number out, the even one back."""
        rounds, number = divmod(self._flights[designator], _NUMBERS)
        self._flights[designator] += 1
        odd = (number * 1543 + sum(designator.encode()) * 89) % _NUMBERS * 2 + 1
        suffix = LETTERS[rounds - 1] if rounds else ""
        return f"{designator}{odd}{suffix}", f"{designator}{odd + 1}{suffix}"


def fill(country: Country, number: int) -> str:
    """The country's registration with this number: `@` is a letter, `#` a digit, `%` one but 0."""
    sizes = [len(_ALPHABETS[mark]) for mark in country.registration if mark in _ALPHABETS]
    combinations = 1
    for size in sizes:
        combinations *= size
    rest = (number * _PRIME + country.first_address * 7919) % combinations
    text = ""
    for mark in reversed(country.registration):
        alphabet = _ALPHABETS.get(mark)
        if alphabet is not None:
            rest, place = divmod(rest, len(alphabet))
            mark = alphabet[place]
        text = mark + text
    return text
