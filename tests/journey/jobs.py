"""The nightly jobs, started through the Lambda API."""

import json
import os
from datetime import UTC, datetime

import boto3

from chalicelib.kernel import clock
from tests.journey.api import Json
from tests.journey.telling import Off, equal, say


def reconcile() -> None:
    """Let the platform recompute every sum, and check that the report it keeps shows no difference."""
    differences = run("reconcile_ledger")
    key = f"reconciliation/{clock.stamp(clock.now())[:10]}.json"
    kept = boto3.client("s3").get_object(Bucket=os.environ["REPORTS_BUCKET"], Key=key)
    report = json.loads(kept["Body"].read())
    say(f"reconcile_ledger: {report['accounts']} accounts, {report['entries']} entries, {differences} differences")
    say(f"its report is kept in the bucket as {key}")
    equal("differences that reconcile_ledger found", (differences, report["differences"]), (0, []))


def run(handler: str) -> int:
    """Invoke a nightly job through the Lambda API and return its answer."""
    functions = boto3.client("lambda")
    pages = functions.get_paginator("list_functions").paginate()
    names = {one["Handler"]: one["FunctionName"] for page in pages for one in page["Functions"]}
    event = json.dumps(schedule_event(datetime.now(UTC)))
    answer = functions.invoke(FunctionName=names[f"app.{handler}"], Payload=event)
    payload = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise Off(f"{handler} failed: {payload}")
    return int(payload)


def schedule_event(at: datetime) -> Json:
    """What EventBridge sends to a job that it starts."""
    return {
        "version": "0",
        "id": "journey",
        "account": "000000000000",
        "region": "eu-south-1",
        "source": "aws.events",
        "detail-type": "Scheduled Event",
        "detail": {},
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "resources": [],
    }
