"""Documents that nobody can change or remove for ten years: the object lock of their bucket sees to it."""

from dataclasses import dataclass

from botocore.exceptions import ClientError

from .aws import client
from .settings import settings

THERE_ALREADY = "PreconditionFailed"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it was first kept, and how often something was written under its name."""

    content: bytes
    versions: int


def keep(name: str, content: bytes) -> None:
    """Keep a document for good. What was kept under this name before stays as it is."""
    try:
        client("s3").put_object(
            Bucket=settings().seals_bucket, Key=name, Body=content, ContentType="application/json", IfNoneMatch="*"
        )
    except ClientError as error:
        if error.response["Error"]["Code"] != THERE_ALREADY:
            raise


def first(name: str) -> Kept | None:
    """A document in its first version, which the lock protects, whatever was written over it; None without one."""
    listed = client("s3").list_object_versions(Bucket=settings().seals_bucket, Prefix=name)
    # S3 lists the versions of a key newest first. A deletion is a marker among the others, and hides nothing here.
    versions = [one["VersionId"] for one in listed.get("Versions", []) if one["Key"] == name]
    if not versions:
        return None
    asked = client("s3").get_object(Bucket=settings().seals_bucket, Key=name, VersionId=versions[-1])
    return Kept(asked["Body"].read(), len(versions))
