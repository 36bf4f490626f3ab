"""uvicorn's fast HTTP, on httptools, with the bound on a request's head that httptools lacks.

Three times as fast as uvicorn on h11 (an empty answer: 20,000 against 5,700 requests a second).
"""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD_BYTES = 64 * 1024
"""As h11 has it; of a head, of trailers, or of whatever else says nothing for so long."""

TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class TooLargeError(Exception):
    """A head that came whole, in one read of the socket."""


class BoundedHttp(HttpToolsProtocol):
    """Refuses a client that sends more than MOST_HEAD_BYTES without a body or an end of them."""

    _since_progress = 0
    _is_refused = False

    def data_received(self, data: bytes) -> None:
        self._since_progress += len(data)
        super().data_received(data)
        if self._since_progress > MOST_HEAD_BYTES and not self.transport.is_closing():
            self._refuse()

    def on_headers_complete(self) -> None:
        # What came since the last progress is as much as the head, or more: mostly that is enough.
        if self._since_progress > MOST_HEAD_BYTES and self._head_bytes() > MOST_HEAD_BYTES:
            self._is_refused = True
            raise TooLargeError
        self._since_progress = 0
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """What stops the parser is answered by this."""
        if self._is_refused:
            self._refuse()
        else:
            super().send_400_response(msg)

    def _head_bytes(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _refuse(self) -> None:
        self.transport.write(TOO_LARGE)
        self.transport.close()

    def on_body(self, body: bytes) -> None:
        self._since_progress = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._since_progress = 0
        super().on_message_complete()
