"""Settings whose values are kept in a secret store: the environment only says where.

    KAFKA_SASL_PASSWORD=secretsmanager:flight-tracker/kafka#password
    OPENSKY_CLIENT_SECRET=ssm:/flight-tracker/opensky-client-secret

Behind `#` is a key of a JSON object; without it the value is the secret's whole text. No value is
ever part of a log line or an error.
"""

import json
import logging
from collections.abc import Callable, Mapping
from contextlib import ContextDecorator
from typing import Any, NamedTuple, Self

from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.ports import Clock, SecretId, SecretStore

logger = logging.getLogger(__name__)

SERVICES = ("secretsmanager", "ssm")

SECRETS_MAX_AGE = 300.0
"""Seconds after which the values are read again."""

SECRETS_RETRY = 30.0
"""The same after an invocation failed: a password that was rotated shows itself like that."""


class Reference(NamedTuple):
    """Where a value is: a secret, or what it holds under `key`."""

    secret: SecretId
    key: str | None = None

    def __str__(self) -> str:
        return f"{self.secret}#{self.key}" if self.key else str(self.secret)


def references(environ: Mapping[str, str]) -> dict[str, Reference]:
    """The variables that refer to a secret. Raises ConfigError, naming each that does so wrongly.

    Neither a secret's name nor its ARN can hold a `#` (AWS's `CreateSecret`, `PutParameter`).
    """
    found, errors = {}, []
    for variable, text in environ.items():
        service, colon, rest = text.strip().partition(":")
        if not colon or service not in SERVICES:
            continue
        name, mark, key = rest.partition("#")
        if name and (key or not mark):
            found[variable] = Reference(SecretId(service, name), key or None)
        else:
            errors.append(f"{variable} must be {service}:NAME or {service}:NAME#KEY")
    if errors:
        raise ConfigError(errors)
    return found


def by_secret(found: Mapping[str, Reference]) -> dict[SecretId, list[str]]:
    """The variables that refer to each secret."""
    variables: dict[SecretId, list[str]] = {}
    for variable, reference in found.items():
        variables.setdefault(reference.secret, []).append(variable)
    return variables


def picked(text: str, key: str | None) -> str:
    """What a secret's text says under `key`. Raises ValueError with the end of a sentence."""
    value = text if key is None else _under(text, key)
    if not value.strip():
        raise ValueError("is empty")
    return value


def read(found: Mapping[str, Reference], store: SecretStore) -> dict[str, str]:
    """The value of each variable; a secret is asked for once, however many refer to it.

    Raises ConfigError, with a sentence for every variable at fault, or Unavailable.
    """
    values, errors = {}, []
    for secret, variables in by_secret(found).items():
        try:
            text = store.read(secret)
        except ConfigError as error:
            errors += [f"{', '.join(variables)}: {sentence}" for sentence in error.errors]
            continue
        for variable in variables:
            try:
                values[variable] = picked(text, found[variable].key)
            except ValueError as error:
                errors.append(f"{variable}: {found[variable]} {error}")
    if errors:
        raise ConfigError(errors)
    return values


class Renewal(ContextDecorator):
    """Calls `start` with the environment, values in place of references: at once, and again when
    a value has changed. Around each invocation (`with renewal:` or `@renewal`) it looks whether
    one has.

    Raises at once ConfigError or Unavailable; later it logs them, and what was started goes on.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        open_store: Callable[[], SecretStore],
        start: Callable[[Mapping[str, str]], None],
        clock: Clock,
    ) -> None:
        self._environ, self._start, self._clock = environ, start, clock
        self._references = references(environ)
        self._values: dict[str, str] = {}
        self._wait, self._trouble = SECRETS_MAX_AGE, ""
        if self._references:
            self._store = open_store()
            self._values = read(self._references, self._store)
            self._read_at = clock()
        self._begin(self._values)

    def __enter__(self) -> Self:
        # Unix time: it goes on while a function is frozen.
        if self._references and self._clock() - self._read_at >= self._wait:
            self._read_at, self._wait = self._clock(), SECRETS_MAX_AGE
            self._renew()
        return self

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        if isinstance(error, Unavailable):
            self.hurry()

    def hurry(self) -> None:
        """An invocation failed, perhaps because a secret has changed: read again soon."""
        self._wait = SECRETS_RETRY

    def _renew(self) -> None:
        try:
            values = read(self._references, self._store)
            changed = [name for name in values if values[name] != self._values[name]]
            if changed:
                self._begin(values)
        except (ConfigError, Unavailable) as error:
            self._note(str(error))
            return
        self._note("")
        self._values = values
        if changed:
            logger.info("started anew with other secrets in %s", ", ".join(changed))

    def _begin(self, values: Mapping[str, str]) -> None:
        try:
            self._start({**self._environ, **values})
        except ConfigError as error:
            sentences = [_without(values, s, self._references) for s in error.errors]
            raise ConfigError(sentences) from None

    def _note(self, trouble: str) -> None:
        """Says once what is wrong, and once that it is over."""
        if trouble and trouble != self._trouble:
            logger.error("secrets cannot be renewed, the last ones stay in use: %s", trouble)
        elif self._trouble and not trouble:
            logger.info("secrets can be renewed again")
        self._trouble = trouble


def _under(text: str, key: str) -> str:
    try:
        content: Any = json.loads(text)
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise ValueError(
            "is no JSON object: put one into the secret, or leave out the # and the key"
        )
    if key not in content:
        raise ValueError("is not there: the secret has no such key")
    value = content[key]
    if isinstance(value, dict | list | None):
        raise ValueError("is neither text nor a number")
    return value if isinstance(value, str) else json.dumps(value)


def _without(values: Mapping[str, str], sentence: str, found: Mapping[str, Reference]) -> str:
    """The sentence about a setting, which may quote it, without a value that is a secret."""
    variable = sentence.partition(" ")[0]
    if variable in found:
        return f"{variable} cannot be what {found[variable]} holds"
    for value in values.values():
        sentence = sentence.replace(value.strip(), "***")
    return sentence
