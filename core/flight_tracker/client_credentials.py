"""OAuth2 client credentials (RFC 6749, section 4.4): a token kept until shortly before its end."""

from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec

from flight_tracker.errors import Unavailable
from flight_tracker.ports import Clock, HttpAnswer, HttpClient, HttpRequest

MARGIN = 30.0
"""Seconds before its end at which a token is replaced."""


class _Token(msgspec.Struct):
    access_token: str
    expires_in: float = 1800


class ClientCredentials:
    """Tokens for `client` (id and secret) from the endpoint at `url`.

    `check` raises Unavailable, with what to do, at an answer that holds none.
    """

    def __init__(
        self,
        http: HttpClient,
        clock: Clock,
        url: str,
        client: tuple[str, str],
        check: Callable[[HttpAnswer], None],
        **form: str,
    ) -> None:
        self._http = http
        self._clock = clock
        self._check = check
        self._form = {
            "grant_type": "client_credentials",
            "client_id": client[0],
            "client_secret": client[1],
            **form,
        }
        self._url = url
        self._token: tuple[str, float] | None = None

    @property
    def is_over(self) -> bool:
        """Whether the token that was given last must not be used any more."""
        return self._token is not None and self._clock() >= self._token[1]

    def token(self, timeout: float) -> str:
        """The token; a new one is asked for if need be, within `timeout` seconds.

        Raises Unavailable.
        """
        if self._token is None or self.is_over:
            self._token = self._new(timeout)
        return self._token[0]

    def forget(self) -> None:
        """The token was refused: the next one is a new one."""
        self._token = None

    def _new(self, timeout: float) -> tuple[str, float]:
        asked_at = self._clock()
        answer = self._http.send(HttpRequest("POST", self._url, form=self._form), timeout)
        self._check(answer)
        try:
            token = msgspec.json.decode(answer.body, type=_Token)
        except ValueError:
            host = urlsplit(self._url).hostname
            message = f"the token endpoint at {host} answered without an access_token"
            raise Unavailable(message) from None
        return token.access_token, asked_at + max(0.0, token.expires_in - MARGIN)
