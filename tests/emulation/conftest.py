"""The emulated cloud, started once; `make emulate-test` runs what needs it."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from emulation import cloud, ministack, runtime
from emulation.cloud import Cloud
from emulation.terraform import TerraformError
from tests.e2e.local_run import free_port
from tests.emulation import faulty_bucket
from tests.emulation.stage import SMALL_SKY, Stage
from tests.infra import terraform


@pytest.fixture(scope="session")
def prepared() -> None:
    """Skip where something is missing that cannot be made here."""
    terraform.require()
    if not ministack.PYTHON.exists():
        pytest.skip("the emulator is not installed: `make emulate-test` does it")
    if not (cloud.PACKAGES / "packages.json").exists():
        pytest.skip("the packages are not built: run `make package`")
    if reasons := runtime.why_not(cloud.PACKAGES, ministack.PYTHON):
        pytest.skip("; ".join(reasons))


Opened = Callable[..., AbstractContextManager[Stage]]


@pytest.fixture(scope="session")
def opened(prepared: None, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Opens an emulated cloud of one's own with the tracker deployed in it."""

    @contextmanager
    def open_stage(*, sasl: bool = False, **variables: object) -> Iterator[Stage]:
        folder = tmp_path_factory.mktemp("cloud") / "run"
        with (
            cloud.started(folder, free_port(), sasl=sasl) as running,
            faulty_bucket.between(running.emulator.url) as bucket,
        ):
            texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in variables.items()}
            own = {**SMALL_SKY, "function_endpoint_url": bucket.url, **texts}
            deployment = running.deployment(own)
            try:
                deployment.apply()
            except TerraformError as error:
                if terraform.UNAVAILABLE.search(str(error)):
                    pytest.skip(f"provider not available: {error}")
                raise
            yield Stage(running, deployment, bucket)

    return open_stage


@pytest.fixture(scope="session")
def stage(opened: Opened) -> Iterator[Stage]:
    """The tracker deployed; nothing calls the functions but the tests."""
    with opened(function_sizes={"consume_batch": {"timeout_seconds": 6}}) as made:
        yield made


@pytest.fixture
def empty(prepared: None, tmp_path: Path) -> Iterator[Cloud]:
    """An emulator with nothing in it, and no broker: nothing is called."""
    from emulation.broker import Broker

    with ministack.started(free_port(), tmp_path / "ministack") as emulator:
        broker = Broker("none", {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"})
        yield Cloud(emulator, broker, tmp_path)
