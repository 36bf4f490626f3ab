"""The contract of SqlEngine on a real workspace."""

import pytest

from tests.integration.test_sql_contract import *  # noqa: F403

pytestmark = pytest.mark.workspace
