"""The jobs, started through the Lambda API."""

import json
import os
from datetime import UTC, datetime
from typing import Any

import boto3
from botocore.exceptions import ClientError

from tests.awaiting import eventually
from tests.journey.api import Json
from tests.journey.telling import Off, equal, say

SURVEY_SECONDS_MAX = 120  # some thirty steps, four at a time, of a second or two each


def reconcile() -> None:
    """Let the platform compare what changed, then all there is, and check that it finds no difference."""
    equal("differences that reconcile_ledger found", run("reconcile_ledger"), 0)
    survey_id = run("survey_ledger")
    key = f"reconciliation/whole/{survey_id}.json"
    report = awaited(key)
    say(f"survey_ledger: {report['accounts']} accounts, {report['entries']} entries, {report['bookings']} bookings")
    say(f"its report is kept in the bucket as {key}")
    equal("differences that survey_ledger found", report["differences"], [])


def seal() -> None:
    """Let the platform seal the days that have ended; before any has, there is nothing to seal."""
    say(f"days that seal_ledger sealed: {run('seal_ledger')}")


def run(handler: str) -> Any:
    """Invoke a job through the Lambda API and return its answer."""
    functions = boto3.client("lambda")
    pages = functions.get_paginator("list_functions").paginate()
    names = {one["Handler"]: one["FunctionName"] for page in pages for one in page["Functions"]}
    event = json.dumps(schedule_event(datetime.now(UTC)))
    answer = functions.invoke(FunctionName=names[f"app.{handler}"], Payload=event)
    payload = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise Off(f"{handler} failed: {payload}")
    return json.loads(payload)


def awaited(key: str) -> Json:
    """A report, once all steps are done: they are taken from a queue, a few at a time."""

    def report() -> Json | None:
        try:
            kept = boto3.client("s3").get_object(Bucket=os.environ["REPORTS_BUCKET"], Key=key)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchKey":
                raise
            return None
        found: Json = json.loads(kept["Body"].read())
        return found

    return eventually(report, f"{key} was not there", within_seconds=SURVEY_SECONDS_MAX, failure=Off)


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
