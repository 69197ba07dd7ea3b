"""What is published shows soon, and what may no longer be shown is gone soon, on the deployed stack."""

import io
import time
from typing import Any

import requests
from PIL import Image

from chalicelib.catalogue import change, depict, look, stock
from chalicelib.kernel import clock
from chalicelib.providers import accredit
from chalicelib.providers import read as providers
from chalicelib.providers.model import AccreditationState, Provider
from chalicelib.runtime import files
from tests import builders as a
from tests.awaiting import eventually
from tests.e2e.conftest import Deployment

SOON_SECONDS = 15  # docs/catalogue.md says ten; a function that starts cold on a busy machine takes longer
STILL_SECONDS = 5


def shown(deployment: Deployment, coop: Provider) -> list[Any]:
    answer = requests.get(f"{deployment.api_url}/v1/providers/{coop.id}/offerings", timeout=30)
    items: list[Any] = answer.json()["items"]
    return items


def is_on_shelf(offering_id: str) -> bool:
    look.forget()
    return look.shelf().knows(offering_id)


def still() -> files.Version | None:
    """The version of the file when nothing has changed it for a while: all that was published has reached it."""
    before = files.version(stock.NAME)
    time.sleep(STILL_SECONDS)
    return before if files.version(stock.NAME) == before else None


def suspend(coop: Provider) -> None:
    for one in providers.accreditations(coop.id):
        accredit.provider(
            coop.id, category=one.category, from_on=one.from_on, to_on=one.to_on, state=AccreditationState.SUSPENDED
        )


def test_an_offering_shows_soon_and_a_suspended_cooperative_is_gone_soon(deployment: Deployment) -> None:
    coop = a.provider()
    a.session(by=coop)

    eventually(lambda: shown(deployment, coop), within_seconds=SOON_SECONDS)
    suspend(coop)
    eventually(lambda: not shown(deployment, coop), within_seconds=SOON_SECONDS)


def test_bookings_do_not_wake_the_catalogue(deployment: Deployment) -> None:
    session = a.session(starts_at=a.soon(), at=clock.now())
    eventually(lambda: is_on_shelf(session.offering_id), within_seconds=SOON_SECONDS)
    before = eventually(still)
    a.book(a.person(), session, at=clock.now())

    assert still() == before


def test_a_photo_is_left_at_its_address_and_shown_by_the_gateway(deployment: Deployment) -> None:
    session = a.session()
    into = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(into, "PNG")
    content, known = into.getvalue(), {"provider_id": session.provider_id}
    upload = depict.upload(
        session.offering_id, content_type="image/png", size_bytes=len(content), key=a.key(), at=clock.now(), **known
    ).value
    larger = requests.put(upload.url, data=content + b" ", headers={"Content-Type": "image/png"}, timeout=30)
    left = requests.put(upload.url, data=content, headers={"Content-Type": "image/png"}, timeout=30)
    assert (larger.status_code, left.status_code) == (403, 200)

    photo = depict.offering(session.offering_id, upload.photo_id, alt_it="Un prato", alt_en=None, **known)

    def fetched() -> requests.Response | None:
        browser = {"Accept": "image/avif,image/webp,*/*;q=0.8"}
        answer = requests.get(f"{deployment.api_url}{photo.path}", headers=browser, timeout=30)
        return answer if answer.status_code == 200 else None

    answer = eventually(fetched, within_seconds=SOON_SECONDS)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)
    change.removed_photo(session.offering_id, photo.id, **known)
    eventually(lambda: fetched() is None, within_seconds=SOON_SECONDS)


def test_the_feed_is_there_with_and_without_a_slash(deployment: Deployment) -> None:
    answers = [requests.get(f"{deployment.api_url}/hsds{end}", timeout=30) for end in ("", "/")]

    assert [answer.json()["version"] for answer in answers] == ["3.1", "3.1"]
