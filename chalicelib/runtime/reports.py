"""Reports kept in the deployment's bucket."""

from typing import Any

import msgspec

from .aws import client
from .settings import settings


def keep(name: str, content: Any) -> str:
    """Store a report as JSON and return the key it is found under."""
    client("s3").put_object(
        Bucket=settings().reports_bucket,
        Key=name,
        Body=msgspec.json.format(msgspec.json.encode(content), indent=2),
        ContentType="application/json",
    )
    return name
