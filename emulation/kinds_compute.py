"""Roles, functions, their triggers and schedules."""

import json
import time
from typing import Any

from emulation.kind import Aws, Kind, Outputs, Values, block, given, picked

ACTIVE_SECONDS = 30.0


def _role(aws: Aws, a: Values) -> Outputs:
    made = aws.iam.create_role(RoleName=a["name"], AssumeRolePolicyDocument=a["assume_role_policy"])
    return {"id": a["name"], "arn": made["Role"]["Arn"]}


def _role_policy(aws: Aws, a: Values, _: Outputs | None = None) -> Outputs:
    aws.iam.put_role_policy(RoleName=a["role"], PolicyName=a["name"], PolicyDocument=a["policy"])
    return {"id": f"{a['role']}:{a['name']}"}


def _no_role_policy(aws: Aws, a: Values, _: Outputs) -> None:
    aws.iam.delete_role_policy(RoleName=a["role"], PolicyName=a["name"])


def _function_arguments(values: Values) -> Values:
    reserved = values.get("reserved_concurrent_executions")
    configuration = {
        "FunctionName": values["function_name"],
        "Role": values["role"],
        "Handler": values["handler"],
        "Runtime": values["runtime"],
        "Timeout": values["timeout"],
        "MemorySize": values["memory_size"],
        "Environment": {"Variables": block(values, "environment").get("variables", {})},
    }
    code = {"S3Bucket": values["s3_bucket"], "S3Key": values["s3_key"]}
    return {
        "configuration": configuration,
        "code": code,
        "hash": values["source_code_hash"],
        "architectures": values["architectures"],
        "reserved": None if reserved == -1 else reserved,
    }


def _function(aws: Aws, a: Values) -> Outputs:
    made = aws.function.create_function(
        **a["configuration"], Code=a["code"], Architectures=a["architectures"]
    )
    _reserve(aws, a)
    _active(aws, made["FunctionName"])
    return {
        "id": made["FunctionName"],
        "arn": made["FunctionArn"],
        "invoke_arn": made["FunctionArn"],  # a gateway takes this as well as its own long form
    }


def _changed_function(aws: Aws, a: Values, outputs: Outputs) -> Outputs:
    name = outputs["id"]
    aws.function.update_function_code(FunctionName=name, **a["code"])
    _active(aws, name)
    aws.function.update_function_configuration(**a["configuration"])
    _reserve(aws, a)
    _active(aws, name)
    return outputs


def _reserve(aws: Aws, a: Values) -> None:
    name = a["configuration"]["FunctionName"]
    if a["reserved"] is None:
        aws.function.delete_function_concurrency(FunctionName=name)
    else:
        aws.function.put_function_concurrency(
            FunctionName=name, ReservedConcurrentExecutions=a["reserved"]
        )


def _active(aws: Aws, name: str) -> None:
    deadline = time.monotonic() + ACTIVE_SECONDS
    while time.monotonic() < deadline:
        found = aws.function.get_function_configuration(FunctionName=name)
        if found.get("State") == "Active" and found.get("LastUpdateStatus") != "InProgress":
            return
        time.sleep(0.1)
    raise RuntimeError(f"{name} is not active after {ACTIVE_SECONDS:.0f} s: {found}")


def _invoke_config_arguments(values: Values) -> Values:
    failed = block(block(values, "destination_config"), "on_failure").get("destination")
    return given(
        FunctionName=values["function_name"],
        MaximumEventAgeInSeconds=values["maximum_event_age_in_seconds"],
        MaximumRetryAttempts=values["maximum_retry_attempts"],
        DestinationConfig={"OnFailure": {"Destination": failed}} if failed else None,
    )


def _invoke_config(aws: Aws, a: Values, _: Outputs | None = None) -> Outputs:
    aws.function.put_function_event_invoke_config(**a)
    return {"id": a["FunctionName"]}


def _permission(aws: Aws, a: Values) -> Outputs:
    aws.function.add_permission(
        **given(
            FunctionName=a["function_name"],
            StatementId=a["statement_id"],
            Action=a["action"],
            Principal=a["principal"],
            SourceArn=a["source_arn"],
            FunctionUrlAuthType=a["function_url_auth_type"],
        )
    )
    return {"id": a["statement_id"]}


def _no_permission(aws: Aws, a: Values, outputs: Outputs) -> None:
    aws.function.remove_permission(FunctionName=a["function_name"], StatementId=outputs["id"])


def _mapping_arguments(values: Values) -> Values:
    most = block(values, "scaling_config").get("maximum_concurrency")
    return given(
        FunctionName=values["function_name"],
        EventSourceArn=values["event_source_arn"],
        BatchSize=values["batch_size"],
        ScalingConfig={"MaximumConcurrency": most} if most else None,
    )


def _mapping(aws: Aws, a: Values) -> Outputs:
    made = aws.function.create_event_source_mapping(**a)
    return {"id": made["UUID"], "uuid": made["UUID"]}


def _schedule_arguments(values: Values) -> Values:
    target = block(values, "target")
    retry = block(target, "retry_policy")
    buried = block(target, "dead_letter_config").get("arn")
    wanted: dict[str, Any] = {
        "Arn": target["arn"],
        "RoleArn": target["role_arn"],
        "Input": target["input"],
        "RetryPolicy": given(
            MaximumEventAgeInSeconds=retry.get("maximum_event_age_in_seconds"),
            MaximumRetryAttempts=retry.get("maximum_retry_attempts"),
        ),
        "DeadLetterConfig": {"Arn": buried} if buried else None,
    }
    json.loads(target["input"])  # the emulator would not look
    return {
        "Name": values["name"],
        "GroupName": values["group_name"],
        "Description": values["description"],
        "ScheduleExpression": values["schedule_expression"],
        "State": values["state"],
        "FlexibleTimeWindow": {"Mode": block(values, "flexible_time_window")["mode"]},
        "Target": given(**wanted),
    }


def _schedule(aws: Aws, a: Values) -> Outputs:
    made = aws.scheduler.create_schedule(**a)
    return {"id": f"{a['GroupName']}/{a['Name']}", "arn": made["ScheduleArn"]}


def _changed_schedule(aws: Aws, a: Values, outputs: Outputs) -> Outputs:
    aws.scheduler.update_schedule(**a)
    return outputs


def _no_schedule(aws: Aws, a: Values, _: Outputs) -> None:
    aws.scheduler.delete_schedule(Name=a["Name"], GroupName=a["GroupName"])


def _group(aws: Aws, a: Values) -> Outputs:
    made = aws.scheduler.create_schedule_group(Name=a["name"])
    return {"id": a["name"], "arn": made["ScheduleGroupArn"]}


KINDS = {
    "aws_iam_role": Kind(
        picked("name", "assume_role_policy"),
        _role,
        lambda aws, a, _: aws.iam.delete_role(RoleName=a["name"]),
    ),
    "aws_iam_role_policy": Kind(
        picked("name", "role", "policy"), _role_policy, _no_role_policy, _role_policy
    ),
    "aws_lambda_function": Kind(
        _function_arguments,
        _function,
        lambda aws, _, outputs: aws.function.delete_function(FunctionName=outputs["id"]),
        _changed_function,
    ),
    "aws_lambda_function_event_invoke_config": Kind(
        _invoke_config_arguments,
        _invoke_config,
        lambda aws, _, outputs: aws.function.delete_function_event_invoke_config(
            FunctionName=outputs["id"]
        ),
        _invoke_config,
    ),
    "aws_lambda_permission": Kind(
        picked(
            "function_name",
            "statement_id",
            "action",
            "principal",
            "source_arn",
            "function_url_auth_type",
        ),
        _permission,
        _no_permission,
    ),
    "aws_lambda_event_source_mapping": Kind(
        _mapping_arguments,
        _mapping,
        lambda aws, _, outputs: aws.function.delete_event_source_mapping(UUID=outputs["uuid"]),
    ),
    "aws_scheduler_schedule_group": Kind(
        picked("name"),
        _group,
        lambda aws, a, _: aws.scheduler.delete_schedule_group(Name=a["name"]),
    ),
    "aws_scheduler_schedule": Kind(_schedule_arguments, _schedule, _no_schedule, _changed_schedule),
}
