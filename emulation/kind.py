"""The kinds of resources that the tracker's path needs, each as calls of AWS's API.

`arguments` picks from a resource's values in Terraform's state what the calls take; `create` and
`update` answer the attributes that others refer to, by Terraform's names. Buckets' encryption,
ownership, lifecycle and policies are not here: the emulator speaks HTTP, keeps nothing and has no
public side.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

Values = dict[str, Any]
Outputs = dict[str, str]


class Aws:
    """One client of each service."""

    def __init__(self, connect: Callable[[str], Any]) -> None:
        self._connect = connect
        self._clients: dict[str, Any] = {}

    def __getattr__(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._connect({"function": "lambda"}.get(service, service))
        return self._clients[service]


class Kind(NamedTuple):
    """One type of resource."""

    arguments: Callable[[Values], Values]
    create: Callable[[Aws, Values], Outputs]
    delete: Callable[[Aws, Values, Outputs], None]
    change: Callable[[Aws, Values, Outputs], Outputs] | None = None

    def update(self, aws: Aws, arguments: Values, outputs: Outputs) -> Outputs:
        """In place where the API can, else by making it anew."""
        if self.change is not None:
            return self.change(aws, arguments, outputs)
        self.delete(aws, arguments, outputs)
        return self.create(aws, arguments)


def block(values: Values, name: str) -> Values:
    """The one block of that name; empty where there is none."""
    found = values.get(name) or [{}]
    return dict(found[0])


def given(**arguments: Any) -> Values:
    """Without what Terraform left to AWS."""
    return {name: value for name, value in arguments.items() if value not in (None, "", {}, [])}


def picked(*names: str) -> Callable[[Values], Values]:
    """The arguments of these names as they are."""
    return lambda values: {name: values.get(name) for name in names}
