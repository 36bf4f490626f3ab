"""SecretStore over boto3: AWS Secrets Manager, and Parameter Store of AWS Systems Manager.

Lambda's Python runtime brings boto3; no package of ours holds it. Source of the error codes: AWS's
API references of `GetSecretValue` and `GetParameter`, "Errors" and "Common Errors".
"""

import logging
import os
import re
from typing import Any

import boto3  # type: ignore[import-untyped]
from botocore.config import Config  # type: ignore[import-untyped]
from botocore.exceptions import (  # type: ignore[import-untyped]
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
)

from flight_tracker.errors import ConfigError, Unavailable
from flight_tracker.ports import SecretId

# Two attempts take at most 5 s: a cold start of Lambda has 10.
OPTIONS = Config(
    connect_timeout=2, read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2}
)
ACTIONS = {"secretsmanager": "secretsmanager:GetSecretValue", "ssm": "ssm:GetParameter"}

MISSING = "is not there or holds no value yet: create it, fill it, or correct the reference"
DENIED = "may not be read: allow the function's role {action} on it, if it is there"
"""A role that names what it may read is denied what does not exist, too."""
KEY = (
    "cannot be decrypted: allow the function's role kms:Decrypt on its KMS key, "
    "and see that the key is enabled"
)
NAME = "has no name that AWS accepts: correct the reference"
CREDENTIALS = (
    "cannot be asked for: AWS refuses the credentials; check the role or the AWS_ variables"
)
HINTS = {
    "ResourceNotFoundException": MISSING,
    "ParameterNotFound": MISSING,
    "ParameterVersionNotFound": "does not have this version or label: correct the reference",
    "InvalidRequestException": "cannot be read now: if it is marked for deletion, restore it",
    "AccessDeniedException": DENIED,
    "DecryptionFailure": KEY,
    "InvalidKeyId": KEY,
    "InvalidParameterException": NAME,
    "ValidationException": NAME,
    "UnrecognizedClientException": CREDENTIALS,
    "InvalidClientTokenId": CREDENTIALS,
    "InvalidSignatureException": CREDENTIALS,
    "ExpiredTokenException": CREDENTIALS,
}
KEY_DENIED = r"kms:Decrypt|Access to KMS|ciphertext"
THROTTLED = r"Throttl|TooManyRequests|RequestLimitExceeded"

NOT_SET_UP = {
    NoCredentialsError: "there are no AWS credentials: give the function a role",
    PartialCredentialsError: "the AWS credentials are not complete: check the AWS_ variables",
    NoRegionError: "AWS_REGION is missing",
    ParamValidationError: "its name is none that AWS accepts: correct the reference",
    ProfileNotFound: "there is no such AWS_PROFILE",
}

# In its debug log botocore writes down whole answers.
logging.getLogger("botocore").setLevel(logging.WARNING)


class AwsSecretStore:
    """Region, credentials and an emulator's AWS_ENDPOINT_URL come from AWS's usual variables."""

    def __init__(self) -> None:
        self._clients: dict[str, Any] = {}

    def read(self, secret: SecretId) -> str:
        try:
            return self._text(secret)
        except ClientError as error:
            raise _refused(secret, error) from error
        except tuple(NOT_SET_UP) as error:
            why = next(why for kind, why in NOT_SET_UP.items() if isinstance(error, kind))
            raise ConfigError([f"{secret} cannot be asked for: {why}"]) from error
        except BotoCoreError as error:
            message = (
                f"{secret}: no answer from AWS ({type(error).__name__}): see that the function "
                "reaches the internet, or a VPC endpoint of the service"
            )
            raise Unavailable(message) from error

    def _text(self, secret: SecretId) -> str:
        client = self._client(secret.service)
        if secret.service == "ssm":
            found = client.get_parameter(Name=secret.name, WithDecryption=True)
            return str(found["Parameter"]["Value"])
        answer = client.get_secret_value(SecretId=secret.name)
        if "SecretString" not in answer:
            raise ConfigError([f"{secret} is binary: store it as text (SecretString)"])
        return str(answer["SecretString"])

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            region = os.environ.get("AWS_REGION")  # boto3 itself knows AWS_DEFAULT_REGION only
            session = boto3.Session(region_name=region)
            self._clients[service] = session.client(service, config=OPTIONS)
        return self._clients[service]


def _refused(secret: SecretId, error: ClientError) -> ConfigError | Unavailable:
    """What AWS's error means, and what to do."""
    code, message = error.response["Error"]["Code"], error.response["Error"].get("Message", "")
    status = error.response["ResponseMetadata"]["HTTPStatusCode"]
    if re.search(THROTTLED, code) or status == 429:
        return Unavailable(f"{secret}: AWS asks for fewer requests ({code}); tried again later")
    if status >= 500:
        return Unavailable(f"{secret}: AWS is in trouble ({code}); tried again later")
    if code == "AccessDeniedException" and re.search(KEY_DENIED, message):
        return ConfigError([f"{secret} {KEY} ({code})"])
    hint = HINTS.get(code, "cannot be read").format(action=ACTIONS[secret.service])
    return ConfigError([f"{secret} {hint} ({code})"])
