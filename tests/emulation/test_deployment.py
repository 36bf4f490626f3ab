"""What is deployed is what Terraform computed; again, by halves, and away."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from emulation import ministack
from emulation.cloud import PACKAGES, ROOT, Cloud
from emulation.terraform import TerraformError
from tests.e2e.local_run import free_port
from tests.emulation.stage import Stage, inventory
from tests.integration.waiting import eventually

pytestmark = pytest.mark.emulation
FUNCTIONS = {"flight-tracker-api", "flight-tracker-consume-batch", "flight-tracker-poll-opensky"}


def test_functions_have_names_handlers_sizes_and_variables_of_the_plan(stage: Stage) -> None:
    client = stage.cloud.emulator.client("lambda")
    deployed = {f["FunctionName"]: f for f in client.list_functions()["Functions"]}
    poll = deployed["flight-tracker-poll-opensky"]
    assert set(deployed) == FUNCTIONS
    assert (poll["Handler"], poll["MemorySize"], poll["Timeout"]) == ("main.handler", 512, 30)
    variables = poll["Environment"]["Variables"]
    assert variables["OBJECT_STORE_URL"] == "s3://flight-tracker-data-123456789012"
    assert variables["POLL_INTERVAL_SECONDS"] == "30"


def test_the_schedule_sends_to_the_queue_that_calls_the_poll(stage: Stage) -> None:
    emulator = stage.cloud.emulator
    name = "flight-tracker-poll"
    found = emulator.client("scheduler").get_schedule(Name=name, GroupName=name)
    batch = json.loads(found["Target"]["Input"])
    assert [entry["DelaySeconds"] for entry in batch["Entries"]] == [0, 30]
    sqs = emulator.client("sqs")
    attributes = sqs.get_queue_attributes(QueueUrl=batch["QueueUrl"], AttributeNames=["All"])
    mappings = emulator.client("lambda").list_event_source_mappings()["EventSourceMappings"]
    assert [m["EventSourceArn"] for m in mappings] == [attributes["Attributes"]["QueueArn"]]


def test_destroy_leaves_nothing(empty: Cloud) -> None:
    before = inventory(empty)
    deployment = empty.deployment()
    deployment.apply()
    assert inventory(empty) != before
    deployment.destroy()
    assert inventory(empty) == before


def test_an_apply_that_stopped_half_way_is_finished_by_the_next(empty: Cloud) -> None:
    iam = empty.emulator.client("iam")
    taken = "flight-tracker-poll-schedule"
    iam.create_role(RoleName=taken, AssumeRolePolicyDocument="{}")
    deployment = empty.deployment()
    with pytest.raises(Exception, match="EntityAlreadyExists"):
        deployment.apply()
    half = inventory(empty)
    assert half["functions"] and not half["schedules"]
    iam.delete_role(RoleName=taken)
    assert deployment.apply().created
    assert inventory(empty)["schedules"] and inventory(empty)["functions"] == half["functions"]
    assert deployment.apply().is_empty


def test_half_an_apply_can_be_destroyed(empty: Cloud) -> None:
    iam = empty.emulator.client("iam")
    before = inventory(empty)
    iam.create_role(RoleName="flight-tracker-poll-schedule", AssumeRolePolicyDocument="{}")
    deployment = empty.deployment()
    with pytest.raises(Exception, match="EntityAlreadyExists"):
        deployment.apply()
    deployment.destroy()
    iam.delete_role(RoleName="flight-tracker-poll-schedule")
    assert inventory(empty) == before


def test_the_emulator_ends_when_who_started_it_is_killed(prepared: None, tmp_path: Path) -> None:
    port = free_port()
    code = (
        "import sys, time; from pathlib import Path; from emulation import ministack\n"
        "with ministack.started(int(sys.argv[1]), Path(sys.argv[2])):\n"
        "    time.sleep(60)"
    )
    words = [sys.executable, "-c", code, str(port), str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT) as process:
        eventually(lambda: ministack.ready(f"http://127.0.0.1:{port}"), 30)
        process.kill()
    eventually(lambda: not ministack.ready(f"http://127.0.0.1:{port}"), 10)


def without_zips(folder: Path) -> None:
    shutil.copy(PACKAGES / "packages.json", folder)


def without_anything(folder: Path) -> None:
    """As it is."""


@pytest.mark.parametrize("prepare", [without_anything, without_zips])
def test_a_missing_package_is_a_sentence_of_terraform(
    empty: Cloud, tmp_path: Path, prepare: Callable[[Path], None]
) -> None:
    folder = tmp_path / "dist"
    folder.mkdir()
    prepare(folder)
    with pytest.raises(TerraformError) as error:
        empty.deployment({"packages_folder": str(folder)}).apply()
    assert "run `make package`" in " ".join(str(error.value).split())
    assert not inventory(empty)["buckets"]
