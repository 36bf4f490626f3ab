"""What is known about the feed between two polls. One small object in the store.

It carries what must outlive an invocation: the snapshot last published, until when OpenSky has
asked us to wait, and when the next poll is due and why.
"""

import msgspec

from flight_tracker.errors import Unavailable


class Feed(msgspec.Struct, kw_only=True):
    """The state of the feed. Times are Unix seconds; `epoch` is in milliseconds.

    `snapshot_time` and the counts are of the snapshot published last, `blocked_until` is by source,
    `error` is what the last poll failed with. `epoch` is when this feed began: records older than
    it belong to another feed (another source, place or recording) and do not enter the live view.
    """

    feed: str = ""
    epoch: int = 0
    source: str | None = None
    reason: str = "nothing has been polled yet"
    snapshot_time: int | None = None
    published: int = 0
    rejected: int = 0
    ended: bool = False
    last_poll_at: float | None = None
    next_poll_at: float | None = None
    interval: float = 30
    late_reason: str | None = None
    error: str | None = None
    blocked_until: dict[str, float] = {}
    credits_remaining: int | None = None


KEY = "state/feed.json"


def decode(body: bytes | None) -> Feed:
    """The stored feed; a new one where nothing is stored. Unavailable where it is damaged."""
    if body is None:
        return Feed()
    try:
        return msgspec.json.decode(body, type=Feed)
    except ValueError as error:
        message = f"{KEY} in the object store is damaged ({error}); delete it to begin anew"
        raise Unavailable(message) from error


def encode(feed: Feed) -> bytes:
    return msgspec.json.encode(feed)
