"""The deployed platform seals, surveys and names what was spoiled, by its own functions and under their own roles."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from botocore.exceptions import ClientError

from chalicelib.kernel import clock
from chalicelib.kernel.caller import Role
from chalicelib.runtime import aws
from chalicelib.runtime.settings import settings
from chalicelib.vouchers.model import Voucher
from tests import builders as a
from tests.e2e.conftest import Deployment, deployed, manned
from tests.e2e.fleet import Ask
from tests.journey import jobs


@pytest.fixture(scope="module")
def district() -> Iterator[tuple[Deployment, Voucher]]:
    """An AWS that nothing else uses, where a voucher was issued yesterday and booked with today."""
    with deployed() as running:
        yesterday = clock.now() - timedelta(days=1)
        holder = a.person()
        voucher = a.voucher(holder, under=a.programme(at=yesterday), at=yesterday)
        a.book(holder, a.session(starts_at=a.soon(), at=yesterday), voucher, at=clock.now())
        yield running, voucher


def surveyed() -> list[tuple[str, str]]:
    """What a survey by the deployed functions finds."""
    report = jobs.awaited(f"reconciliation/whole/{jobs.run('survey_ledger')}.json")
    return [(one["subject_id"], one["what"]) for one in report["differences"]]


def test_the_deployed_functions_seal_survey_and_name_what_was_spoiled(district: tuple[Deployment, Voucher]) -> None:
    running, voucher = district
    late = clock.local(clock.now()).hour >= 3
    assert jobs.run("seal_ledger") == int(late)
    assert jobs.run("reconcile_ledger") == 0
    assert surveyed() == []

    table, key = settings().ledger_table, {"pk": {"S": f"account#{voucher.account_id}"}, "sk": {"S": "head"}}
    head = aws.client("dynamodb").get_item(TableName=table, Key=key)["Item"]
    aws.client("dynamodb").put_item(TableName=table, Item=head | {"available": {"N": "1"}})

    found = surveyed()
    assert set(found) == {(voucher.account_id, "available"), (voucher.account_id, "conservation")}
    auditor = a.staff(Role.AUDITOR, "court")
    with manned(running, size=1) as fleet:
        cases = fleet.ask(Ask("GET", "/v1/cases", None, auditor.account_id, ("auditor",))).body
    assert {(one["subject_id"], one["what"]) for one in cases["items"]} == set(found)


def test_what_was_sealed_cannot_be_removed(district: tuple[Deployment, Voucher]) -> None:
    bucket, s3 = settings().seals_bucket, aws.client("s3")
    s3.put_object(Bucket=bucket, Key="seals/2027-03-01.json", Body=b"{}")
    [kept] = s3.list_object_versions(Bucket=bucket, Prefix="seals/2027-03-01")["Versions"]

    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key=kept["Key"], VersionId=kept["VersionId"])
