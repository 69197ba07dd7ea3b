"""What Lighthouse says of a phone on a slow line: the pages that most people open, and the one where they book."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from infra.local import mailbox, ports
from tests.awaiting import eventually
from tests.journey.api import Api
from tests.pages.browser import CHROMIUM, QUIET, Visitor
from tests.pages.conftest import Territory
from tests.pages.lighthouse import failing
from tests.pages.stage import Family, Stage

REST_SECONDS = 5


@pytest.fixture(scope="module", autouse=True)
def rest(territory: Territory) -> None:
    """What the demo territory has set off is done: no mail is still being written beside the browser."""

    def nothing_new() -> bool:
        before = len(mailbox.mails(territory.mailbox))
        time.sleep(REST_SECONDS)
        return len(mailbox.mails(territory.mailbox)) == before

    eventually(nothing_new, "the platform did not come to rest", within_seconds=180)


@pytest.mark.parametrize("page", ["home", "catalogue", "service"])
def test_a_page_is_fast_and_open_to_all(territory: Territory, page: str) -> None:
    offering = next(iter(Api(territory.portal).all("/v1/offerings")))["id"]
    path = {"home": "/", "catalogue": "/catalogo", "service": f"/offerte/{offering}"}[page]

    assert failing(territory.portal + path, page) == {}


def test_so_is_the_page_where_one_books(
    chromium: Browser, territory: Territory, stage: Stage, family: Family, tmp_path: Path
) -> None:
    session = stage.sessions()[0]["id"]
    with signed_in_browser(chromium, territory, family, tmp_path) as port:
        address = f"{territory.portal}/prenota/{session}"
        assert failing(address, "booking", f"--port={port}", "--disable-storage-reset") == {}


@contextmanager
def signed_in_browser(chromium: Browser, territory: Territory, family: Family, profile: Path) -> Iterator[int]:
    """A browser of its own in which a resident is signed in, and the port at which it is measured."""
    port = ports.free()
    own = chromium.browser_type.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=[*QUIET, f"--remote-debugging-port={port}"]
    )
    try:
        Visitor(own.pages[0], territory.portal).sign_in(family.account)
        yield port
    finally:
        own.close()
