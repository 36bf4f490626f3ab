"""HttpClient over requests: one bounded request, whole. Proxies by the usual variables."""

import threading
import time
from queue import Empty, Queue
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError, ProtocolError

from flight_tracker.errors import Unavailable
from flight_tracker.ports import HttpAnswer, HttpRequest

USER_AGENT = "flight-tracker/0.1 (open flight tracker)"
"""Some providers refuse the default name of an HTTP library."""

CODINGS = "gzip, deflate"
"""The same on every machine: requests would add what other libraries happen to be there."""

CONNECT_SECONDS = 5.0
MAX_BODY_BYTES = 64 * 1024 * 1024
CHUNK = 256 * 1024


class RequestsHttpClient:
    """Keeps its connections between requests."""

    def __init__(self) -> None:
        self._session = _new_session()

    def send(self, request: HttpRequest, timeout: float) -> HttpAnswer:
        """Asked by a thread of its own: sockets know the time between two bytes, not the whole."""
        answers: Queue[HttpAnswer | Exception] = Queue()
        asked = self._session, request, timeout, answers
        threading.Thread(target=_ask, args=asked, daemon=True).start()
        try:
            answer = answers.get(timeout=timeout)
        except Empty:
            self._session = _new_session()  # the old one is still busy
            answer = requests.Timeout("the answer did not arrive whole in time")
        if isinstance(answer, requests.RequestException | HTTPError | OSError | ValueError):
            host = urlsplit(request.url).netloc.rpartition("@")[2]
            raise Unavailable(f"no answer from {host}: {_plainly(answer, timeout)}") from answer
        if isinstance(answer, Exception):
            raise answer
        return answer


def _new_session() -> requests.Session:
    session = requests.Session()
    session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": CODINGS})
    session.auth = _as_it_is
    return session


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keeps a user's .netrc from replacing our own Authorization header."""
    return request


def _ask(
    session: requests.Session,
    request: HttpRequest,
    timeout: float,
    answers: Queue[HttpAnswer | Exception],
) -> None:
    deadline = time.monotonic() + timeout
    try:
        with session.request(
            request.method,
            request.url,
            headers=dict(request.headers),
            params=request.params,
            data=request.form,
            json=request.json,
            timeout=(min(timeout, CONNECT_SECONDS), timeout),
            stream=True,
        ) as response:
            body = _read(response, deadline)
        answers.put(HttpAnswer(response.status_code, response.headers, body))
    except Exception as error:  # noqa: BLE001 - `send` judges it, in the caller's thread
        answers.put(error)


def _read(response: requests.Response, deadline: float) -> bytes:
    """The body; a server that drips it is left when the time is over."""
    parts, size = [], 0
    while part := response.raw.read1(CHUNK, decode_content=True):
        parts.append(part)
        size += len(part)
        if time.monotonic() > deadline:
            raise requests.Timeout("the answer did not arrive whole in time")
        if size > MAX_BODY_BYTES:
            raise requests.RequestException(f"the answer is larger than {MAX_BODY_BYTES} bytes")
    return b"".join(parts)


def _plainly(error: Exception, timeout: float) -> str:
    """What happened, without addresses: a URL may hold a secret."""
    if isinstance(error, requests.ConnectTimeout):
        return "no connection in time"
    if isinstance(error, requests.Timeout):
        return f"it took longer than {timeout:.0f} s"
    if isinstance(error, requests.exceptions.ProxyError):
        return "the proxy refused or is not there"
    if isinstance(error, requests.exceptions.SSLError):
        return "its certificate cannot be trusted"
    if isinstance(error, ProtocolError):
        return "the connection broke in the middle of the answer"
    if isinstance(error, requests.ConnectionError):
        return "no connection"
    return type(error).__name__
