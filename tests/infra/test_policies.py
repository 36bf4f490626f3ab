"""The judge of the policies is itself judged."""

import pytest

from tests.infra.policies import allows, statements

READ = {
    "Sid": "Read",
    "Effect": "Allow",
    "Action": ["s3:GetObject"],
    "Resource": ["arn:aws:s3:::b/live/*"],
}


def test_what_no_statement_allows_is_denied() -> None:
    assert not allows([], "s3:GetObject", "arn:aws:s3:::b/live/x")
    assert not allows([READ], "s3:PutObject", "arn:aws:s3:::b/live/x")
    assert not allows([READ], "s3:GetObject", "arn:aws:s3:::b/lively/x")


def test_a_star_goes_over_slashes_and_a_question_mark_is_one_character() -> None:
    assert allows([READ], "s3:getobject", "arn:aws:s3:::b/live/a/b.arrow")
    secret = {**READ, "Resource": ["arn:secret:kafka-??????"]}
    assert allows([secret], "s3:GetObject", "arn:secret:kafka-AbCdEf")
    assert not allows([secret], "s3:GetObject", "arn:secret:kafka-other-AbCdEf")


def test_a_bracket_is_only_a_bracket() -> None:
    assert not allows([{**READ, "Resource": ["a[bc]"]}], "s3:GetObject", "ab")


def test_a_denial_wins() -> None:
    denial = {**READ, "Effect": "Deny"}
    assert not allows([READ, denial], "s3:GetObject", "arn:aws:s3:::b/live/x")


def test_a_condition_holds_for_its_values_only() -> None:
    conditions = {
        "StringEquals": {"iam:PassedToService": ["a.amazonaws.com", "b.amazonaws.com"]},
        "ArnLike": {"lambda:FunctionArn": "arn:*:function:ours-*"},
    }
    call = ("s3:GetObject", "arn:aws:s3:::b/live/x")
    right = {
        "iam:PassedToService": "b.amazonaws.com",
        "lambda:FunctionArn": "arn:x:function:ours-1",
    }
    policy = [{**READ, "Condition": conditions}]
    assert allows(policy, *call, right)
    assert not allows(policy, *call)
    assert not allows(policy, *call, {**right, "iam:PassedToService": "ec2.amazonaws.com"})
    assert not allows(policy, *call, {**right, "lambda:FunctionArn": "arn:x:function:theirs"})


def test_what_cannot_be_judged_is_refused() -> None:
    by_address = {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    with pytest.raises(ValueError, match="IpAddress"):
        allows([{**READ, "Condition": by_address}], "s3:GetObject", "arn:aws:s3:::b/live/x")
    with pytest.raises(ValueError, match="NotAction"):
        allows([{**READ, "NotAction": []}], "s3:GetObject", "arn:aws:s3:::b/live/x")
    with pytest.raises(LookupError, match="nobody"):
        statements({}, "nobody")
