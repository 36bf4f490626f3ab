"""Airports by what people type: codes, names, cities, in more than one language."""

from collections.abc import Iterator
from functools import cache
from heapq import nsmallest
from typing import NamedTuple

from flight_tracker.reference.airports import Airport, all_airports
from flight_tracker.reference.folding import folded

HUBS = """
KATL OMDB KDFW EGLL RJTT KDEN LTFM KLAX KORD VIDP LFPG KJFK ZGGG EHAM LEMD EDDF KCLT KLAS KMCO
RKSI WSSS KMIA ZSPD KPHX VTBS ZBAA KSEA KSFO VABB LEBL KEWR KIAH WIII MMMX WMKK CYYZ EGKK SKBO SBGR
OTHH ZGSZ ZUTF ZUCK KBOS EDDM LIRF LTAI LTFJ OEJN RPLL KMSP KFLL KLGA KDTW VHHH RJAA KPHL YSSY YMML
KSLC LFPO LPPT EIDW LSZH LOWW EKCH LGAV EGCC LEPA EGSS ENGM LIMC EBBR ESSA EDDL EDDB UUEE UUWW UUDD
ULLI EFHK KSJC LIML EPWA LKPR LHBP LROP LSGG LEMG LEAL LFMN LFLL EDDH EDDK EDDS EGPH EGGW EGLC EGBB
LPPR LIME LIRN LIPZ OERK OMAA HECA LLBG FAOR FACT HKJK HAAB DNMM GMMN KIAD KDCA KBWI KSAN KTPA KMDW
KPDX PHNL KAUS KBNA KSTL KDAL KHOU CYVR CYUL CYYC MMUN SPJC SCEL SAEZ SABE SBGL SBSP YBBN YPPH NZAA
RJBB RJOO RJFF RJCC RKPC RKSS RCTP VOBL VOHS VOMM VECC VVNB VVTS VTBD VTSP WADD ZSSS ZPPP ZLXY ZSHC
ZBAD OPKC OPLA VGHS VCBI VNKT BIKF
"""
"""The busiest airports of the world and of its regions, about in the order of their passengers: the
table of airports has no sizes, and who types `lon` means Heathrow."""

ALSO = {
    "antwerp": "antwerpen anvers",
    "athens": "athen athina",
    "belgrad": "belgrade beograd",
    "brussels": "brussel bruxelles",
    "bucharest": "bukarest bucuresti",
    "cologne": "koln koeln",
    "copenhagen": "kopenhagen kobenhavn",
    "dusseldorf": "duesseldorf",
    "firenze": "florence florenz",
    "geneva": "geneve genf ginevra",
    "gothenburg": "goteborg",
    "hannover": "hanover",
    "kyiv": "kiev kiew",
    "lisbon": "lisboa lissabon",
    "milan": "milano mailand",
    "moscow": "moskva moskau",
    "munich": "munchen muenchen",
    "napoli": "naples neapel",
    "nuremberg": "nurnberg nuernberg",
    "prague": "praha prag",
    "rome": "roma rom",
    "st": "saint sankt",
    "torino": "turin",
    "venezia": "venice venedig",
    "vienna": "wien",
    "warsaw": "warszawa warschau",
    "zurich": "zuerich",
}
"""What cities are called elsewhere, by the word that the table has; all folded."""


class _Names(NamedTuple):
    """Folded. `words` are all that an airport goes by, with a blank before each; `texts` its city
    and name, and what the city is called elsewhere."""

    airport: Airport
    codes: tuple[str, str]
    texts: tuple[str, ...]
    words: str
    hub: int


def find_airports(text: str, limit: int) -> list[Airport]:
    """Those of whom every word begins a code or a word of the name or city, best match first.

    A whole code goes first, then airports with scheduled traffic (an IATA code): of those that
    begin so, and then of the others, the busiest first.
    """
    wanted = folded(text)
    found = _names() if wanted else []
    for word in wanted.split():
        found = [one for one in found if f" {word}" in one.words]
    best = nsmallest(limit, found, key=lambda one: _rank(one, wanted))
    return [one.airport for one in best]


def _rank(one: _Names, wanted: str) -> tuple[bool, bool, bool, int, str, str]:
    """The smaller the better."""
    return (
        wanted not in one.codes,
        one.airport.iata is None,
        not any(text.startswith(wanted) for text in one.texts),
        one.hub,
        one.airport.name,
        one.airport.icao,
    )


@cache
def _names() -> list[_Names]:
    hubs = {icao: place for place, icao in enumerate(HUBS.split())}
    return [_of(airport, hubs.get(airport.icao, len(hubs))) for airport in all_airports().values()]


def _of(airport: Airport, hub: int) -> _Names:
    codes = airport.icao.casefold(), (airport.iata or "").casefold()
    city, name = folded(airport.city), folded(airport.name)
    texts = city, name, *_elsewhere(city.split())
    return _Names(airport, codes, texts, " " + " ".join([*texts, *codes]), hub)


def _elsewhere(city: list[str]) -> Iterator[str]:
    """The city by each other name of one of its words."""
    for place, word in enumerate(city):
        for other in ALSO.get(word, "").split():
            yield " ".join([*city[:place], other, *city[place + 1 :]])
