"""The platform with its demo territory and its pages, and people at browsers."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from chalicelib.kernel.caller import Role
from infra import pages
from infra.local import accounts, front, load, ports
from infra.local.accounts import DemoAccount
from tests.e2e.conftest import deployed
from tests.pages import browser as people
from tests.pages import cooperative
from tests.pages.browser import Visitor
from tests.pages.cooperative import Cooperative
from tests.pages.stage import Family, Stage, keeps

Visit = Callable[..., AbstractContextManager[Visitor]]


@dataclass(frozen=True)
class Territory:
    """Where the pages are, and who can sign in."""

    portal: str
    mailbox: str
    accounts: list[DemoAccount]

    def account(self, role: Role, of: str = "") -> DemoAccount:
        """The first demo account of a role (and of an organisation)."""
        return next(one for one in self.accounts if one.role is role and of in one.organisation)


@pytest.fixture(scope="session")
def territory() -> Iterator[Territory]:
    """The deployed platform with the demo territory; `RUNNING=address` takes one of `make run` instead."""
    if portal := os.environ.get("RUNNING"):
        yield Territory(portal, os.environ.get("RUNNING_AWS", ""), _known())
        return
    port = ports.free()  # known before the platform is: only pages of its portal may use the cookie
    with deployed(f"http://127.0.0.1:{port}") as running, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORT", running.endpoint.rsplit(":", 1)[1])
        load.main()
        with front.serving(pages.site(), running.api_url, port, running.endpoint) as address:
            yield Territory(address, running.endpoint, _known())
        shutil.rmtree(accounts.kept_in().parent, ignore_errors=True)


def _known() -> list[DemoAccount]:
    return msgspec.json.decode(accounts.kept_in().read_bytes(), type=list[DemoAccount])


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all."""
    with sync_playwright() as playwright, people.chromium(playwright) as running:
        yield running


@pytest.fixture(scope="session")
def visit(territory: Territory, chromium: Browser) -> Visit:
    """How somebody comes: visit(language=…, width=…) for a stranger, visit(as_=account) for who is signed in."""
    kept: dict[str, StorageState] = {}

    def come(*, as_: DemoAccount | None = None, **how: Any) -> AbstractContextManager[Visitor]:
        if as_ and as_.email not in kept:
            kept[as_.email] = keeps(territory.portal, as_)
        return people.visiting(chromium, territory.portal, state=as_ and kept[as_.email], **how)

    return come


@pytest.fixture(scope="session")
def operator(territory: Territory) -> DemoAccount:
    """Who works at the Social Point of Tradate."""
    return territory.account(Role.DESK_OPERATOR, "tradate")


@pytest.fixture(scope="session")
def melograno(territory: Territory) -> Iterator[Cooperative]:
    """The demo cooperative whose manager and worker can sign in."""
    with cooperative.acting():
        yield cooperative.named("Melograno")


@pytest.fixture(scope="module")
def stage(territory: Territory) -> Stage:
    """Who makes people and sessions that belong to a test alone. Tokens live 15 minutes: longer than a module takes."""
    return Stage(territory)


@pytest.fixture(scope="module")
def family(stage: Stage) -> Family:
    """A resident with a voucher, and a child they act for."""
    return stage.family()


@pytest.fixture(scope="module")
def resident(stage: Stage) -> Family:
    """A resident with a child, a voucher and an appointment that it pays, which no test changes."""
    someone = stage.family()
    someone.booking = someone.book(stage.sessions()[0]["id"])
    return someone
