"""Look at feed, broker, live view, lakehouse, dead letters and credits; tell each trouble once.

The message is `{"text": …}`, as the incoming webhooks of Slack, Mattermost and others take it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from flight_tracker import incidents
from flight_tracker.errors import Conflict, Unavailable
from flight_tracker.health import Health
from flight_tracker.incidents import Incidents
from flight_tracker.ports import Clock, HttpClient, HttpRequest, ObjectStore
from flight_tracker.tables import REJECTED_STATES

logger = logging.getLogger(__name__)

COMPONENTS = ("source", "broker", "live_view", "lakehouse")
DEAD_LETTERS, CREDITS = "dead letters", "credits"
WATCHED = (*COMPONENTS, DEAD_LETTERS, CREDITS)
TROUBLED = ("late", "down")

LOW_CREDITS = 40
"""Of OpenSky: ten polls of the whole world."""

SECONDS = 10.0
"""For the webhook."""

ATTEMPTS = 5
"""Of writing the list, against others who note incidents."""


@dataclass(slots=True)
class WatchReport:
    """Names of the incidents that last, with their sentences; how many messages were sent."""

    lasting: dict[str, str] = field(default_factory=dict)
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Watch:
    """The use case with its ports. Without `webhook` nobody is told; `link` closes each message."""

    health: Callable[[], Health]
    store: ObjectStore
    http: HttpClient
    clock: Clock
    webhook: str | None = None
    link: str | None = None

    def look(self) -> WatchReport:
        """Raises Unavailable where the store is away, or the webhook: then it is told next time."""
        report = self.health()

        def noted(known: Incidents) -> None:
            troubles = _troubles(report) | self._dead_letters(known)
            incidents.note(known, troubles, WATCHED, int(self.clock()))

        return self._tell(self._change(noted))

    def note(self, name: str, trouble: str | None) -> None:
        """Begin the incident `name`, or end it where there is no trouble. Told by the next look."""
        troubles = {name: trouble} if trouble else {}
        self._change(lambda known: incidents.note(known, troubles, [name], int(self.clock())))

    def _change(self, change: Callable[[Incidents], None]) -> Incidents:
        for _ in range(ATTEMPTS):
            stored = self.store.get(incidents.KEY)
            known = incidents.decode(stored.body if stored else None)
            change(known)
            try:
                body, etag = incidents.encode(known), stored.etag if stored else None
                self.store.put(incidents.KEY, body, if_match=etag)
                return known
            except Conflict:
                continue
        raise Unavailable(f"{incidents.KEY} is written by too many at once")

    def _tell(self, known: Incidents) -> WatchReport:
        report = WatchReport({i.name: i.detail for i in known.open()})
        if self.webhook is None:
            return report
        for incident, sentence in incidents.untold(known):
            self._send(sentence)
            report.sent += 1
            name, since = incident.name, incident.since
            self._change(lambda known, name=name, since=since: _told(known, name, since))  # type: ignore[misc]
        return report

    def _send(self, sentence: str) -> None:
        assert self.webhook is not None
        text = f"Flight tracker: {sentence}" + (f" {self.link}" if self.link else "")
        try:
            answer = self.http.send(HttpRequest("POST", self.webhook, json={"text": text}), SECONDS)
        except Unavailable:  # its message may hold the address, which is a secret
            raise Unavailable("the webhook for alerts does not answer") from None
        if answer.status >= 300:
            raise Unavailable(f"the webhook for alerts answered {answer.status}")

    def _dead_letters(self, known: Incidents) -> dict[str, str]:
        """Of files that have landed since the last look; the first look only remembers."""
        seen = known.rejected_until
        landed = [key for key, _ in self.store.list(f"landing/{REJECTED_STATES.name}")]
        known.rejected_until = {_folder(key): key for key in landed}
        if seen is None:
            return {}
        rows = sum(_rows(key) for key in landed if key > seen.get(_folder(key), ""))
        return {DEAD_LETTERS: f"{rows} records were rejected since the last look"} if rows else {}


def _troubles(report: Health) -> dict[str, str]:
    parts = {name: getattr(report.components, name) for name in COMPONENTS}
    found = {name: part.detail for name, part in parts.items() if part.status in TROUBLED}
    left = report.components.source.credits_remaining
    if left is not None and left < LOW_CREDITS:
        found[CREDITS] = f"{left} of OpenSky's credits are left; polls become rare"
    return found


def _folder(key: str) -> str:
    return key.rpartition("/")[0]


def _rows(key: str) -> int:
    """A landing file's name is `<first>-<last>.parquet`."""
    first, _, last = key.rpartition("/")[2].removesuffix(".parquet").partition("-")
    return int(last) - int(first) + 1


def _told(known: Incidents, name: str, since: int) -> None:
    for incident in known.incidents:
        if (incident.name, incident.since) == (name, since):
            incidents.told(incident)
