"""Terraform's folder and its plans, made once for all tests here."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.infra import terraform
from tests.infra.terraform import Result

Resources = dict[str, dict[str, Any]]


@pytest.fixture(scope="session")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of infra/terraform with its providers."""
    terraform.require()
    folder = terraform.copy(tmp_path_factory.mktemp("infra") / "terraform")
    terraform.init(folder)
    return folder


@pytest.fixture(scope="session")
def tested(modules: Path) -> Callable[[str], tuple[Result, Resources]]:
    """By environment: how its tests went, and what its plan would make."""
    return cache(lambda environment: terraform.tested(modules, environment))


@pytest.fixture(scope="session", params=terraform.ENVIRONMENTS)
def planned(
    request: pytest.FixtureRequest, tested: Callable[[str], tuple[Result, Resources]]
) -> Resources:
    """The resources of each environment in turn."""
    result, resources = tested(request.param)
    assert resources, result.said
    return resources


@pytest.fixture(scope="session")
def prod(tested: Callable[[str], tuple[Result, Resources]]) -> Resources:
    """The environment that has every part."""
    result, resources = tested("prod")
    assert resources, result.said
    return resources
