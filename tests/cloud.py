"""A small AWS inside a test (moto), furnished like the deployed one."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.catalogue import look, stock
from chalicelib.kernel.caller import Role
from chalicelib.runtime import online, secrets, settings, throttle
from chalicelib.runtime.aws import client

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
        "API_URL": "",
        "STAGE": "test",
    }


def create_tables(tables: dict[str, dict[str, Any]]) -> None:
    """Create the template's tables, empty."""
    for logical_id, properties in tables.items():
        known = {key: properties[key] for key in KEPT if key in properties}
        client("dynamodb").create_table(**{**known, "TableName": logical_id.removesuffix("Table").lower()})


def empty(tables: dict[str, dict[str, Any]]) -> None:
    """Take everything out of the tables, the queues and the bucket of seals."""
    for logical_id in tables:
        client("dynamodb").delete_table(TableName=logical_id.removesuffix("Table").lower())
    create_tables(tables)
    outbox()
    steps()
    batch_steps()
    client("s3").delete_object(Bucket="reports", Key=stock.NAME)
    kept = client("s3").list_object_versions(Bucket="seals")
    for one in [*kept.get("Versions", []), *kept.get("DeleteMarkers", [])]:
        client("s3").delete_object(Bucket="seals", Key=one["Key"], VersionId=one["VersionId"])


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
