"""Order and pages."""

from base64 import urlsafe_b64encode

import pytest

from flight_tracker.enrichment import Aircraft
from flight_tracker.paging import Cursor, Order, page
from tests.skies import state

SPEEDS = {"00000a": 30.0, "00000b": None, "00000c": 10.0, "00000d": 30.0, "00000e": 20.0}
SKY = [Aircraft(state(name, velocity=speed)) for name, speed in SPEEDS.items()]


def pages(order: str, limit: int) -> list[str]:
    """The addresses' last letters, page by page."""
    found, cursor = [], None
    while True:
        rows, following = page(SKY, Order.parse(order), cursor, limit)
        found.append("".join(one.state.icao24[-1] for one in rows))
        if following is None:
            return found
        cursor = Cursor.parse(following)


@pytest.mark.parametrize(
    ("order", "expected"),
    [("icao24", "abcde"), ("-icao24", "edcba"), ("velocity", "ceadb"), ("-velocity", "adecb")],
)
def test_pages_together_are_the_whole_in_its_order(order: str, expected: str) -> None:
    for limit in range(1, 6):
        assert "".join(pages(order, limit)) == expected


def test_a_page_starts_where_the_last_ended_though_rows_have_come_and_gone() -> None:
    _, following = page(SKY, Order(), None, 2)
    later = [one for one in SKY if one.state.icao24 != "00000b"]
    later.insert(0, Aircraft(state("000001")))
    rows, _ = page(later, Order(), Cursor.parse(following or ""), 2)
    assert [one.state.icao24 for one in rows] == ["00000c", "00000d"]


def test_the_last_page_has_no_next() -> None:
    assert page(SKY, Order(), None, 5)[1] is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "====",
        "é",
        "bm90IGpzb24",
        urlsafe_b64encode(b'["velocity","a","00000a"]').decode(),
        urlsafe_b64encode(b'["nothing",1,"00000a"]').decode(),
        urlsafe_b64encode(b'["velocity",1,"00000a",2]').decode(),
    ],
)
def test_a_cursor_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="page before"):
        Cursor.parse(text)


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match="column"):
        Order.parse("colour")
