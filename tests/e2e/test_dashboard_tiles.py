"""Tiles from elsewhere under the aircraft; the servers are played by the browser's own hooks."""

import struct
import zlib
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from tests.e2e.conftest import VIEW, open_page
from tests.e2e.local_run import LocalRun

OSM = "https://tile.openstreetmap.org/"
ARCHIVE = "https://tiles.example/world.pmtiles"
HEAD = 127
"""Bytes of an archive's header, version 3."""


def png() -> bytes:
    """A red picture of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    """PMTiles, version 3: one picture for all tiles of the zooms 0 to 3."""
    picture = png()
    tiles = (4**4 - 1) // 3
    entry = bytes([1, 0, tiles, len(picture), 1])  # one entry: id, run, length, offset + 1
    places = (HEAD, len(entry), 0, 0, 0, 0, HEAD + len(entry), len(picture), tiles, 1, 1)
    kinds = bytes([1, 1, 1, 2, 0, 3])  # clustered, nothing packed, PNG, zooms
    bounds = struct.pack("<iiii", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000)
    head = b"PMTiles\3" + struct.pack("<11Q", *places) + kinds + bounds + bytes(9)
    return head + entry + picture


@pytest.fixture
def asked(chromium: BrowserContext) -> Iterator[list[Request]]:
    """What was asked of elsewhere."""
    requests: list[Request] = []

    def answer(route: Route) -> None:
        requests.append(route.request)
        route.fulfill(body=png(), content_type="image/png")

    def part(route: Route) -> None:
        requests.append(route.request)
        first, last = route.request.headers["range"].removeprefix("bytes=").split("-")
        body = archive()[int(first) : int(last) + 1]
        headers = {"Access-Control-Allow-Origin": "*", "Content-Length": str(len(body))}
        route.fulfill(status=206, body=body, headers=headers)

    patterns = {OSM + "**": answer, "https://xyz.example/**": answer, ARCHIVE: part}
    for pattern, play in patterns.items():
        chromium.route(pattern, play)
    chromium.route("https://gone.example/**", lambda route: route.fulfill(status=404))
    yield requests
    for pattern in (*patterns, "https://gone.example/**"):
        chromium.unroute(pattern)


def choose(page: Page, address: str) -> None:
    page.get_by_test_id("open-settings").click()
    page.get_by_role("combobox", name="Map", exact=True).select_option("other tiles")
    page.get_by_label("Address of tiles").fill(address)


def test_openstreetmap_is_credited_and_told_where_the_page_is(
    page: Page, tracker: LocalRun, asked: list[Request]
) -> None:
    open_page(page, tracker, f"{VIEW}&tiles=osm")
    expect(page.get_by_text("© OpenStreetMap contributors")).to_be_visible()
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert {one.url for one in asked} >= {f"{OSM}8/134/89.png"}
    origin = f"http://127.0.0.1:{tracker.dashboard}/"
    assert {one.all_headers()["referer"] for one in asked} == {origin}


def test_any_address_of_tiles_will_do(page: Page, asked: list[Request]) -> None:
    choose(page, "https://xyz.example/{z}/{x}/{y}@2x.png")
    expect(page.locator("img.leaflet-tile-loaded").first).to_be_visible()
    assert "https://xyz.example/8/134/89@2x.png" in {one.url for one in asked}


RED = """() => [...document.querySelectorAll("canvas.leaflet-tile-loaded")].some((canvas) => {
  const [red, green, blue, alpha] = canvas.getContext("2d").getImageData(9, 9, 1, 1).data;
  return red === 255 && green === 0 && blue === 0 && alpha === 255;
})"""


def test_an_archive_of_tiles_is_read_in_parts(page: Page, asked: list[Request]) -> None:
    choose(page, ARCHIVE)
    page.wait_for_function(RED)
    assert all(one.headers["range"].startswith("bytes=") for one in asked)


@pytest.mark.parametrize("address", ["https://gone.example/{z}/{x}/{y}.png", ARCHIVE + ".pmtiles"])
def test_tiles_that_do_not_come_are_replaced_and_said(
    page: Page, asked: list[Request], address: str
) -> None:
    choose(page, address.replace("tiles.example", "gone.example"))
    expect(page.get_by_text("These tiles cannot be loaded")).to_be_visible()
    page.get_by_role("combobox", name="Map", exact=True).select_option("built in, works offline")
    expect(page.get_by_text("These tiles cannot be loaded")).to_have_count(0)
