"""The whole emulated cloud: emulator, broker, deployment, and what the emulator lacks."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from emulation import broker, ministack
from emulation.broker import Broker
from emulation.deployment import Deployment
from emulation.ministack import Emulator
from emulation.processes import child
from emulation.terraform import MODULES, Terraform

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "dist"
VARIABLES = (MODULES / "environments" / "localstack.tfvars", ROOT / "emulation/ministack.tfvars")
GATEWAY = 'module.http_api.aws_apigatewayv2_api.this["this"]'
FUNCTION_URL = "module.http_api.aws_lambda_function_url.this[0]"
CONSUMER = "flight-tracker-consume-batch"
END_SECONDS = 5.0


class Cloud(NamedTuple):
    """An emulator and a broker, with nothing deployed yet. `folder` keeps logs and state."""

    emulator: Emulator
    broker: Broker
    folder: Path

    def deployment(
        self,
        variables: Mapping[str, str] | None = None,
        *,
        files: tuple[Path, ...] = VARIABLES,
    ) -> Deployment:
        """The tracker with localstack.tfvars and what this emulator has more.

        `variables`: Terraform's, over those of the files.
        """
        servers = self.broker.bootstrap_servers
        own = {
            "packages_folder": str(PACKAGES),
            "function_endpoint_url": self.emulator.url,
            "kafka_bootstrap_servers": servers,
        }
        if log_id := self.broker.environment.get("KAFKA_LOG_ID"):
            own["kafka_log_id"] = log_id
        terraform = Terraform(
            self.folder / "terraform",
            files=files,
            variables=own | dict(variables or {}),
            environment=self.emulator.over(os.environ),
        )
        return Deployment(terraform, self.emulator, self.folder)

    @contextmanager
    def event_poller(self) -> Iterator[None]:
        """Kafka's trigger of the deployed consume_batch."""
        with self._part("event_poller", CONSUMER, **self.broker.environment):
            yield

    @contextmanager
    def ticker(self) -> Iterator[None]:
        """The schedules that MiniStack does not deliver."""
        with self._part("ticker"):
            yield

    @contextmanager
    def website(self, api: str, port: int) -> Iterator[str]:
        """The page with the API under /api; its URL."""
        with self._part("website", api, f"--through={self.emulator.url}", DASHBOARD_PORT=str(port)):
            yield f"http://localhost:{port}"

    @contextmanager
    def _part(self, name: str, *arguments: str, **environment: str) -> Iterator[None]:
        command = [sys.executable, "-m", f"emulation.{name}", *arguments]
        log = self.folder / "logs" / f"{name}.log"
        variables = {**self.emulator.over(os.environ), **environment}
        with child(command, variables, log, stop_seconds=END_SECONDS, cwd=ROOT):
            yield


@contextmanager
def started(folder: Path, port: int, *, sasl: bool = False) -> Iterator[Cloud]:
    """Emulator and broker, both empty; what an earlier run left in `folder` is thrown away."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "logs").mkdir(parents=True)
    with ExitStack() as stack:
        running = stack.enter_context(broker.started(folder / "logs" / "broker.log", sasl=sasl))
        emulator = stack.enter_context(ministack.started(port, folder / "ministack"))
        yield Cloud(emulator, running, folder)


def api_url(deployment: Deployment) -> str:
    """Where the emulated gateway answers, or the function URL."""
    if deployment.has(FUNCTION_URL):
        return deployment.output(FUNCTION_URL, "function_url").rstrip("/")
    return deployment.output(GATEWAY, "api_endpoint")
