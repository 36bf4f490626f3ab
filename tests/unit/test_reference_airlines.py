"""Airlines: whose callsign is it, and whose is none."""

import json
import re
from pathlib import Path

import pytest

from flight_tracker.adapters.simulation.airlines import AIRLINES
from flight_tracker.reference.airlines import all_airlines, of_callsign

RECORDED = Path(__file__).resolve().parents[3] / "shared/data/opensky"


def test_a_callsign_names_its_airline() -> None:
    found = of_callsign("DLH4AB")
    assert found is not None
    assert (found.icao, found.iata, found.callsign) == ("DLH", "LH", "LUFTHANSA")
    assert (found.name, found.country) == ("Lufthansa", "Germany")


@pytest.mark.parametrize(
    "callsign", ["N123AB", "N1", "DEABC", "GABCD", "HBZAB", "CGABC", "JA123A", "RA67243", "D1234"]
)
def test_a_registration_is_no_airline(callsign: str) -> None:
    assert of_callsign(callsign) is None


@pytest.mark.parametrize("callsign", ["RPC1234", "CUT1234"])
def test_a_registration_that_begins_like_a_designator_is_no_airline(callsign: str) -> None:
    assert of_callsign(callsign) is None


@pytest.mark.parametrize("callsign", ["RCH123", "GAF606", "RRR4012", "CFC42", "IAM9001", "CTM21"])
def test_a_military_callsign_is_no_airline(callsign: str) -> None:
    assert of_callsign(callsign) is None


@pytest.mark.parametrize("callsign", [None, "", "DLH", "DL4", "XXQ12", "dlh4ab", "DLH 4AB"])
def test_what_is_no_flight_of_an_airline_has_none(callsign: str | None) -> None:
    assert of_callsign(callsign) is None


@pytest.mark.parametrize(
    ("callsign", "name"),
    [
        ("ITY610", "ITA Airways"),
        ("EJU12AB", "easyJet Europe"),
        ("EDV5030", "Endeavor Air"),
        ("OCN12", "Discover Airlines"),
        ("ENT7RX", "Enter Air"),
        ("KNE505", "flynas"),
        ("BUC8123", "European Air Charter"),
        ("SVA021", "Saudia"),
        ("FDB1", "flydubai"),
        ("JFA12K", "Jetfly Aviation"),
        ("CSG467", "China Southern Cargo"),
        ("HYS2021", "HiSky Europe"),
    ],
)
def test_designators_given_out_lately_are_known(callsign: str, name: str) -> None:
    found = of_callsign(callsign)
    assert found is not None and found.name == name


def test_every_row_is_well_formed() -> None:
    for icao, airline in all_airlines().items():
        assert re.fullmatch("[A-Z]{3}", icao) and airline.icao == icao and airline.name
        assert airline.iata is None or re.fullmatch("[A-Z0-9]{2}", airline.iata)
        assert airline.country is None or not airline.country.isupper()


def test_the_airlines_of_the_simulation_are_known() -> None:
    assert {airline.designator for airline in AIRLINES} <= all_airlines().keys()


def test_recorded_traffic_is_resolved() -> None:
    files = sorted(RECORDED.glob("states_all_2023*.json"))
    if not files:
        pytest.skip("no recorded traffic here")
    states = [row for file in files for row in json.loads(file.read_text("utf-8"))["states"]]
    callsigns = [(row[1] or "").strip() for row in states]
    flights = [text for text in callsigns if re.fullmatch("[A-Z]{3}[0-9][0-9A-Z]*", text)]
    assert sum(of_callsign(text) is not None for text in flights) > 0.95 * len(flights)
