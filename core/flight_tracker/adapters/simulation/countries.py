"""Countries of the simulation: the ICAO address block and what a registration looks like.

Names and blocks are those of the reference data. The patterns follow ICAO Annex 7 (nationality
marks).
"""

from typing import NamedTuple

from flight_tracker.reference.address_blocks import all_blocks


class Country(NamedTuple):
    """`registration` is a pattern for `identity.fill`, empty where no light aircraft is based.

    `light_traffic` says how much private flying there is compared with airline traffic.
    """

    name: str
    first_address: int
    addresses: int
    registration: str = ""
    light_traffic: float = 0.0


_LIGHT = {
    "AR": ("LV@@@", 0.5),
    "AT": ("OE@@@", 1),
    "AU": ("VH@@@", 1.5),
    "BE": ("OO@@@", 0.8),
    "BR": ("PT@@@", 0.8),
    "CA": ("C@@@@", 1.5),
    "CH": ("HB@@@", 1),
    "CL": ("CC@@@", 0.4),
    "CO": ("HK%###", 0.4),
    "CZ": ("OK@@@", 1),
    "DE": ("D@@@@", 1.2),
    "DK": ("OY@@@", 0.7),
    "ES": ("EC@@@", 0.6),
    "FI": ("OH@@@", 0.7),
    "FR": ("F@@@@", 1.2),
    "GB": ("G@@@@", 1.2),
    "GR": ("SX@@@", 0.3),
    "HU": ("HA@@@", 0.6),
    "ID": ("PK@@@", 0.2),
    "IE": ("EI@@@", 0.4),
    "IL": ("4X@@@", 0.4),
    "IN": ("VT@@@", 0.1),
    "IS": ("TF@@@", 0.8),
    "IT": ("I@@@@", 0.6),
    "JP": ("JA%###", 0.3),
    "KE": ("5Y@@@", 0.8),
    "KR": ("HL%###", 0.2),
    "MX": ("XB@@@", 0.6),
    "MY": ("9M@@@", 0.2),
    "NL": ("PH@@@", 0.8),
    "NO": ("LN@@@", 0.8),
    "NZ": ("ZK@@@", 1.5),
    "PE": ("OB%###", 0.3),
    "PH": ("RPC%###", 0.3),
    "PL": ("SP@@@", 1),
    "PT": ("CS@@@", 0.5),
    "RU": ("RA%####", 0.3),
    "SE": ("SE@@@", 1),
    "TH": ("HS@@@", 0.2),
    "TR": ("TC@@@", 0.1),
    "US": ("N%##@@", 2),
    "ZA": ("ZS@@@", 1.5),
}
"""Where light aircraft are based: their registrations, and how many there are."""

COUNTRIES = {
    block.country_code: Country(
        block.country, block.first, block.size, *_LIGHT.get(block.country_code, ())
    )
    for block in all_blocks()
}
"""By ISO 3166-1 alpha-2 code, as `airportsdata` names countries."""
