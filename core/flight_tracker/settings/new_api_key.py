"""Makes an API key: `python -m flight_tracker.settings.new_api_key NAME [REQUESTS_PER_MINUTE]`.

Prints it with its entry for INGEST_API_KEYS. With `--existing` the key is read from standard input
instead, so that a plain one of earlier releases becomes an entry.
"""

import argparse
import secrets
import sys
from collections.abc import Sequence

from flight_tracker.settings import api_keys

BYTES = 32
"""Random ones, 256 bits: nobody guesses them, so a plain SHA-256 hides them."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m flight_tracker.settings.new_api_key")
    parser.add_argument("name", type=_name, help="the producer: its states have source ingest:NAME")
    parser.add_argument("rate_limit", type=_rate, nargs="?", help="requests a minute")
    parser.add_argument("--existing", action="store_true", help="read the key from standard input")
    asked = parser.parse_args(arguments)
    key = sys.stdin.readline().strip() if asked.existing else secrets.token_urlsafe(BYTES)
    if not key:
        parser.error("there is no key on standard input")
    if not asked.existing:
        sys.stdout.write(f"key, for the producer only: {key}\n")
    entry = api_keys.entry_of(asked.name, key, asked.rate_limit)
    sys.stdout.write(f"entry of INGEST_API_KEYS:   {entry}\n")
    return 0


def _name(text: str) -> str:
    if not api_keys.NAME.fullmatch(text):
        raise argparse.ArgumentTypeError("up to 40 of a-z 0-9 . _ -, beginning with a-z or 0-9")
    return text


def _rate(text: str) -> int:
    if not api_keys.RATE.fullmatch(text):
        raise argparse.ArgumentTypeError("a whole number from 1 to 999999")
    return int(text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
