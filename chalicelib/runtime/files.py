"""Files kept in the deployment's bucket, and addresses at which they are fetched or left for a few minutes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from . import aws
from .settings import settings

ADDRESS_SECONDS = 300  # long enough to click, too short to be passed on
UPLOAD_SECONDS = 900  # long enough for a slow line
OUTPACED = frozenset({"PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A file, where it can be fetched until when, and the digest of its bytes."""

    url: str
    sha256: str
    expires_at: datetime


def keep(name: str, content: bytes, content_type: str) -> None:
    """Store a file under a name."""
    aws.client("s3").put_object(Bucket=settings().reports_bucket, Key=name, Body=content, ContentType=content_type)


def found(name: str) -> bytes | None:
    """The bytes kept under a name; None where there are none."""
    try:
        answer = aws.client("s3").get_object(Bucket=settings().reports_bucket, Key=name)
    except ClientError as error:
        if error.response["Error"]["Code"] == "NoSuchKey":
            return None
        raise
    content: bytes = answer["Body"].read()
    return content


class Unchanged(Exception):
    """The file is the one that is there already."""


class Outpaced(Exception):
    """Somebody else has written the file since it was read."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file's bytes, and the tag of exactly these."""

    content: bytes
    tag: str


def version(name: str, *, unless: str | None = None) -> Version | None:
    """The file of a name as it is now; None where there is none. Raises Unchanged where it is still `unless`."""
    condition = {"IfNoneMatch": unless} if unless else {}
    try:
        answer = aws.client("s3").get_object(Bucket=settings().reports_bucket, Key=name, **condition)
    except ClientError as error:
        match error.response["Error"]["Code"]:
            case "NoSuchKey":
                return None
            case "304" | "NotModified":
                raise Unchanged from error
        raise
    return Version(answer["Body"].read(), answer["ETag"])


def move_on(name: str, content: bytes, content_type: str, *, after: str | None) -> str:
    """Write a file in place of the version with a tag, or of none, and return its own. Raises Outpaced."""
    condition = {"IfMatch": after} if after else {"IfNoneMatch": "*"}
    try:
        answer = aws.client("s3").put_object(
            Bucket=settings().reports_bucket, Key=name, Body=content, ContentType=content_type, **condition
        )
    except ClientError as error:
        if error.response["Error"]["Code"] in OUTPACED:
            raise Outpaced from error
        raise
    tag: str = answer["ETag"]
    return tag


def address(name: str) -> str:
    """Where the file of a name can be fetched, by whoever knows the address, for ADDRESS_SECONDS."""
    asked = {
        "Bucket": settings().reports_bucket,
        "Key": name,
        "ResponseContentDisposition": f'attachment; filename="{name.rsplit("/", 1)[-1]}"',
    }
    url: str = _presigner().generate_presigned_url("get_object", Params=asked, ExpiresIn=ADDRESS_SECONDS)
    return url


def offer(name: str, content: bytes, content_type: str, *, at: datetime) -> Offer:
    """Keep a file and say where it can be fetched."""
    keep(name, content, content_type)
    return Offer(address(name), digest(content), at + timedelta(seconds=ADDRESS_SECONDS))


def upload_address(name: str, *, content_type: str, size_bytes: int) -> str:
    """Where a file of exactly this type and size can be left (by PUT) under a name, for UPLOAD_SECONDS."""
    asked = {
        "Bucket": settings().reports_bucket,
        "Key": name,
        "ContentType": content_type,
        "ContentLength": size_bytes,
    }
    url: str = _presigner().generate_presigned_url("put_object", Params=asked, ExpiresIn=UPLOAD_SECONDS)
    return url


def digest(content: bytes) -> str:
    """The SHA-256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@cache
def _presigner() -> Any:
    # S3 opens what KMS has encrypted to addresses signed by version 4 alone; left to itself botocore signs by 2, and
    # for the address of the first region, which does not answer for those of Italy.
    regional = Config(signature_version="s3v4", s3={"addressing_style": "virtual"})
    untyped: Any = aws.session()
    return untyped.client("s3", config=aws.CONFIG.merge(regional))
