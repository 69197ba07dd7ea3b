"""Own money with Stripe turned on, where a test asks for it."""

import json
from collections.abc import Iterator

import pytest
import time_machine

from chalicelib.kernel import identifiers
from chalicelib.runtime.aws import client
from tests import builders as a
from tests import cloud
from tests.integration.payments import stand_in
from tests.integration.payments.stand_in import StandIn


@pytest.fixture(scope="session")
def _server() -> Iterator[StandIn]:
    with stand_in.served() as stripe:
        yield stripe


@pytest.fixture
def stripe(aws: None, _server: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[StandIn]:
    """Stripe's stand-in, with nothing in it yet; the clock stands at the builders' day."""
    fresh = StandIn(address=_server.address)
    for name, value in vars(fresh).items():
        setattr(_server, name, value)
    keys = {"api_key": stand_in.KEY, "webhook_secret": stand_in.WEBHOOK_SECRET, "api": _server.address}
    secret = client("secretsmanager").create_secret(Name=identifiers.new(), SecretString=json.dumps(keys))
    monkeypatch.setenv("STRIPE_SECRET_ARN", secret["ARN"])
    cloud.forget_settings()
    with time_machine.travel(a.NOW, tick=False):
        yield _server
    monkeypatch.undo()
    cloud.forget_settings()
