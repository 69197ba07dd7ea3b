"""One deployed platform on an embedded AWS for the whole run, from the template that AWS gets."""

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from chalicelib.runtime import aws
from infra import build
from infra.local import cloud as embedded
from infra.local import stack
from tests import cloud
from tests.e2e.fleet import Fleet


@dataclass(frozen=True)
class Deployment:
    """Where the platform of this run answers."""

    endpoint: str
    api_url: str
    environment: dict[str, str]


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    """The deployed platform; our own code, run in this process, works on the same tables."""
    with embedded.running() as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_URL", stack.PORTAL_URL)
        stack.deploy_to(endpoint)
        environment = stack.environment(endpoint)
        for name, value in environment.items():
            patch.setenv(name, value)
        aws.client.cache_clear()
        aws.session.cache_clear()
        cloud.forget_settings()
        yield Deployment(endpoint, stack.api_url(endpoint), environment)


@pytest.fixture(scope="session")
def fleet(deployment: Deployment) -> Iterator[Fleet]:
    """The packaged handler in many processes, each like one warm Lambda, under injected contention."""
    package = build.stage(stack.STAGE).package
    with Fleet(package, {**os.environ, **deployment.environment}, size=24) as running:
        yield running
