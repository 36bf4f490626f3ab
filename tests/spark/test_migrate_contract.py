"""Tables and landing files of other releases on Spark."""

import pytest

from tests.integration.test_migrate_contract import *  # noqa: F403
from tests.spark.cluster import SparkCluster

pytestmark = pytest.mark.spark

del test_migrating_at_the_same_time_does_no_harm  # noqa: F821  (of the embedded lakehouse)


@pytest.fixture(autouse=True)
def states_are_not_there(spark: SparkCluster) -> None:
    spark.ask("DROP TABLE IF EXISTS flight_tracker.flight_states", {})
