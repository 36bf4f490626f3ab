"""`terraform apply` into the emulator, and `destroy`: with the real provider, or carried over.

Carried over means: Terraform plans and applies with the stand-in provider; of every resource that
`emulation.kinds` knows, what Terraform computed goes to the emulator through its API, in the order
of their dependencies; a record of it tells the next `apply` what to change.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from emulation import kinds, placeholders
from emulation.kind import Aws, Kind
from emulation.ministack import Emulator
from emulation.terraform import Terraform

SETTLES = 4
"""Applies after which every invented value has reached whatever refers to it."""

Record = dict[str, dict[str, Any]]


class Report(NamedTuple):
    """What an apply did. `by`: who deployed; `left_out`: types of resources that nobody made."""

    by: str
    created: list[str]
    changed: list[str]
    deleted: list[str]
    left_out: list[str]

    @property
    def is_empty(self) -> bool:
        return not (self.created or self.changed or self.deleted)


class Deployment:
    """The tracker in one emulator. `folder` keeps Terraform's state and our record."""

    def __init__(self, terraform: Terraform, emulator: Emulator, folder: Path) -> None:
        self._terraform = terraform
        self._aws = Aws(emulator.client)
        self._record_file = folder / "carried.json"

    def apply(self) -> Report:
        """Raises TerraformError, placeholders.Unresolved, and what the emulator refuses."""
        self._terraform.init()
        if not self._terraform.is_stand_in():
            changes = self._terraform.apply()
            return Report("terraform apply", *_by_action(changes), [])
        self._settle()
        return self._carry(list(_resources(self._terraform.values())))

    def destroy(self) -> None:
        """Take away what `apply` made. Safe to call again, and after half an apply."""
        self._terraform.init()
        if self._terraform.is_stand_in():
            self._delete(list(self._record()))
        self._terraform.destroy()

    def has(self, address: str) -> bool:
        """Whether there is such a resource."""
        if self._record_file.exists():
            return address in self._record()
        return any(r["address"] == address for r in _resources(self._terraform.values()))

    def output(self, address: str, name: str) -> str:
        """What the emulator answered for an attribute, as the URL of the gateway."""
        if self._record_file.exists():
            return str(self._record()[address]["outputs"][name])
        found = {r["address"]: r["values"] for r in _resources(self._terraform.values())}
        return str(found[address][name])

    def _settle(self) -> None:
        for _ in range(SETTLES):
            self._terraform.apply()
            state = json.loads(self._terraform.state.read_text())
            if not placeholders.tell_apart(state):
                return
            self._terraform.state.write_text(json.dumps(state))
        raise RuntimeError("Terraform's state does not settle: the stand-in invents anew each time")

    def _carry(self, resources: list[dict[str, Any]]) -> Report:
        record = self._record()
        report = Report("the plan carried over (stand-in provider)", [], [], [], [])
        known: dict[str, str] = {}
        for resource in _ordered(resources):
            kind = kinds.KINDS.get(resource["type"])
            if kind is None:
                report.left_out.append(resource["type"])
                continue
            self._carry_one(resource, kind, record, known, report)
        wanted = {resource["address"] for resource in resources}
        report.deleted.extend(self._delete([a for a in record if a not in wanted]))
        return report._replace(left_out=sorted(set(report.left_out)))

    def _carry_one(
        self,
        resource: dict[str, Any],
        kind: Kind,
        record: Record,
        known: dict[str, str],
        report: Report,
    ) -> None:
        address, values = resource["address"], resource["values"]
        arguments = placeholders.resolve(kind.arguments(values), known)
        before = record.get(address)
        if before is None:
            outputs = kind.create(self._aws, arguments)
            report.created.append(address)
        elif before["arguments"] != arguments:
            outputs = kind.update(self._aws, arguments, before["outputs"])
            report.changed.append(address)
        else:
            outputs = before["outputs"]
        record[address] = {"type": resource["type"], "arguments": arguments, "outputs": outputs}
        self._save(record)
        invented = {**placeholders.own(values), "id": values["id"]}
        known |= {invented[name]: real for name, real in outputs.items() if name in invented}

    def _delete(self, addresses: list[str]) -> list[str]:
        """In the reverse order of their making."""
        record = self._record()
        for address in reversed(addresses):
            made = record.pop(address)
            kinds.KINDS[made["type"]].delete(self._aws, made["arguments"], made["outputs"])
            self._save(record)
        return addresses

    def _record(self) -> Record:
        if not self._record_file.exists():
            return {}
        return dict(json.loads(self._record_file.read_text()))

    def _save(self, record: Record) -> None:
        self._record_file.write_text(json.dumps(record, indent=1))


def _resources(values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    def inside(module: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield from (r for r in module.get("resources", []) if r["mode"] == "managed")
        for child in module.get("child_modules", []):
            yield from inside(child)

    yield from inside(values.get("root_module", {}))


def _ordered(resources: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each after what it depends on; Terraform names that without the keys of instances."""
    done: set[str] = set()
    ordered: list[dict[str, Any]] = []
    waiting = sorted(resources, key=lambda resource: str(resource["address"]))
    name: Callable[[str], str] = lambda address: re.sub(r"\[[^\]]*\]", "", address)  # noqa: E731
    while waiting:
        open_ = {name(resource["address"]) for resource in waiting}
        ready = [
            r for r in waiting if not open_ & ({*r.get("depends_on", [])} - {name(r["address"])})
        ]
        assert ready, "Terraform's state has a circle of dependencies"
        ordered += ready
        done |= {resource["address"] for resource in ready}
        waiting = [resource for resource in waiting if resource["address"] not in done]
    return ordered


def _by_action(changes: dict[str, list[str]]) -> tuple[list[str], list[str], list[str]]:
    """Terraform's actions in our three words."""
    made, gone = changes.get("create", []), changes.get("delete", [])
    others = (found for action, found in changes.items() if action not in ("create", "delete"))
    return made, [address for found in others for address in found], gone
