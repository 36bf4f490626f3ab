"""What IAM would say to a call, by the policy of one role.

Source: IAM user guide, "Policy evaluation logic" and "IAM JSON policy elements". Identity policies
of one account only; a NotAction, or an operator of conditions that is not known here, is refused
rather than passed over.
"""

import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

Resources = dict[str, dict[str, Any]]
Statement = dict[str, Any]

KNOWN = {"Sid", "Effect", "Action", "Resource", "Condition"}
OPERATORS = {"StringEquals", "ArnLike"}
NOTHING: Mapping[str, str] = MappingProxyType({})


def statements(resources: Resources, role: str) -> list[Statement]:
    """Those of the role's policy in a plan."""
    found = [
        statement
        for values in resources.values()
        if values["type"] == "aws_iam_role_policy" and values["role"] == role
        for statement in json.loads(values["policy"])["Statement"]
    ]
    if not found:
        raise LookupError(f"the plan has no policy of {role}")
    return found


def roles(resources: Resources) -> list[str]:
    """All roles that have a policy in a plan."""
    return [v["role"] for v in resources.values() if v["type"] == "aws_iam_role_policy"]


def allows(
    policy: Iterable[Statement], action: str, resource: str, context: Mapping[str, str] = NOTHING
) -> bool:
    """A statement allows it, and none denies it. `context`: values of condition keys."""
    effects = {
        statement["Effect"]
        for statement in policy
        if _is_about(statement, action, resource) and _holds(statement, context)
    }
    return effects == {"Allow"}


def _holds(statement: Statement, context: Mapping[str, str]) -> bool:
    """Every key has one of the values; a key that the call does not have holds for none."""
    conditions = statement.get("Condition", {})
    if unknown := set(conditions) - OPERATORS:
        raise ValueError(f"{statement['Sid']} has {unknown}, which is not judged here")
    return all(
        any(
            _matches(value, context.get(key, ""))
            if operator == "ArnLike"
            else value == context.get(key)
            for value in ([values] if isinstance(values, str) else values)
        )
        for operator, keys in conditions.items()
        for key, values in keys.items()
    )


def _is_about(statement: Statement, action: str, resource: str) -> bool:
    if unknown := set(statement) - KNOWN:
        raise ValueError(f"{statement['Sid']} has {unknown}, which is not judged here")
    return any(_matches(p.lower(), action.lower()) for p in statement["Action"]) and any(
        _matches(pattern, resource) for pattern in statement["Resource"]
    )


def _matches(pattern: str, text: str) -> bool:
    """`*` is any characters, slashes too; `?` is one."""
    parts = {"*": ".*", "?": "."}
    expression = "".join(parts.get(character, re.escape(character)) for character in pattern)
    return re.fullmatch(expression, text) is not None
