"""Writes the reference data that the dashboard needs, from the core's own, and the land that the
core's reports draw, from the dashboard's package of Natural Earth: `make reference`."""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from flight_tracker.reference.address_blocks import all_blocks
from flight_tracker.reference.airlines import all_airlines
from flight_tracker.reference.airports import all_airports

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "frontend/src/reference"
ATLAS = ROOT / "frontend/node_modules/world-atlas/land-110m.json"
LAND = ROOT / "core/flight_tracker/reference/land.txt"
SOURCE = (
    "# Natural Earth, 1:110m land, public domain; from world-atlas. Tenths of a degree, y is south."
)


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


def land(atlas: Path = ATLAS) -> str:
    """The source, then a path as SVG has it, of all coasts. The package is TopoJSON."""
    topology = json.loads(atlas.read_text("utf-8"))
    arcs = [_points(arc, topology["transform"]) for arc in topology["arcs"]]
    polygons = topology["objects"]["land"]["geometries"][0]["arcs"]
    rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
    return f"{SOURCE}\n{''.join(map(_path, rings))}\n"


def _points(arc: list[list[int]], transform: dict[str, list[float]]) -> list[tuple[int, int]]:
    """Each is told by its distance from the one before."""
    (x_scale, y_scale), (x_first, y_first) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((round(10 * (x * x_scale + x_first)), round(-10 * (y * y_scale + y_first))))
    return points


def _ring(indices: list[int], arcs: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
    """Arcs one after the other; one's complement is an arc backwards."""
    ring: list[tuple[int, int]] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += [point for point in arc if not ring or point != ring[-1]]
    return ring


def _path(ring: list[tuple[int, int]]) -> str:
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring)]
    return f"M{ring[0][0]} {ring[0][1]}l{' '.join(f'{x} {y}' for x, y in steps)}z".replace(
        " -", "-"
    )


def text_of(name: str) -> str:
    return json.dumps(FILES[name](), ensure_ascii=False, separators=(",", ":")) + "\n"


def main(folder: Path) -> None:
    for name in FILES:
        (folder / f"{name}.json").write_text(text_of(name), "utf-8")
    LAND.write_text(land(), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
