"""StateSource over a readsb-like "v2" API or a receiver's aircraft.json, by URL."""

import hashlib

from flight_tracker.errors import RateLimited, Unavailable
from flight_tracker.ports import HttpClient, HttpRequest
from flight_tracker.readsb_body import decode_aircraft
from flight_tracker.snapshot import Snapshot


class ReadsbSource:
    """The URL is asked as it is: which place or receiver it shows is part of it."""

    name = "readsb"

    def __init__(self, http: HttpClient, url: str) -> None:
        self._http = http
        self._url = url
        # Only a digest: the URL may hold a key, and the feed's name is kept in the store.
        self.feed = f"readsb:{hashlib.sha256(url.encode()).hexdigest()[:16]}"

    def fetch(self, after: int | None, timeout: float) -> Snapshot:
        answer = self._http.send(HttpRequest("GET", self._url), timeout)
        if answer.status == 429:
            wait = answer.headers.get("Retry-After", "")
            message = "the readsb API answered 429: too many requests"
            raise RateLimited(message, float(wait) if wait.isdecimal() else None)
        if answer.status != 200:
            raise Unavailable(f"the readsb API answered {answer.status}")
        time, states, rejected = decode_aircraft(answer.body, self.name)
        return Snapshot(
            time=time,
            source=self.name,
            states=states,
            rejected=rejected,
        )
