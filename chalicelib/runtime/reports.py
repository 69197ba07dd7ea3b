"""Reports kept in the deployment's bucket."""

from typing import Any, TypeVar

import msgspec

from .aws import client
from .settings import settings

T = TypeVar("T")


def keep(name: str, content: Any, *, for_people: bool = True) -> str:
    """Store a report as JSON, laid out for people or not, and return the key it is found under."""
    client("s3").put_object(
        Bucket=settings().reports_bucket,
        Key=name,
        Body=msgspec.json.format(msgspec.json.encode(content), indent=2 if for_people else -1),
        ContentType="application/json",
    )
    return name


def kept(name: str, kind: type[T]) -> T:
    """What was stored under a name, in the shape it had."""
    body = client("s3").get_object(Bucket=settings().reports_bucket, Key=name)["Body"].read()
    return msgspec.json.decode(body, type=kind)
