"""Countries: OpenSky's name, the ICAO address block and what a registration looks like.

Sources: ICAO Annex 10, volume III, table 9-1 (blocks) and Annex 7 (nationality marks). Only the
countries that an airline of `airlines.py` or a light aircraft of the simulation belongs to.
"""

from typing import NamedTuple


class Country(NamedTuple):
    """`registration` is a pattern for `identity.fill`, empty where no light aircraft is based.

    `light_traffic` says how much private flying there is compared with airline traffic.
    """

    name: str
    first_address: int
    addresses: int
    registration: str = ""
    light_traffic: float = 0.0


COUNTRIES = {
    "AE": Country("United Arab Emirates", 0x896000, 0x1000),
    "AR": Country("Argentina", 0xE00000, 0x40000, "LV@@@", 0.5),
    "AT": Country("Austria", 0x440000, 0x8000, "OE@@@", 1),
    "AU": Country("Australia", 0x7C0000, 0x40000, "VH@@@", 1.5),
    "BE": Country("Belgium", 0x448000, 0x8000, "OO@@@", 0.8),
    "BR": Country("Brazil", 0xE40000, 0x40000, "PT@@@", 0.8),
    "CA": Country("Canada", 0xC00000, 0x40000, "C@@@@", 1.5),
    "CH": Country("Switzerland", 0x4B0000, 0x8000, "HB@@@", 1),
    "CL": Country("Chile", 0xE80000, 0x1000, "CC@@@", 0.4),
    "CN": Country("China", 0x780000, 0x40000),
    "CO": Country("Colombia", 0x0AC000, 0x1000, "HK%###", 0.4),
    "CZ": Country("Czech Republic", 0x498000, 0x8000, "OK@@@", 1),
    "DE": Country("Germany", 0x3C0000, 0x40000, "D@@@@", 1.2),
    "DK": Country("Denmark", 0x458000, 0x8000, "OY@@@", 0.7),
    "EG": Country("Egypt", 0x010000, 0x8000),
    "ES": Country("Spain", 0x340000, 0x40000, "EC@@@", 0.6),
    "ET": Country("Ethiopia", 0x040000, 0x1000),
    "FI": Country("Finland", 0x460000, 0x8000, "OH@@@", 0.7),
    "FR": Country("France", 0x380000, 0x40000, "F@@@@", 1.2),
    "GB": Country("United Kingdom", 0x400000, 0x40000, "G@@@@", 1.2),
    "GR": Country("Greece", 0x468000, 0x8000, "SX@@@", 0.3),
    "HU": Country("Hungary", 0x470000, 0x8000, "HA@@@", 0.6),
    "ID": Country("Indonesia", 0x8A0000, 0x8000, "PK@@@", 0.2),
    "IE": Country("Ireland", 0x4CA000, 0x1000, "EI@@@", 0.4),
    "IL": Country("Israel", 0x738000, 0x8000, "4X@@@", 0.4),
    "IN": Country("India", 0x800000, 0x40000, "VT@@@", 0.1),
    "IS": Country("Iceland", 0x4CC000, 0x1000, "TF@@@", 0.8),
    "IT": Country("Italy", 0x300000, 0x40000, "I@@@@", 0.6),
    "JP": Country("Japan", 0x840000, 0x40000, "JA%###", 0.3),
    "KE": Country("Kenya", 0x04C000, 0x1000, "5Y@@@", 0.8),
    "KR": Country("Republic of Korea", 0x718000, 0x8000, "HL%###", 0.2),
    "LU": Country("Luxembourg", 0x4D0000, 0x400),
    "LV": Country("Latvia", 0x502C00, 0x400),
    "MA": Country("Morocco", 0x020000, 0x8000),
    "MX": Country("Mexico", 0x0D0000, 0x8000, "XB@@@", 0.6),
    "MY": Country("Malaysia", 0x750000, 0x8000, "9M@@@", 0.2),
    "NL": Country("Kingdom of the Netherlands", 0x480000, 0x8000, "PH@@@", 0.8),
    "NO": Country("Norway", 0x478000, 0x8000, "LN@@@", 0.8),
    "NZ": Country("New Zealand", 0xC80000, 0x8000, "ZK@@@", 1.5),
    "PA": Country("Panama", 0x0C2000, 0x1000),
    "PE": Country("Peru", 0xE8C000, 0x1000, "OB%###", 0.3),
    "PH": Country("Philippines", 0x758000, 0x8000, "RPC%###", 0.3),
    "PL": Country("Poland", 0x488000, 0x8000, "SP@@@", 1),
    "PT": Country("Portugal", 0x490000, 0x8000, "CS@@@", 0.5),
    "QA": Country("Qatar", 0x06A000, 0x400),
    "RU": Country("Russian Federation", 0x100000, 0x100000, "RA%####", 0.3),
    "SA": Country("Saudi Arabia", 0x710000, 0x8000),
    "SE": Country("Sweden", 0x4A8000, 0x8000, "SE@@@", 1),
    "SG": Country("Singapore", 0x768000, 0x8000),
    "TH": Country("Thailand", 0x880000, 0x8000, "HS@@@", 0.2),
    "TR": Country("Turkey", 0x4B8000, 0x8000, "TC@@@", 0.1),
    "TW": Country("Taiwan", 0x899000, 0x400),
    "US": Country("United States", 0xA00000, 0x100000, "N%##@@", 2),
    "VN": Country("Viet Nam", 0x888000, 0x8000),
    "ZA": Country("South Africa", 0x008000, 0x8000, "ZS@@@", 1.5),
}
"""By ISO 3166 alpha-2 code, as `airportsdata` names countries."""
