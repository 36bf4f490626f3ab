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


def test_what_cannot_be_judged_is_refused() -> None:
    with pytest.raises(ValueError, match="Condition"):
        allows([{**READ, "Condition": {}}], "s3:GetObject", "arn:aws:s3:::b/live/x")
    with pytest.raises(LookupError, match="nobody"):
        statements({}, "nobody")
