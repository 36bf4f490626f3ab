"""The example of Confluent Cloud: users that may what they need, and no key in an output."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from flight_tracker.adapters import kafka_reader
from tests.infra import terraform
from tests.infra.terraform import FOLDER

EXAMPLE = FOLDER / "examples" / "confluent"
TOPICS = ("flights.states", "flights.rejected")

Right = tuple[str, str, str]


def rights(folder: Path, user: str, *, poller: bool) -> set[Right]:
    """Operation, kind and name, as Terraform works them out; that needs no provider."""
    terraform.require()
    for name in ("variables.tf", "rights.tf"):
        shutil.copy(EXAMPLE / name, folder)
    done = subprocess.run(
        ["terraform", "console", f"-var=poller={str(poller).lower()}"],
        cwd=folder,
        input="jsonencode(local.rights)",
        capture_output=True,
        text=True,
        timeout=60,
    )
    found = json.loads(json.loads(done.stdout)).values()
    return {(r["operation"], r["type"], r["name"]) for r in found if r["user"] == user}


def test_the_poller_writes_to_the_two_topics_and_nothing_else(tmp_path: Path) -> None:
    assert rights(tmp_path, "poller", poller=True) == {
        *((operation, "TOPIC", t) for t in TOPICS for operation in ("WRITE", "DESCRIBE")),
        ("IDEMPOTENT_WRITE", "CLUSTER", "kafka-cluster"),
    }


def test_without_a_poller_elsewhere_there_is_no_user_for_it(tmp_path: Path) -> None:
    assert rights(tmp_path, "poller", poller=False) == set()


def test_the_functions_read_in_their_own_groups(tmp_path: Path) -> None:
    found = rights(tmp_path, "tracker", poller=False)
    groups = {(operation, name) for operation, kind, name in found if kind == "GROUP"}
    names = ("flight-tracker-consume-", kafka_reader.GROUP)
    assert groups == {(op, name) for name in names for op in ("READ", "DESCRIBE")}
    trigger = (FOLDER / "modules/stream/main.tf").read_text("utf-8")
    assert 'consumer_group_id = "${var.context.name}-consume-' in trigger


@pytest.mark.parametrize("path", sorted(EXAMPLE.glob("*.tf")), ids=lambda path: path.name)
def test_a_key_goes_into_a_write_only_argument_only(path: Path) -> None:
    lines = [
        line for line in path.read_text("utf-8").splitlines() if re.search(r"\.secret\b", line)
    ]
    # and to Confluent's own provider, which makes topics and rights with the administrator's
    allowed = re.compile(r'^\s+secret_string_wo +=|^\s+secret = confluent_api_key\.this\["admin"\]')
    assert [line for line in lines if not allowed.search(line)] == []
    assert path.name != "outputs.tf" or not lines
