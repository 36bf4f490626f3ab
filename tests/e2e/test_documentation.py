"""The page of /docs in a browser, under the policy that it is sent with."""

import pytest

from tests.integration.api_server import serving
from tests.integration.api_stage import Stage
from tools.browser import browser, chromium_path


def test_the_documentation_runs_under_its_own_policy() -> None:
    if chromium_path() is None:
        pytest.skip("no Chromium on the PATH; CHROMIUM may name one")
    said: list[str] = []
    with serving(Stage().app) as port, browser() as chromium:
        page = chromium.new_page()
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"http://127.0.0.1:{port}/docs")
        page.get_by_text("/flights/ingest").first.wait_for(timeout=10_000)
    assert said == []
