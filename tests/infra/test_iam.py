"""Least privilege: what a function does is allowed, its neighbours' business is denied."""

import re
from collections.abc import Callable
from itertools import takewhile

import pytest

from flight_tracker import feed, lakehouse_status
from tests.infra.policies import Resources, allows, roles, statements
from tests.infra.terraform import FOLDER

NAME, HERE = "flight-tracker", "us-east-1:123456789012"
DATA = f"arn:aws:s3:::{NAME}-data-123456789012"
SECRET = f"arn:aws:secretsmanager:{HERE}:secret:{NAME}"
QUEUE = f"arn:aws:sqs:{HERE}:{NAME}"
LOG = f"arn:aws:logs:{HERE}:log-group:/aws/lambda/{NAME}"
FEED, STATUS, REFRESH = feed.KEY, lakehouse_status.KEY, lakehouse_status.REFRESH_KEY
LANDED = "landing/flight_states/log/00000/00000000000000000000-00000000000000000009.parquet"
SHARD, FRAME = (
    "live/flights.states/0.arrow.zst",
    "frames/1700000000/00000-log-00000000000000000009.arrow.zst",
)
GET, PUT, DELETE = "s3:GetObject", "s3:PutObject", "s3:DeleteObject"
READ_SECRET = "secretsmanager:GetSecretValue"

Call = tuple[str, str]

COMMENT_LINES = 12
"""How far above a wildcard its reason may stand, in the same paragraph."""

ALLOWED: dict[str, list[Call]] = {
    "poll-opensky": [
        (GET, f"{DATA}/{FEED}"),
        (PUT, f"{DATA}/{FEED}"),
        ("sqs:ReceiveMessage", f"{QUEUE}-poll-ticks"),
        ("sqs:DeleteMessage", f"{QUEUE}-poll-ticks"),
        ("sqs:GetQueueAttributes", f"{QUEUE}-poll-ticks"),
        (READ_SECRET, f"{SECRET}/kafka-AbCdEf"),
        (READ_SECRET, f"{SECRET}/poll-opensky-AbCdEf"),
    ],
    "consume-batch": [
        (GET, f"{DATA}/{FEED}"),
        (GET, f"{DATA}/{SHARD}"),
        (PUT, f"{DATA}/{SHARD}"),
        (PUT, f"{DATA}/{FRAME}"),
        (PUT, f"{DATA}/{LANDED}"),
        (PUT, f"{DATA}/rejected/log/flights.states/00000-00000000000000000009"),
        (PUT, f"{DATA}/aws/lambda/mapping/0/2026/01/31/batch"),
        (READ_SECRET, f"{SECRET}/kafka-AbCdEf"),
    ],
    "load": [
        (GET, f"{DATA}/{LANDED}"),
        (GET, f"{DATA}/{STATUS}"),
        (PUT, f"{DATA}/{STATUS}"),
        (GET, f"{DATA}/{REFRESH}"),
        (PUT, f"{DATA}/{REFRESH}"),
        (GET, f"{DATA}/{SHARD}"),
        (PUT, f"{DATA}/state/incidents.json"),
        (PUT, f"{DATA}/reports/2026-01-31.html"),
        ("sqs:SendMessage", f"{QUEUE}-load-dead-letters"),
        (READ_SECRET, f"{SECRET}/kafka-AbCdEf"),
        (READ_SECRET, f"{SECRET}/load-AbCdEf"),
    ],
    "api": [
        (GET, f"{DATA}/{SHARD}"),
        (GET, f"{DATA}/{FRAME}"),
        (GET, f"{DATA}/{FEED}"),
        (GET, f"{DATA}/{STATUS}"),
        (READ_SECRET, f"{SECRET}/kafka-AbCdEf"),
        (READ_SECRET, f"{SECRET}/api-AbCdEf"),
    ],
    "poll-schedule": [
        ("sqs:SendMessage", f"{QUEUE}-poll-ticks"),
        ("sqs:SendMessage", f"{QUEUE}-poll-dead-letters"),
    ],
    "load-schedule": [
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:{NAME}-load"),
        ("sqs:SendMessage", f"{QUEUE}-load-dead-letters"),
    ],
}
DENIED: dict[str, list[Call]] = {
    "poll-opensky": [
        (PUT, f"{DATA}/{SHARD}"),
        (GET, f"{DATA}/{LANDED}"),
        (PUT, f"{DATA}/{STATUS}"),
        ("sqs:SendMessage", f"{QUEUE}-poll-ticks"),
        ("sqs:ReceiveMessage", f"{QUEUE}-poll-dead-letters"),
        (READ_SECRET, f"{SECRET}/api-AbCdEf"),
        (READ_SECRET, f"{SECRET}/kafka-admin-AbCdEf"),
    ],
    "consume-batch": [
        (PUT, f"{DATA}/{FEED}"),
        (GET, f"{DATA}/{LANDED}"),
        (PUT, f"{DATA}/packages/api-00.zip"),
        (READ_SECRET, f"{SECRET}/poll-opensky-AbCdEf"),
    ],
    "load": [
        (PUT, f"{DATA}/{LANDED}"),
        (PUT, f"{DATA}/{FEED}"),
        (PUT, f"{DATA}/{SHARD}"),
        (READ_SECRET, f"{SECRET}/kafka-admin-AbCdEf"),
        (READ_SECRET, f"{SECRET}/api-AbCdEf"),
    ],
    "api": [
        (PUT, f"{DATA}/{SHARD}"),
        (PUT, f"{DATA}/{FEED}"),
        (GET, f"{DATA}/{LANDED}"),
        (READ_SECRET, f"{SECRET}/load-AbCdEf"),
    ],
    "poll-schedule": [
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:{NAME}-poll-opensky"),
        ("sqs:ReceiveMessage", f"{QUEUE}-poll-ticks"),
    ],
    "load-schedule": [
        ("lambda:InvokeFunction", f"arn:aws:lambda:{HERE}:function:{NAME}-api"),
        ("lambda:UpdateFunctionCode", f"arn:aws:lambda:{HERE}:function:{NAME}-load"),
    ],
}
NOBODYS: list[Call] = [
    (DELETE, f"{DATA}/{SHARD}"),
    (DELETE, f"{DATA}/{LANDED}"),
    (GET, f"{DATA}/packages/api-00.zip"),
    (GET, "arn:aws:s3:::somebody-elses/live/x"),
    ("s3:ListBucket", "arn:aws:s3:::flight-tracker-website-123456789012"),
    ("s3:PutBucketPolicy", DATA),
    ("secretsmanager:PutSecretValue", f"{SECRET}/kafka-AbCdEf"),
    ("iam:PassRole", "arn:aws:iam::123456789012:role/admin"),
    ("sts:AssumeRole", "arn:aws:iam::123456789012:role/admin"),
    ("kms:Decrypt", f"arn:aws:kms:{HERE}:key/k"),
]


def cases(table: dict[str, list[Call]]) -> list[tuple[str, str, str]]:
    return [(role, *call) for role, calls in table.items() for call in calls]


@pytest.mark.parametrize(("role", "action", "resource"), cases(ALLOWED))
def test_what_it_does_is_allowed(prod: Resources, role: str, action: str, resource: str) -> None:
    assert allows(statements(prod, f"{NAME}-{role}"), action, resource)


@pytest.mark.parametrize(("role", "action", "resource"), cases(DENIED))
def test_its_neighbours_business_is_denied(
    prod: Resources, role: str, action: str, resource: str
) -> None:
    assert not allows(statements(prod, f"{NAME}-{role}"), action, resource)


@pytest.mark.parametrize(("action", "resource"), NOBODYS)
def test_nobody_may(prod: Resources, action: str, resource: str) -> None:
    assert not [role for role in roles(prod) if allows(statements(prod, role), action, resource)]


VPC_CALLS = [
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
]
"""What Lambda asks of the role of a function with a self-managed Kafka trigger in a VPC."""


def test_in_a_vpc_a_function_may_do_what_the_kafka_trigger_needs_there(
    plan_of: Callable[..., Resources],
) -> None:
    plan = plan_of("dev", "in_a_vpc_and_with_a_key_of_ones_own")
    policy = statements(plan, f"{NAME}-dev-consume-batch")
    assert [call for call in VPC_CALLS if not allows(policy, call, "*")] == []
    assert not allows(policy, "ec2:TerminateInstances", "*")


def test_outside_a_vpc_no_function_may_anything_in_ec2(planned: Resources) -> None:
    for role in roles(planned):
        assert not any(allows(statements(planned, role), call, "*") for call in VPC_CALLS)


def test_a_key_of_ones_own_is_used_by_every_role_and_no_other_key(
    plan_of: Callable[..., Resources],
) -> None:
    plan = plan_of("dev", "in_a_vpc_and_with_a_key_of_ones_own")
    key = f"arn:aws:kms:{HERE}:key"
    for role in roles(plan):
        policy = statements(plan, role)
        assert allows(policy, "kms:Decrypt", f"{key}/k")
        assert not allows(policy, "kms:Decrypt", f"{key}/other")
        assert not allows(policy, "kms:ScheduleKeyDeletion", f"{key}/k")


def test_a_boundary_is_on_every_role(plan_of: Callable[..., Resources]) -> None:
    plan = plan_of("dev", "in_a_vpc_and_with_a_key_of_ones_own")
    made = [values for values in plan.values() if values["type"] == "aws_iam_role"]
    boundary = "arn:aws:iam::123456789012:policy/flight-tracker-dev-boundary"
    assert len(made) == len(roles(plan))
    assert {values["permissions_boundary"] for values in made} == {boundary}


def test_each_role_is_in_the_tables(prod: Resources) -> None:
    assert (
        {f"{NAME}-{role}" for role in ALLOWED}
        == set(roles(prod))
        == {f"{NAME}-{role}" for role in DENIED}
    )


def test_a_function_writes_its_own_log_only(prod: Resources) -> None:
    for role in ("poll-opensky", "consume-batch", "load", "api"):
        policy = statements(prod, f"{NAME}-{role}")
        others = {"poll-opensky", "consume-batch", "load", "api"} - {role}
        assert allows(policy, "logs:PutLogEvents", f"{LOG}-{role}:log-stream:2026/01/31/[1]a")
        assert not any(
            allows(policy, "logs:PutLogEvents", f"{LOG}-{other}:log-stream:x") for other in others
        )


def test_who_reads_may_list_so_that_a_missing_key_is_a_404(planned: Resources) -> None:
    for role in roles(planned):
        policy = statements(planned, role)
        if any(GET in statement["Action"] for statement in policy):
            assert any(statement["Action"] == ["s3:ListBucket"] for statement in policy), role


def test_every_statement_names_its_actions_and_its_resources(planned: Resources) -> None:
    for role in roles(planned):
        for statement in statements(planned, role):
            assert not any("*" in action for action in statement["Action"]), (role, statement)
            assert "*" not in statement["Resource"], (role, statement)


def reasons(lines: list[str]) -> list[str]:
    """Comments on the last line and above it, up to an empty line; checkov's are about checks."""
    paragraph = takewhile(lambda line: line.strip(), reversed(lines))
    comments = (line.partition("#")[2].strip() for line in paragraph if "#" in line)
    return [text for text in comments if text and not text.startswith("checkov:")]


def test_only_a_comment_beside_a_wildcard_is_its_reason() -> None:
    assert reasons(["# EC2 knows none", 'resources = ["*"]']) == ["EC2 knows none"]
    assert reasons(["# of something else", "", 'resources = ["*"]']) == []
    assert reasons(["# checkov:skip=CKV_AWS_1:because", 'resources = ["*"]']) == []


def test_a_wildcard_in_the_modules_says_why() -> None:
    bare = re.compile(r'^[^#]*(?:[Rr]esources?|[Aa]ctions?|host)\s*=.*"(?:[\w:-]*:)?\*"')
    silent = []
    for path in FOLDER.rglob("*.tf"):
        lines = path.read_text("utf-8").splitlines()
        for at, line in enumerate(lines):
            near = reasons(lines[max(0, at - COMMENT_LINES) : at + 1])
            if bare.search(line) and not near:
                silent.append(f"{path.relative_to(FOLDER)}:{at + 1}: {line.strip()}")
    assert silent == []
