"""What the stand-in provider invented, and what stands there in the emulator.

The stand-in answers `mock-url` for every queue. `tell_apart` makes such an answer unique in
Terraform's state; the next `apply` then hands the unique one to whatever refers to it, through any
function or template, because Terraform itself evaluates the reference. So each can be replaced by
the value that the emulator gave, wherever it stands.
"""

import re
from collections.abc import Mapping
from typing import Any

ID = re.compile(r"mock-id-(?P<hash>[0-9a-f]{12})")
INVENTED = re.compile(r"mock-[\w-]+")
MARK = "--"
"""Between an invented value and what makes it unique; no invented value has it by itself."""


class Unresolved(Exception):
    """A value refers to something that was not carried over."""


def tell_apart(state: dict[str, Any]) -> bool:
    """Make the invented attributes of a Terraform state unique, in place; whether any was not."""
    changed = False
    for resource in state.get("resources", []):
        if resource["mode"] != "managed":
            continue
        for instance in resource["instances"]:
            attributes = instance["attributes"]
            for name, value in attributes.items():
                if _is_own(name, value, attributes):
                    attributes[name] = f"{value}{MARK}{_hash(attributes)}-{name}"
                    changed = True
    return changed


def own(values: Mapping[str, Any]) -> dict[str, str]:
    """The attributes of a resource that were invented for it: name to invented value."""
    return {
        name: value
        for name, value in values.items()
        if isinstance(value, str) and _is_own(name, value.partition(MARK)[0], values)
    }


def resolve(value: Any, known: Mapping[str, str]) -> Any:
    """`value` with every invented part replaced. Raises Unresolved."""
    if isinstance(value, dict):
        return {name: resolve(inner, known) for name, inner in value.items()}
    if isinstance(value, list):
        return [resolve(inner, known) for inner in value]
    if not isinstance(value, str) or "mock-" not in value:
        return value
    for invented in sorted(known, key=len, reverse=True):
        value = value.replace(invented, known[invented])
    if left := INVENTED.search(value):
        raise Unresolved(f"{left[0]} in {value}")
    return value


def _is_own(name: str, value: Any, attributes: Mapping[str, Any]) -> bool:
    """Invented for this attribute, and not taken over from another resource."""
    if not isinstance(value, str) or name == "id" or not ID.fullmatch(str(attributes.get("id"))):
        return False
    return value == f"mock-{name}" or value.endswith(f":mock-{_hash(attributes)}")


def _hash(attributes: Mapping[str, Any]) -> str:
    found = ID.fullmatch(attributes["id"])
    assert found is not None
    return found["hash"]
