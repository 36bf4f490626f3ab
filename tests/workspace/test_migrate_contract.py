"""Tables and landing files of other releases on a real workspace."""

import pytest

from tests.integration.test_migrate_contract import *  # noqa: F403

pytestmark = pytest.mark.workspace

del test_migrating_at_the_same_time_does_no_harm  # noqa: F821  (of the embedded lakehouse)
