"""StateSource over OpenSky's REST API.

Source: OpenSky REST API, "Authentication" and "All State Vectors". OAuth2 client credentials; the
token is kept until shortly before it ends, and fetched anew once when the API refuses it. Without
credentials the access is anonymous.
"""

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from flight_tracker import credits
from flight_tracker.client_credentials import ClientCredentials
from flight_tracker.errors import RateLimited, Unavailable
from flight_tracker.geo import BoundingBox
from flight_tracker.opensky_body import decode_states
from flight_tracker.ports import Clock, HttpAnswer, HttpClient, HttpRequest
from flight_tracker.snapshot import Snapshot


class OpenSkyAccess(NamedTuple):
    """Where to ask, as whom (id and secret; None is anonymous), for which part of the world."""

    api_url: str
    token_url: str
    client: tuple[str, str] | None = None
    box: BoundingBox | None = None
    daily_credits: int | None = None


class OpenSkySource:
    """`GET /states/all` for the world or a box."""

    name = "opensky"

    def __init__(self, http: HttpClient, access: OpenSkyAccess, clock: Clock = time.time) -> None:
        self._http = http
        self._access = access
        self._url = f"{access.api_url.rstrip('/')}/states/all"
        box = access.box
        self._parameters: dict[str, Any] = {"extended": 1, **(box._asdict() if box else {})}
        self.feed = f"opensky:{self._url}:{box and ','.join(map(str, box))}"
        has_account = access.client is not None
        self._credits = credits.budget(box, access.daily_credits, has_account=has_account)
        self._clock = clock
        self._credentials = access.client and ClientCredentials(
            http, clock, access.token_url, access.client, _check_token
        )

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        deadline = self._clock() + timeout
        answer = self._get(deadline)
        if answer.status == 401 and self._credentials:
            self._credentials.forget()
            answer = self._get(deadline)
        _check(answer, "OpenSky")
        snapshot_time, states, rejected = decode_states(answer.body, self.name)
        remaining = _seconds(answer.headers, "X-Rate-Limit-Remaining")
        left = None if remaining is None else int(remaining)
        return Snapshot(
            time=snapshot_time,
            source=self.name,
            states=states,
            rejected=rejected,
            credits=replace(self._credits, remaining=left),
        )

    def _get(self, deadline: float) -> HttpAnswer:
        headers = {}
        if self._credentials:
            headers["Authorization"] = f"Bearer {self._credentials.token(self._left(deadline))}"
        request = HttpRequest("GET", self._url, headers, self._parameters)
        return self._http.send(request, self._left(deadline))

    def _left(self, deadline: float) -> float:
        left = deadline - self._clock()
        if left <= 0:
            raise Unavailable("OpenSky did not answer in the time that was left")
        return left


def _check_token(answer: HttpAnswer) -> None:
    _check(answer, "OpenSky's token endpoint")


def _check(answer: HttpAnswer, who: str) -> None:
    if answer.status == 200:
        return
    if answer.status == 429:
        wait = _seconds(answer.headers, "X-Rate-Limit-Retry-After-Seconds")
        if wait is None:
            wait = _seconds(answer.headers, "Retry-After")
        raise RateLimited(f"{who} answered 429: too many requests", wait)
    hints = {
        400: "the request is wrong; with a token endpoint: the client id or secret",
        401: "the credentials were refused: check OPENSKY_CLIENT_ID and OPENSKY_CLIENT_SECRET",
        403: "access is forbidden; OpenSky may block the address of a cloud",
    }
    hint = f": {hints[answer.status]}" if answer.status in hints else ""
    raise Unavailable(f"{who} answered {answer.status}{hint}")


def _seconds(headers: Mapping[str, str], name: str) -> float | None:
    """A header's number; None where it is absent or no number that makes sense."""
    try:
        value = float(headers[name])
    except (KeyError, ValueError):
        return None
    return value if 0 <= value < 1e9 else None
