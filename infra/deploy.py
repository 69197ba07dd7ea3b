"""Deploys a stage to AWS, or to the embedded AWS of this machine: only the endpoint and the stage differ."""

import argparse
import hashlib
import json
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra import build, pages

DEPLOY_MINUTES_MAX = 30  # a first deployment creates some hundred resources
POLL_SECONDS = {"local": 0.3}  # AWS throttles whoever asks more often than every few seconds
POLL_SECONDS_ON_AWS = 5.0


class DeployFailed(Exception):
    """The deployment stopped; the message is one line for a person."""


@dataclass(frozen=True)
class Target:
    """Where a stage is deployed, and as whom."""

    stage: str
    endpoint: str | None = None
    credentials: dict[str, str] | None = None

    @property
    def stack(self) -> str:
        """The name of the stage's stack."""
        return f"welfare-{self.stage}"

    def client(self, service: str) -> Any:
        """A client of one AWS service."""
        session: Any = boto3.Session(region_name=boto3.Session().region_name or build.REGION)
        config = Config(retries={"mode": "standard", "max_attempts": 5}, s3={"addressing_style": "path"})
        return session.client(service, endpoint_url=self.endpoint, config=config, **(self.credentials or {}))


def stage(target: Target, parameters: dict[str, str]) -> dict[str, str]:
    """Build and deploy one stage and return the stack's outputs.

    A parameter that is not given keeps the value of the previous deployment. Raises BuildFailed and DeployFailed.
    """
    built = build.stage(target.stage)
    try:
        template_url = _upload(target, built)
        return _deploy(target, template_url, {"Stage": target.stage} | parameters)
    except (BotoCoreError, ClientError) as error:
        raise DeployFailed(str(error)) from error


def publish_pages(target: Target, outputs: dict[str, str]) -> None:
    """Put the built pages where the stage's distribution reads them; what browsers hold of them, they ask for anew.

    New files come before the pages that name them, and former ones stay: who is in the middle of something finds the
    rest of it. Raises BuildFailed and DeployFailed.
    """
    site = pages.site()
    names = sorted(str(path.relative_to(site)) for path in site.rglob("*") if path.is_file())
    s3 = target.client("s3")
    try:
        for name in sorted(names, key=lambda name: not name.startswith("assets/")):
            s3.put_object(
                Bucket=outputs["PagesBucketName"],
                Key=name,
                Body=(site / name).read_bytes(),
                ContentType=pages.media_type(name),
                CacheControl=pages.cache_control(name),
            )
        target.client("cloudfront").create_invalidation(
            DistributionId=outputs["PagesDistributionId"],
            # A reference that CloudFront knows is no new request: pages of before, put back, would stay unseen.
            InvalidationBatch={"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": str(uuid4())},
        )
    except (BotoCoreError, ClientError) as error:
        raise DeployFailed(str(error)) from error


def outputs(target: Target) -> dict[str, str]:
    """The outputs of a deployed stage. Raises DeployFailed when there is none."""
    found = _describe(target.client("cloudformation"), target.stack)
    if found is None:
        raise DeployFailed(f"{target.stack} is not deployed")
    return _outputs(found)


def _upload(target: Target, built: build.Build) -> str:
    """Put code and template where CloudFormation reads them, and return the template's address."""
    s3 = target.client("s3")
    bucket = _ensure_bucket(target, s3)
    code_key = _put_once(s3, bucket, built.code.read_bytes(), "zip")
    template = json.loads(built.template.read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {"Bucket": bucket, "Key": code_key}
    template_key = _put_once(s3, bucket, json.dumps(template).encode(), "json")
    return f"{s3.meta.endpoint_url}/{bucket}/{template_key}"


def _ensure_bucket(target: Target, s3: Any) -> str:
    account = target.client("sts").get_caller_identity()["Account"]
    region = s3.meta.region_name
    bucket = f"welfare-artifacts-{account}-{region}"
    try:
        s3.head_bucket(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"404", "NoSuchBucket"}:
            raise
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
        walls = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=dict.fromkeys(walls, True))
    return bucket


def _put_once(s3: Any, bucket: str, content: bytes, suffix: str) -> str:
    """Store a file under its own hash, so that a stack changes exactly when a file does."""
    key = f"{hashlib.sha256(content).hexdigest()}.{suffix}"
    try:
        s3.head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"404", "NoSuchKey"}:
            raise
        s3.put_object(Bucket=bucket, Key=key, Body=content)
    return key


def _deploy(target: Target, template_url: str, parameters: dict[str, str]) -> dict[str, str]:
    cloudformation = target.client("cloudformation")
    started_at = datetime.now(UTC)
    before = _describe(cloudformation, target.stack)
    if before and before["StackStatus"] == "ROLLBACK_COMPLETE":  # a first deployment that failed cannot be updated
        cloudformation.delete_stack(StackName=target.stack)
        _wait(cloudformation, target)
        before = None
    request = {
        "StackName": target.stack,
        "TemplateURL": template_url,
        "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        "Parameters": _parameters(before, parameters),
        "Tags": [{"Key": "application", "Value": "welfare"}, {"Key": "stage", "Value": target.stage}],
    }
    if before is None:
        cloudformation.create_stack(**request, EnableTerminationProtection=target.stage != "local")
    elif not _update(cloudformation, request):
        return _outputs(before)
    after = _wait(cloudformation, target)
    if after is None or after["StackStatus"] not in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        raise DeployFailed(_reasons(cloudformation, target.stack, started_at))
    return _outputs(after)


def _describe(cloudformation: Any, stack: str) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    return None if found["StackStatus"] == "DELETE_COMPLETE" else found


def _parameters(before: dict[str, Any] | None, given: dict[str, str]) -> list[dict[str, Any]]:
    known = {entry["ParameterKey"] for entry in (before or {}).get("Parameters", [])}
    kept = [{"ParameterKey": key, "UsePreviousValue": True} for key in sorted(known - set(given))]
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()] + kept


def _update(cloudformation: Any, request: dict[str, Any]) -> bool:
    """Start an update; false when the stack is already as asked."""
    try:
        cloudformation.update_stack(**request)
    except ClientError as error:
        if "No updates are to be performed" in str(error):
            return False
        raise
    return True


def _wait(cloudformation: Any, target: Target) -> dict[str, Any] | None:
    """The stack once nothing moves any more, or None when it is gone."""
    deadline = time.monotonic() + DEPLOY_MINUTES_MAX * 60
    while time.monotonic() < deadline:
        found = _describe(cloudformation, target.stack)
        if found is None or not found["StackStatus"].endswith("_IN_PROGRESS"):
            return found
        time.sleep(POLL_SECONDS.get(target.stage, POLL_SECONDS_ON_AWS))
    raise DeployFailed(f"{target.stack} was not ready after {DEPLOY_MINUTES_MAX} minutes")


def _reasons(cloudformation: Any, stack: str, since: datetime) -> str:
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
    events = [event for page in pages for event in page["StackEvents"] if event["Timestamp"] >= since]
    failed = [
        f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
        for event in reversed(events)
        if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in event.get("ResourceStatusReason", "")
    ]
    return " | ".join(failed).replace("\n", " ") or f"{stack} was rolled back without a reason"


def _outputs(stack: dict[str, Any]) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def main() -> None:
    """Deploy from the command line and print the stack's outputs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--endpoint", help="another address than Amazon's, for an embedded AWS")
    parser.add_argument("--portal-url", dest="PortalUrl", help="needed the first time")
    parser.add_argument("--mail-from", dest="MailFrom", help="needed the first time")
    parser.add_argument(
        "--api-url", dest="ApiUrl", help="where clients reach the API, when not at the gateway's address"
    )
    parser.add_argument(
        "--online-payments", dest="OnlinePayments", help="stripe, once its secret holds the keys; or off"
    )
    parser.add_argument("--pages-domain", dest="PagesDomain", help="the name of the pages' address")
    parser.add_argument("--pages-certificate", dest="PagesCertificate", help="its certificate, in us-east-1")
    parser.add_argument("--alarm-mail", dest="AlarmMail")
    given = vars(parser.parse_args())
    target = Target(given.pop("stage"), given.pop("endpoint"))
    try:
        deployed = stage(target, {name: value for name, value in given.items() if value})
        if "PagesBucketName" in deployed:  # the stage that lives on a developer's machine has none
            publish_pages(target, deployed)
    except (build.BuildFailed, DeployFailed) as failure:
        sys.exit(f"Deploy failed: {failure}")
    for name, value in sorted(deployed.items()):
        print(f"{name} = {value}")


if __name__ == "__main__":
    main()
