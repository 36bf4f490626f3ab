"""What the stand-in provider invented is told apart, and replaced."""

from typing import Any

import pytest

from emulation.placeholders import Unresolved, own, resolve, tell_apart


def queue(number: int) -> dict[str, Any]:
    hash_ = f"{number:012x}"
    attributes = {
        "id": f"mock-id-{hash_}",
        "arn": f"arn:aws:sqs:us-east-1:123456789012:mock-{hash_}",
        "url": "mock-url",
        "name": f"queue-{number}",
    }
    return {"mode": "managed", "instances": [{"attributes": attributes}]}


def test_two_queues_get_urls_of_their_own() -> None:
    state = {"resources": [queue(1), queue(2)]}
    assert tell_apart(state)
    first, second = (r["instances"][0]["attributes"] for r in state["resources"])
    assert first["url"] != second["url"] and first["name"] == "queue-1"


def test_what_has_been_told_apart_stays() -> None:
    state = {"resources": [queue(1)]}
    tell_apart(state)
    assert not tell_apart(state)


def test_a_value_taken_from_another_resource_is_left_alone() -> None:
    other = queue(2)["instances"][0]["attributes"]["arn"]
    rule = queue(1)
    rule["instances"][0]["attributes"]["dead_letters"] = other
    tell_apart({"resources": [rule]})
    assert rule["instances"][0]["attributes"]["dead_letters"] == other


def test_an_invented_value_is_replaced_inside_json_and_templates() -> None:
    state = {"resources": [queue(1)]}
    tell_apart(state)
    invented = own(state["resources"][0]["instances"][0]["attributes"])
    known = {invented["url"]: "http://real", invented["arn"]: "arn:real"}
    text = f'{{"QueueUrl":"{invented["url"]}"}}'
    assert resolve(text, known) == '{"QueueUrl":"http://real"}'
    assert resolve([{"a": f"{invented['arn']}/*"}], known) == [{"a": "arn:real/*"}]


def test_a_value_that_nobody_made_is_an_error() -> None:
    with pytest.raises(Unresolved, match="mock-url"):
        resolve({"QueueUrl": "mock-url"}, {})
