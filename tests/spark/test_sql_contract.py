"""The contract of SqlEngine on Spark."""

import pytest

from tests.integration.test_sql_contract import *  # noqa: F403

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("nothing_there")]
