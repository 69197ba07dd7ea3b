"""What a browser keeps of a resident: one word, and nothing in any address."""

import json

import pytest

from tests.pages.browser import PHONE
from tests.pages.conftest import Visit
from tests.pages.stage import Family

KEPT = """async () => {
  const caches_ = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return JSON.stringify({
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    databases: (await indexedDB.databases()).length,
    cached: caches_.flat().map((request) => new URL(request.url).pathname).filter((path) => path.startsWith("/v1/")),
  });
}"""
PUBLIC = ("/v1/offerings", "/v1/providers", "/v1/desks", "/v1/needs", "/v1/services", "/v1/sessions")


@pytest.mark.parametrize("language", ["it", "en"])
def test_no_page_of_a_resident_leaves_anything_of_them_behind(visit: Visit, resident: Family, language: str) -> None:
    own = (
        "/prenotazioni",
        f"/prenotazioni/{resident.booking['id']}",
        "/buoni",
        f"/buoni/{resident.voucher_id}",
        "/attese",
        "/calendario",
        "/profilo",
        f"/prenota/{resident.booking['session_id']}",
    )
    with visit(as_=resident.account, language=language, width=PHONE) as visitor:
        for path in own:
            visitor.open(path)
            visitor.page.wait_for_load_state("networkidle")
            kept = json.loads(visitor.page.evaluate(KEPT))
            cached = [one for one in kept.pop("cached") if not one.startswith(PUBLIC)]
            assert (path, kept, cached) == (
                path, {"local": {"signed-in": "yes"}, "session": {}, "cookies": "", "databases": 0}, []
            )  # fmt: skip
            assert not {"Bruna", "Luce", resident.account.email} & set(
                visitor.page.url.replace("?", "/").replace("=", "/").split("/")
            )
