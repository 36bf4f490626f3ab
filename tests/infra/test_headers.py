"""The page's headers are the same on this machine and behind CloudFront, but for what is named."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from flight_api import security_headers
from local import web
from tests.infra.conftest import Resources

CHOSEN = {
    "img-src": ("'self' data: https:", "'self' data: https://tile.openstreetmap.org"),
    "connect-src": ("'self' https:", "'self' https://tile.openstreetmap.org"),
    "frame-ancestors": ("'self'", "'none'"),
}
"""Here and there: on this machine anybody may choose his tiles; behind CloudFront `tile_origins`
and `embed_origins` name whose."""


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.fixture
def deployed(prod: Resources) -> dict[str, Any]:
    policy = prod["module.website[0].aws_cloudfront_response_headers_policy.page"]
    headers: dict[str, Any] = policy["security_headers_config"][0]
    return headers


def test_the_content_security_policies_differ_where_it_is_said(deployed: dict[str, Any]) -> None:
    here = directives(web.POLICY)
    there = directives(deployed["content_security_policy"][0]["content_security_policy"])
    assert list(here) == list(there)
    differing = {name: (here[name], there[name]) for name in here if here[name] != there[name]}
    assert differing == CHOSEN


def test_the_other_headers_are_the_same(deployed: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<html></html>")
    sent = TestClient(web._Page(directory=tmp_path, html=True)).get("/").headers
    assert sent["X-Content-Type-Options"] == "nosniff" and deployed["content_type_options"]
    assert sent["Referrer-Policy"] == deployed["referrer_policy"][0]["referrer_policy"]


def test_the_api_sends_its_own_and_cloudfront_says_the_same(prod: Resources) -> None:
    policy = prod["module.website[0].aws_cloudfront_response_headers_policy.api"]
    added = policy["security_headers_config"][0]
    own = {name.decode(): value.decode() for name, value in security_headers.HEADERS}
    assert added["referrer_policy"][0]["referrer_policy"] == own["referrer-policy"]
    assert added["frame_options"][0]["frame_option"] == own["x-frame-options"]
    assert not added["content_security_policy"]  # the API's, which /docs needs another of, stays
