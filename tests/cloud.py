"""A small AWS inside a test (moto), furnished like the deployed one."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.serialize import JSONSerializer
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.dynamo_type import Item
from moto.sqs.models import sqs_backends

from chalicelib.catalogue import look, stock
from chalicelib.kernel.caller import Role
from chalicelib.runtime import online, secrets, settings, throttle
from chalicelib.runtime.aws import client

FRONT_KEY = "front-key-of-the-tests"
KEPT = ("TableName", "KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")


def furnish(tables: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Create what the template creates and return the environment variables that point to it."""
    create_tables(tables)
    cognito = client("cognito-idp")
    pool = cognito.create_user_pool(PoolName="people", AliasAttributes=["email"])["UserPool"]["Id"]
    for role in Role:
        cognito.create_group(GroupName=role, UserPoolId=pool)
    app = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="clients",
        ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    )["UserPoolClient"]["ClientId"]
    client("s3").create_bucket(Bucket="reports", CreateBucketConfiguration={"LocationConstraint": "eu-south-1"})
    client("s3").create_bucket(
        Bucket="seals",
        CreateBucketConfiguration={"LocationConstraint": "eu-south-1"},
        ObjectLockEnabledForBucket=True,
    )
    client("sesv2").create_email_identity(EmailIdentity="mail@example.org")
    client("sesv2").create_configuration_set(ConfigurationSetName="mail")
    secret = client("secretsmanager").create_secret(Name="platform", SecretString="a secret of the tests")
    return {
        "USER_POOL_ID": pool,
        "USER_POOL_CLIENT_ID": app,
        "PEOPLE_KEY_ID": client("kms").create_key()["KeyMetadata"]["Arn"],
        "PLATFORM_SECRET_ARN": secret["ARN"],
        "STRIPE_SECRET_ARN": "",
        "NOTICES_QUEUE_URL": client("sqs").create_queue(QueueName="notices")["QueueUrl"],
        "RECONCILIATION_QUEUE_URL": client("sqs").create_queue(QueueName="reconciliation")["QueueUrl"],
        "BATCHES_QUEUE_URL": client("sqs").create_queue(QueueName="batches")["QueueUrl"],
        "REPORTS_BUCKET": "reports",
        "SEALS_BUCKET": "seals",
        "MAIL_FROM": "mail@example.org",
        "MAIL_CONFIGURATION_SET": "mail",
        "PORTAL_URL": "https://portal.example.org",
        "FRONT_KEY": FRONT_KEY,
        "API_URL": "",
        "STAGE": "test",
    }


def create_tables(tables: dict[str, dict[str, Any]]) -> None:
    """Create the template's tables, empty."""
    for logical_id, properties in tables.items():
        known = {key: properties[key] for key in KEPT if key in properties}
        client("dynamodb").create_table(**{**known, "TableName": _name(logical_id)})


def _name(logical_id: str) -> str:
    return logical_id.removesuffix("Table").lower()


def empty(tables: dict[str, dict[str, Any]]) -> None:
    """Take everything out of the tables, the queues and the bucket of seals.

    By moto's own hand: deleting and creating every table again cost more than most tests. It also remembers every item
    that ever was, gigabytes in a long run: it is made to forget.
    """
    Item.instances_tracked.clear()  # type: ignore[attr-defined]  # by its metaclass
    backend = dynamodb_backends[DEFAULT_ACCOUNT_ID][client("dynamodb").meta.region_name]
    for logical_id in tables:
        backend.tables[_name(logical_id)].items.clear()
    queues = sqs_backends[DEFAULT_ACCOUNT_ID][client("sqs").meta.region_name]
    for name, queue in queues.queues.items():
        queue.last_purged_at = None
        queues.purge_queue(name)  # with what is hidden for a while
    client("s3").delete_object(Bucket="reports", Key=stock.NAME)
    kept = client("s3").list_object_versions(Bucket="seals")
    for one in [*kept.get("Versions", []), *kept.get("DeleteMarkers", [])]:
        client("s3").delete_object(Bucket="seals", Key=one["Key"], VersionId=one["VersionId"])


@contextmanager
def answering_plainly() -> Iterator[None]:
    """Let moto answer with an attribute that is written as DynamoDB writes it, as it is.

    Else it looks for each of the ten types under five names, in every attribute of every item: most of a test's time.
    """
    thoroughly = JSONSerializer._serialize_type_structure

    def plainly(self: JSONSerializer, serialized: dict[str, Any], value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and isinstance(value, dict) and _is_plain(value):
            serialized[key] = value
        else:
            thoroughly(self, serialized, value, shape, key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(JSONSerializer, "_serialize_type_structure", plainly)
        yield


def _is_plain(attribute: dict[str, Any]) -> bool:
    [(kind, value)] = attribute.items()
    return kind in {"BOOL", "NULL"} or (kind in {"S", "N"} and isinstance(value, str))


def forget_settings() -> None:
    """Make the next call read its settings and secrets anew."""
    settings.settings.cache_clear()
    secrets._platform_secret.cache_clear()
    online.provider.cache_clear()
    throttle._windows.clear()
    look.forget()


def outbox() -> list[dict[str, Any]]:
    """The notices that wait to be delivered."""
    return [json.loads(body) for body in _taken(settings.settings().notices_queue_url)]


def steps() -> list[str]:
    """The steps of weekly controls that wait to be taken."""
    return list(_taken(settings.settings().reconciliation_queue_url))


def batch_steps() -> list[str]:
    """The steps of batches that wait to be done."""
    return list(_taken(settings.settings().batches_queue_url))


def _taken(url: str) -> Iterator[str]:
    queue = client("sqs")
    while messages := queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            yield message["Body"]
