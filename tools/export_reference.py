"""Writes the reference data that the dashboard needs, from the core's own: `make reference`."""

import json
import sys
from pathlib import Path
from typing import Any

from flight_tracker.reference.address_blocks import all_blocks
from flight_tracker.reference.airlines import all_airlines
from flight_tracker.reference.airports import all_airports

FOLDER = Path(__file__).resolve().parent.parent / "frontend/src/reference"


def address_blocks() -> list[list[Any]]:
    """First and last address of each state, and its code by ISO 3166-1."""
    return [[block.first, block.last, block.country_code] for block in all_blocks()]


def airlines() -> dict[str, str]:
    """Names by ICAO designator."""
    return {designator: airline.name for designator, airline in sorted(all_airlines().items())}


def airports() -> list[list[Any]]:
    """ICAO and IATA code, latitude, longitude and whether its name says international, of those
    with scheduled flights; in the order of their ICAO codes."""
    return [
        [
            airport.icao,
            airport.iata,
            round(airport.latitude, 4),
            round(airport.longitude, 4),
            int("international" in airport.name.lower()),
        ]
        for _, airport in sorted(all_airports().items())
        if airport.iata and airport.is_listed
    ]


FILES = {"addressBlocks": address_blocks, "airlines": airlines, "airports": airports}


def text_of(name: str) -> str:
    return json.dumps(FILES[name](), ensure_ascii=False, separators=(",", ":")) + "\n"


def main(folder: Path) -> None:
    for name in FILES:
        (folder / f"{name}.json").write_text(text_of(name), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
