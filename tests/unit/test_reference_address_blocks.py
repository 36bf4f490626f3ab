"""Address blocks: the state of registry of an ICAO 24-bit address."""

import csv
import json
from itertools import pairwise
from pathlib import Path

import pytest

from flight_tracker.reference.address_blocks import (
    _MILITARY,
    AddressBlock,
    all_blocks,
    block_of,
    is_military,
)

DATA = Path(__file__).resolve().parents[3] / "shared/data"


@pytest.mark.parametrize(
    ("icao24", "country", "code"),
    [
        ("3c4864", "Germany", "DE"),
        ("a00001", "United States", "US"),
        ("4b18b8", "Switzerland", "CH"),
        ("71c381", "Republic of Korea", "KR"),
        ("004000", "Zimbabwe", "ZW"),
        ("e94fff", "Bolivia", "BO"),
    ],
)
def test_an_address_belongs_to_a_state(icao24: str, country: str, code: str) -> None:
    found = block_of(icao24)
    assert found is not None and (found.country, found.country_code) == (country, code)


@pytest.mark.parametrize("icao24", ["000000", "003fff", "004400", "ddebc9", "e95000", "ffffff"])
def test_an_address_outside_of_all_blocks_has_no_state(icao24: str) -> None:
    assert block_of(icao24) is None


def test_a_non_icao_address_has_no_state() -> None:
    assert block_of("~3c4864") is None and not is_military("~ae1234")


def test_text_that_is_no_address_is_refused() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        block_of("DLH4AB")


def test_blocks_are_in_order_and_do_not_overlap() -> None:
    assert all(left.last < right.first for left, right in pairwise(all_blocks()))


def test_a_block_is_a_prefix_of_the_address() -> None:
    """As table 9-1 gives them: 4, 6, 9, 12 or 14 bits are the state's."""
    for block in all_blocks():
        assert block.size in (1 << 20, 1 << 18, 1 << 15, 1 << 12, 1 << 10)
        assert block.first % block.size == 0


def test_each_state_has_one_block() -> None:
    codes = [block.country_code for block in all_blocks()]
    assert len(set(codes)) == len(codes) > 190


@pytest.mark.parametrize(
    ("icao24", "expected"),
    [("ae1234", True), ("adf7c7", False), ("43c001", True), ("3c4864", False), ("000001", False)],
)
def test_military_ranges_are_known(icao24: str, expected: bool) -> None:
    assert is_military(icao24) is expected


def test_military_ranges_are_in_order_and_each_lies_in_one_block() -> None:
    assert all(left[1] < right[0] for left, right in pairwise(_MILITARY))
    for first, last in _MILITARY:
        assert block_of(f"{first:06x}") == block_of(f"{last:06x}") is not None


def test_opensky_names_the_same_country() -> None:
    files = sorted((DATA / "opensky").glob("states_all_*.json"))
    if not files:
        pytest.skip("no recorded traffic here")
    for file in files:
        for row in json.loads(file.read_text("utf-8"))["states"]:
            block = block_of(row[0])
            assert (block.country if block else "") == row[2], row[0]


def other_blocks() -> list[tuple[AddressBlock, bool]]:
    """The blocks of Virtual Radar Server's standing data, and whether each is military."""
    file = DATA / "reference/vrs_standing_data/code-blocks/schema-01/code-blocks.csv"
    if not file.exists():
        pytest.skip("no standing data here")
    with file.open(encoding="utf-8-sig") as lines:
        return [
            (
                AddressBlock(int(r["Start"], 16), int(r["Finish"], 16), r["CountryISO2"], ""),
                r["IsMilitary"] == "1",
            )
            for r in csv.DictReader(lines)
        ]


def test_other_tables_hold_the_same_blocks() -> None:
    large = {
        block.country_code: block
        for block, is_other_military in other_blocks()
        if block.size >= 1024 and block.country_code not in ("ZZ", "XA") and not is_other_military
    }
    ours = {block.country_code: block for block in all_blocks()}
    assert large.keys() <= ours.keys()
    differing = {
        code
        for code, block in large.items()
        if (ours[code].first, ours[code].last) != (block.first, block.last)
    }
    assert differing == {"MN", "SM"}  # theirs go on behind the prefix


def test_other_tables_hold_the_military_ranges_for_military() -> None:
    military = sorted(
        (b.first, b.last) for b, is_other_military in other_blocks() if is_other_military
    )
    for first, last in _MILITARY:
        covered = first
        for start, end in military:
            if start <= covered <= end:
                covered = end + 1
        assert covered > last, f"{first:06x}"
