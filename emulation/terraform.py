"""Terraform on a copy of infra/terraform, which keeps the state and what `init` fetches.

With the real AWS provider `apply` deploys into the emulator by itself. Where only its schemas can
be had (the stand-in, version 6.99.0) `apply` invents what AWS would answer; `emulation.deployment`
then carries what Terraform computed over to the emulator.
"""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MODULES = ROOT / "infra" / "terraform"
STAND_IN = "6.99.0"
SECONDS = 600


class TerraformError(Exception):
    """What Terraform said, without its decoration."""


class Terraform:
    """One deployment: the folder `folder`, the variables of `files` and `variables`.

    `environment`: whole, with the emulator's address and credentials.
    Raises TerraformError where a command fails, and where there is no Terraform.
    """

    def __init__(
        self,
        folder: Path,
        *,
        files: tuple[Path, ...],
        variables: Mapping[str, str],
        environment: Mapping[str, str],
    ) -> None:
        self._folder = folder
        self._environment = {**environment, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0"}
        self._inputs = [f"-var-file={file}" for file in files]
        self._inputs += [f"-var={name}={value}" for name, value in variables.items()]

    @property
    def state(self) -> Path:
        return self._folder / "terraform.tfstate"

    def init(self) -> None:
        """Take the modules as they are now; an earlier state stays.

        What belongs to whoever deploys from that folder stays there: backend, variables, state.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for path in MODULES.glob("*.tf"):
            if path.name != "backend.tf":
                shutil.copy(path, self._folder)
        for name in ("modules", "environments"):
            shutil.copytree(MODULES / name, self._folder / name, dirs_exist_ok=True)
        self._run("init", "-no-color")

    def is_stand_in(self) -> bool:
        versions = json.loads(self._run("version", "-json"))["provider_selections"]
        return bool(versions["registry.terraform.io/hashicorp/aws"] == STAND_IN)

    def apply(self) -> dict[str, list[str]]:
        """Plan, and do what the plan says; the addresses of resources by action."""
        plan = self._folder / "emulation.tfplan"
        self._run("plan", "-no-color", f"-out={plan}", *self._inputs)
        changes = self._actions(plan)
        if changes:
            self._run("apply", "-no-color", str(plan))
        plan.unlink()
        return changes

    def destroy(self) -> None:
        self._run("destroy", "-no-color", "-auto-approve", *self._inputs)

    def values(self) -> dict[str, Any]:
        """The state as `terraform show -json` tells it."""
        return dict(json.loads(self._run("show", "-json")).get("values", {}))

    def _actions(self, plan: Path) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        shown = json.loads(self._run("show", "-json", str(plan)))
        for change in shown.get("resource_changes", []):
            action = "+".join(change["change"]["actions"])
            if action not in ("no-op", "read"):
                found.setdefault(action, []).append(change["address"])
        return found

    def _run(self, *arguments: str) -> str:
        try:
            done = subprocess.run(
                ["terraform", *arguments],
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                start_new_session=True,  # Ctrl-C is for us: half an apply is no use
            )
        except OSError as error:
            raise TerraformError(f"terraform cannot be run: {error}") from error
        if done.returncode != 0:
            raise TerraformError(_errors(done.stderr) or done.stdout[-2000:])
        return done.stdout


def _errors(text: str) -> str:
    """Terraform's errors without boxes and without the warnings before them."""
    lines = [line.strip("│╷╵ \t") for line in text.splitlines()]
    first = next((i for i, line in enumerate(lines) if line.startswith("Error:")), None)
    return "" if first is None else "\n".join(line for line in lines[first:] if line)
