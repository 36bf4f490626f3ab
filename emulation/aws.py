"""Clients of boto3 by AWS's usual variables, of which AWS_ENDPOINT_URL names the emulator."""

import os
from typing import Any


def client(service: str, **options: Any) -> Any:
    """Never AWS itself by mistake: raises SystemExit without AWS_ENDPOINT_URL."""
    import boto3  # type: ignore[import-untyped]
    from botocore.config import Config  # type: ignore[import-untyped]

    if not os.environ.get("AWS_ENDPOINT_URL"):
        raise SystemExit("AWS_ENDPOINT_URL is missing: the address of the emulator")
    return boto3.client(service, config=Config(**options))
