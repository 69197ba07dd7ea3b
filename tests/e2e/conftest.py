"""The platform deployed on an embedded AWS, from the template that AWS gets."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from chalicelib.runtime import aws, files
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


@contextmanager
def deployed(portal: str = stack.PORTAL_URL) -> Iterator[Deployment]:
    """A platform deployed on an AWS of its own; our own code, run in this process, works on the same tables."""
    with embedded.running() as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_URL", portal)
        stack.deploy_to(endpoint)
        environment = stack.environment(endpoint)
        for name, value in environment.items():
            patch.setenv(name, value)
        forget_clients()
        yield Deployment(endpoint, stack.api_url(endpoint), environment)
    forget_clients()


@contextmanager
def manned(deployment: Deployment, *, size: int) -> Iterator[Fleet]:
    """The packaged handler in so many processes, each like one warm Lambda of a deployment."""
    package = build.stage(stack.STAGE).package
    with Fleet(package, {**os.environ, **deployment.environment}, size=size) as running:
        yield running


@pytest.fixture(scope="session")
def deployment() -> Iterator[Deployment]:
    """The platform that most tests share."""
    with deployed() as running:
        yield running


@pytest.fixture(scope="session")
def fleet(deployment: Deployment) -> Iterator[Fleet]:
    """Its handler, in many processes."""
    with manned(deployment, size=24) as running:
        yield running


def forget_clients() -> None:
    """Make the next call build its clients anew, for another cloud."""
    aws.client.cache_clear()
    aws.session.cache_clear()
    files._presigner.cache_clear()
    cloud.forget_settings()
