"""The contract of Lakehouse on Spark."""

import pytest

from tests.integration.test_lakehouse_contract import *  # noqa: F403

pytestmark = [pytest.mark.spark, pytest.mark.usefixtures("nothing_there")]

# Of the embedded lakehouse alone.
del test_a_load_is_one_version_of_the_table  # noqa: F821
del test_a_load_looks_into_no_file_of_another_log  # noqa: F821
del test_states_are_partitioned_by_the_day_of_their_snapshot  # noqa: F821
del test_two_loaders_of_the_same_files_in_one_process_do_no_harm  # noqa: F821
del test_two_processes_that_load_overlapping_files_do_no_harm  # noqa: F821
