"""What every test finds: settings, and where it asks for it a small AWS of its own."""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import yaml

ROOT = Path(__file__).parent.parent
TABLES = (
    "people",
    "desks",
    "access",
    "providers",
    "rosters",
    "catalogue",
    "programmes",
    "vouchers",
    "ledger",
    "bookings",
    "calendars",
    "notices",
    "settlements",
    "controls",
    "batches",
    "schedules",
    "homecare",
    "waitlists",
    "payments",
    "feedback",
    "usage",
)

for name in TABLES:
    os.environ.setdefault(f"{name.upper()}_TABLE", name)
os.environ.update(
    AWS_DEFAULT_REGION="eu-south-1",
    AWS_ACCESS_KEY_ID="test",
    AWS_SECRET_ACCESS_KEY="test",
    POWERTOOLS_METRICS_NAMESPACE="Welfare",
    POWERTOOLS_SERVICE_NAME="welfare",
)
for name in (
    "user_pool_id",
    "user_pool_client_id",
    "people_key_id",
    "platform_secret_arn",
    "notices_queue_url",
    "reconciliation_queue_url",
    "batches_queue_url",
    "reports_bucket",
    "seals_bucket",
    "mail_from",
    "mail_configuration_set",
    "portal_url",
    "front_key",
    "stage",
):
    os.environ.setdefault(name.upper(), "unset")

os.environ.setdefault("API_URL", "")
os.environ.setdefault("STRIPE_SECRET_ARN", "")

# Machines are noisy: how long an example took says nothing about it.
hypothesis.settings.register_profile("noisy", deadline=None)
hypothesis.settings.load_profile("noisy")

from moto import mock_aws  # noqa: E402 - after the settings, before any client

from chalicelib.catalogue import look  # noqa: E402
from tests import cloud  # noqa: E402


class Intrinsic(yaml.SafeLoader):
    """Reads a CloudFormation template; what an intrinsic would give is not needed here."""


Intrinsic.add_multi_constructor("!", lambda _loader, suffix, _node: f"!{suffix}")


@cache
def template_tables() -> dict[str, dict[str, Any]]:
    """The tables of infra/template.yaml, by their logical id."""
    template = yaml.load((ROOT / "infra" / "template.yaml").read_text(encoding="utf-8"), Intrinsic)
    return {
        name: resource["Properties"]
        for name, resource in template["Resources"].items()
        if resource.get("Type") == "AWS::DynamoDB::Table"
    }


@pytest.fixture(scope="session")
def furnished_aws() -> Iterator[dict[str, dict[str, Any]]]:
    """One small AWS for the whole run: the template's tables, a user pool, a key, a secret, a queue, a bucket."""
    with mock_aws(), cloud.answering_plainly(), pytest.MonkeyPatch.context() as patch:
        tables = template_tables()
        for name, value in cloud.furnish(tables).items():
            patch.setenv(name, value)
        cloud.forget_settings()
        yield tables
    cloud.forget_settings()


@pytest.fixture
def aws(furnished_aws: dict[str, dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The small AWS, with nothing in it yet; who looks at the shelf sees what was published a moment ago."""
    monkeypatch.setattr(look, "FRESH_SECONDS", 0.0)
    cloud.empty(furnished_aws)
    cloud.forget_settings()


@pytest.fixture
def show(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print a measured figure past pytest's capture, so that every run shows it."""

    def shown(line: str) -> None:
        with capsys.disabled():
            print(f"\n{line}")

    return shown
