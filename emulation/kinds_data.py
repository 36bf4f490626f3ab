"""Buckets and their objects, queues, secrets, logs."""

from pathlib import Path

from emulation.kind import Aws, Kind, Outputs, Values, given, picked


def _bucket(aws: Aws, a: Values) -> Outputs:
    aws.s3.create_bucket(Bucket=a["bucket"])
    return {"id": a["bucket"], "arn": f"arn:aws:s3:::{a['bucket']}"}


def _no_bucket(aws: Aws, a: Values, _: Outputs) -> None:
    if a["force_destroy"]:
        for page in aws.s3.get_paginator("list_objects_v2").paginate(Bucket=a["bucket"]):
            for entry in page.get("Contents", []):
                aws.s3.delete_object(Bucket=a["bucket"], Key=entry["Key"])
    aws.s3.delete_bucket(Bucket=a["bucket"])


def _object(aws: Aws, a: Values) -> Outputs:
    body = Path(a["source"]).read_bytes()
    answer = aws.s3.put_object(Bucket=a["bucket"], Key=a["key"], Body=body)
    return {"id": f"{a['bucket']}/{a['key']}", "etag": answer["ETag"].strip('"')}


def _no_object(aws: Aws, a: Values, outputs: Outputs) -> None:
    bucket, _, key = outputs["id"].partition("/")
    aws.s3.delete_object(Bucket=bucket, Key=key)


QUEUE = {
    "message_retention_seconds": "MessageRetentionPeriod",
    "visibility_timeout_seconds": "VisibilityTimeout",
    "redrive_policy": "RedrivePolicy",
}
"""Terraform's names and SQS's."""


def _queue_arguments(values: Values) -> Values:
    attributes = {
        theirs: str(values[ours])
        for ours, theirs in QUEUE.items()
        if values.get(ours) and not str(values[ours]).startswith("mock-")
    }
    return {"QueueName": values["name"], "Attributes": attributes}


def _queue(aws: Aws, a: Values) -> Outputs:
    url = aws.sqs.create_queue(**a)["QueueUrl"]
    asked = aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return {"id": url, "url": url, "arn": asked["Attributes"]["QueueArn"]}


def _changed_queue(aws: Aws, a: Values, outputs: Outputs) -> Outputs:
    aws.sqs.set_queue_attributes(QueueUrl=outputs["url"], Attributes=a["Attributes"])
    return outputs


def _secret(aws: Aws, a: Values) -> Outputs:
    made = aws.secretsmanager.create_secret(Name=a["name"], **given(Description=a["description"]))
    return {"id": made["ARN"], "arn": made["ARN"]}


def _no_secret(aws: Aws, a: Values, outputs: Outputs) -> None:
    aws.secretsmanager.delete_secret(SecretId=outputs["arn"], ForceDeleteWithoutRecovery=True)


def _log_group(aws: Aws, a: Values) -> Outputs:
    aws.logs.create_log_group(logGroupName=a["name"])
    aws.logs.put_retention_policy(logGroupName=a["name"], retentionInDays=a["retention_in_days"])
    found = aws.logs.describe_log_groups(logGroupNamePrefix=a["name"])["logGroups"]
    arn = next(group["arn"] for group in found if group["logGroupName"] == a["name"])
    return {"id": a["name"], "arn": arn.removesuffix(":*")}


KINDS = {
    "aws_s3_bucket": Kind(picked("bucket", "force_destroy"), _bucket, _no_bucket),
    "aws_s3_object": Kind(picked("bucket", "key", "source", "source_hash"), _object, _no_object),
    "aws_sqs_queue": Kind(
        _queue_arguments,
        _queue,
        lambda aws, _, outputs: aws.sqs.delete_queue(QueueUrl=outputs["url"]),
        _changed_queue,
    ),
    "aws_secretsmanager_secret": Kind(picked("name", "description"), _secret, _no_secret),
    "aws_cloudwatch_log_group": Kind(
        picked("name", "retention_in_days"),
        _log_group,
        lambda aws, _, outputs: aws.logs.delete_log_group(logGroupName=outputs["id"]),
    ),
}
