"""What the simulated aircraft can do.

Speeds in m/s over ground in still air, heights and distances in metres, times in seconds. The
figures are rounded from the types' public performance tables; categories are OpenSky's (2 light,
3 small, 4 large, 6 heavy, 8 rotorcraft, 9 glider).
"""

from dataclasses import dataclass, replace

FOOT = 0.3048
KM = 1000.0


@dataclass(frozen=True, eq=False, slots=True)
class AircraftType:
    """`climb` and `descent` are vertical speeds up to 900 m above the field, to 3,000 m, and above;
    `speeds` those at lift-off, at 900 m, at 3,000 m, and in cruise low and at the ceiling.

    `levels` are the lowest and the highest usual cruise level in feet, `clearance` the least height
    over the higher of both fields, `reach` the shortest, typical and longest distance flown. Types
    are compared by identity, which makes them quick keys.
    """

    name: str
    category: int
    speeds: tuple[float, float, float, float, float]
    climb: tuple[float, float, float]
    descent: tuple[float, float, float]
    levels: tuple[int, int]
    clearance: float
    reach: tuple[float, float, float]
    taxi_speed: float = 8.0
    taxi_out: float = 240.0
    taxi_in: float = 180.0


def _regional(name: str, cruise: float, levels: tuple[int, int]) -> AircraftType:
    return AircraftType(
        name,
        category=3,
        speeds=(58, 85, 115, 105, cruise),
        climb=(8, 6.5, 5),
        descent=(3.2, 5, 7),
        levels=levels,
        clearance=1500,
        reach=(150 * KM, 450 * KM, 1_500 * KM),
        taxi_out=180,
        taxi_in=120,
    )


def _light(name: str, cruise: float, levels: tuple[int, int]) -> AircraftType:
    return AircraftType(
        name,
        category=2,
        speeds=(32, 0.85 * cruise, cruise, 0.95 * cruise, cruise),
        climb=(3.5, 3, 2.5),
        descent=(2.2, 2.5, 2.5),
        levels=levels,
        clearance=450,
        reach=(60 * KM, 150 * KM, 250 * KM),
        taxi_speed=5,
        taxi_out=90,
        taxi_in=60,
    )


NARROW = (
    AircraftType(
        "A320",
        category=4,
        speeds=(75, 108, 150, 135, 230),
        climb=(12.5, 10, 6.5),
        descent=(3.8, 6, 9),
        levels=(31_000, 39_000),
        clearance=1800,
        reach=(280 * KM, 1_400 * KM, 5_500 * KM),
    ),
)
WIDE = (
    AircraftType(
        "B789",
        category=6,
        speeds=(82, 115, 155, 150, 250),
        climb=(11, 9, 5.5),
        descent=(4, 6.5, 9),
        levels=(33_000, 41_000),
        clearance=2400,
        reach=(900 * KM, 6_000 * KM, 14_500 * KM),
        taxi_out=300,
    ),
)
REGIONAL = (
    _regional("AT76", 140, (15_000, 23_000)),
    _regional("DH8D", 175, (19_000, 25_000)),
    _regional("CRJ2", 215, (27_000, 35_000)),
)
BUSINESS = (
    replace(_regional("C56X", 222, (35_000, 41_000)), reach=(280 * KM, 1_100 * KM, 3_500 * KM)),
)
LIGHT = (
    _light("C172", 58, (2_500, 7_500)),
    _light("SR22", 85, (4_500, 11_500)),
)
HELICOPTER = (
    AircraftType(
        "EC35",
        category=8,
        speeds=(12, 55, 64, 60, 66),
        climb=(5, 4, 4),
        descent=(3.5, 4, 4),
        levels=(1_000, 3_000),
        clearance=300,
        reach=(15 * KM, 50 * KM, 130 * KM),
        taxi_speed=4,
        taxi_out=25,
        taxi_in=20,
    ),
)
GLIDER = (
    AircraftType(
        "DG80",
        category=9,
        speeds=(24, 28, 30, 28, 32),
        climb=(2.5, 2, 2),
        descent=(1.2, 1.2, 1.2),
        levels=(2_500, 5_500),
        clearance=450,
        reach=(30 * KM, 50 * KM, 120 * KM),
        taxi_speed=2,
        taxi_out=30,
        taxi_in=20,
    ),
)
