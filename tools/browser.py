"""Chromium from the system, driven by Playwright; for the screenshot and the browser tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--disable-quic", "--disable-background-networking", "--disable-component-update"]


def chromium_path() -> str | None:
    """The browser on the PATH, or the one that CHROMIUM names."""
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """A headless browser; root may only run it without its sandbox."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    options: dict[str, Any] = {"args": [*FLAGS, *(["--no-sandbox"] if is_root else [])]}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path(), **options)
        try:
            yield chromium
        finally:
            chromium.close()
