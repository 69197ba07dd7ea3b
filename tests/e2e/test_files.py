"""A file's address works for who was given it, and its bytes are those that were announced."""

from datetime import timedelta

import requests

from chalicelib.kernel import clock
from chalicelib.runtime import files
from tests import builders as a
from tests.e2e.conftest import Deployment
from tests.e2e.fleet import Ask, Fleet


def test_a_statement_is_fetched_from_its_address(deployment: Deployment, fleet: Fleet) -> None:
    before = clock.now() - timedelta(hours=1)
    holder = a.person()
    voucher = a.voucher(holder, under=a.programme(at=before), at=before)
    body = {"format": "pdf", "until_at": (before + timedelta(minutes=1)).isoformat()}

    offer = fleet.ask(Ask("POST", f"/v1/vouchers/{voucher.id}/statement-files", body, holder.id, ("citizen",)))

    assert offer.status == 201, offer.body
    fetched = requests.get(offer.body["url"], timeout=20)
    assert (fetched.status_code, fetched.headers["Content-Type"]) == (200, "application/pdf")
    assert files.digest(fetched.content) == offer.body["sha256"]
    assert "attachment" in fetched.headers["Content-Disposition"]
