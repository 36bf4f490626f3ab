"""The roles of CI (examples/ci-role): what a deployment needs, and nothing of the neighbours."""

import json
from pathlib import Path

import pytest

from tests.infra import terraform
from tests.infra.conftest import Resources
from tests.infra.policies import Statement, allows, statements
from tests.infra.test_iam import ALLOWED

NAME, ACCOUNT, HERE = "flight-tracker", "123456789012", "us-east-1:123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/{NAME}"
FUNCTION = f"arn:aws:lambda:{HERE}:function"
BOUNDARY = {"iam:PermissionsBoundary": f"arn:aws:iam::{ACCOUNT}:policy/{NAME}-boundary"}
MAPPING = f"arn:aws:lambda:{HERE}:event-source-mapping:0"
PLAIN, FULL, FREE = (
    "each_role_is_taken_by_its_own_jobs",
    "with_a_key_and_a_vpc",
    "without_a_boundary",
)


@pytest.fixture(scope="module")
def plans(modules: Path) -> terraform.Plans:
    folder = modules / "examples" / "ci-role"
    terraform.init(folder)
    result, found = terraform.tested(folder)
    assert result.code == 0, result.said
    return found


@pytest.fixture
def deploy(plans: terraform.Plans) -> list[Statement]:
    return statements(plans[PLAIN], f"{NAME}-deploy")


def boundary(plan: Resources) -> list[Statement]:
    [policy] = [v["policy"] for v in plan.values() if v["type"] == "aws_iam_policy"]
    found: list[Statement] = json.loads(policy)["Statement"]
    return found


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:PutRolePolicy"])
def test_a_role_is_made_within_the_boundary_only(deploy: list[Statement], action: str) -> None:
    assert allows(deploy, action, f"{ROLE}-api", BOUNDARY)
    assert not allows(deploy, action, f"{ROLE}-api")
    other = {"iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}
    assert not allows(deploy, action, f"{ROLE}-api", other)
    assert not allows(deploy, action, f"arn:aws:iam::{ACCOUNT}:role/admin", BOUNDARY)


@pytest.mark.parametrize(
    "action",
    [
        "iam:DeleteRolePermissionsBoundary",
        "iam:AttachRolePolicy",
        "iam:CreatePolicyVersion",
        "iam:CreateUser",
    ],
)
def test_the_boundary_cannot_be_got_round(deploy: list[Statement], action: str) -> None:
    for resource in (f"{ROLE}-api", BOUNDARY["iam:PermissionsBoundary"], "*"):
        assert not allows(deploy, action, resource, BOUNDARY)


def test_a_role_is_given_to_lambda_and_scheduler_only(deploy: list[Statement]) -> None:
    for service, is_allowed in (("lambda", True), ("scheduler", True), ("ec2", False)):
        context = {"iam:PassedToService": f"{service}.amazonaws.com"}
        assert allows(deploy, "iam:PassRole", f"{ROLE}-api", context) == is_allowed
    context = {"iam:PassedToService": "lambda.amazonaws.com"}
    assert not allows(deploy, "iam:PassRole", f"arn:aws:iam::{ACCOUNT}:role/admin", context)


def test_a_trigger_calls_our_functions_only(deploy: list[Statement]) -> None:
    for call in ("Create", "Update", "Delete"):
        action = f"lambda:{call}EventSourceMapping"
        ours = {"lambda:FunctionArn": f"{FUNCTION}:{NAME}-consume-batch"}
        theirs = {"lambda:FunctionArn": f"{FUNCTION}:payroll"}
        assert allows(deploy, action, MAPPING, ours)
        assert not allows(deploy, action, MAPPING, theirs)
        assert not allows(deploy, action, MAPPING)


@pytest.mark.parametrize("role", ["deploy", "plan"])
def test_no_role_of_ci_is_changed_by_ci(deploy: list[Statement], role: str) -> None:
    assert not allows(deploy, "iam:PutRolePolicy", f"{ROLE}-{role}", BOUNDARY)
    assert not allows(deploy, "iam:UpdateAssumeRolePolicy", f"{ROLE}-{role}")


def test_deploying_reads_no_secret(deploy: list[Statement]) -> None:
    secret = f"arn:aws:secretsmanager:{HERE}:secret:{NAME}/kafka-AbCdEf"
    assert allows(deploy, "secretsmanager:CreateSecret", secret)
    assert not allows(deploy, "secretsmanager:GetSecretValue", secret)


def test_a_plan_asks_for_the_account_and_nothing_else(plans: terraform.Plans) -> None:
    policy = statements(plans[PLAIN], f"{NAME}-plan")
    assert [statement["Action"] for statement in policy] == [["sts:GetCallerIdentity"]]


def test_a_key_and_a_vpc_are_used_where_there_are_some(plans: terraform.Plans) -> None:
    key = f"arn:aws:kms:{HERE}:key/k"
    for run, is_allowed in ((PLAIN, False), (FULL, True)):
        policy = statements(plans[run], f"{NAME}-deploy")
        assert allows(policy, "kms:CreateGrant", key) == is_allowed
        assert allows(policy, "ec2:DescribeVpcs", "*") == is_allowed
        assert allows(boundary(plans[run]), "kms:Decrypt", key) == is_allowed
        assert not allows(policy, "kms:CreateGrant", f"arn:aws:kms:{HERE}:key/other")


def test_without_a_boundary_it_is_as_whoever_approves_decides(plans: terraform.Plans) -> None:
    policy = statements(plans[FREE], f"{NAME}-deploy")
    assert allows(policy, "iam:CreateRole", f"{ROLE}-api")


def test_the_boundary_lets_every_role_do_what_it_does(plans: terraform.Plans) -> None:
    policy = boundary(plans[PLAIN])
    calls = [call for calls in ALLOWED.values() for call in calls]
    assert [call for call in calls if not allows(policy, *call)] == []
    assert not allows(policy, "s3:DeleteObject", f"arn:aws:s3:::{NAME}-data-{ACCOUNT}/live/x")
    assert not allows(policy, "iam:CreateUser", "*")
    assert not allows(policy, "s3:GetObject", "arn:aws:s3:::somebody-elses/live/x")
