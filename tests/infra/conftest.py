"""Terraform's folder and its plans, made once for all tests here."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.infra import terraform
from tests.infra.terraform import Result

Resources = dict[str, dict[str, Any]]
Tested = Callable[[str], tuple[Result, dict[str, Resources]]]


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of infra/terraform with its providers."""
    terraform.require()
    folder = terraform.copy(tmp_path_factory.mktemp("infra") / "terraform")
    terraform.init(folder)
    return folder


@pytest.fixture(scope="session")
def tested(modules: Path) -> Tested:
    """By environment: how its tests went, and what the plan of each run would make."""
    return cache(lambda environment: terraform.environment_tested(modules, environment))


@pytest.fixture(scope="session")
def plan_of(tested: Tested) -> Callable[..., Resources]:
    """The resources of an environment: of its first run, or of the one that is named."""

    def planned(environment: str, run: str | None = None) -> Resources:
        result, plans = tested(environment)
        assert plans, result.said
        return plans[run] if run else next(iter(plans.values()))

    return planned


@pytest.fixture(scope="session", params=terraform.ENVIRONMENTS)
def planned(request: pytest.FixtureRequest, plan_of: Callable[..., Resources]) -> Resources:
    """The resources of each environment in turn."""
    return plan_of(request.param)


@pytest.fixture(scope="session")
def prod(plan_of: Callable[..., Resources]) -> Resources:
    """The environment that has every part."""
    return plan_of("prod")
