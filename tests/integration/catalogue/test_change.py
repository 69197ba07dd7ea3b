"""A cooperative changes what it offers: price, place, photos; and nobody else does."""

import io
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from PIL import Image

from chalicelib.catalogue import browse, change, depict, photos, prices, publish, table
from chalicelib.catalogue.model import Offering
from chalicelib.catalogue.photos import NoSuchPhoto, PhotoMissing, PhotoUnreadable, TooManyPhotos
from chalicelib.catalogue.premises import Premises
from chalicelib.catalogue.prices import PriceTooEarly
from chalicelib.catalogue.publish import SessionDraft
from chalicelib.kernel.clock import at_local
from chalicelib.kernel.identifiers import IdempotencyKeyReused, RequestKey
from chalicelib.kernel.paging import Span
from chalicelib.kernel.refusals import NotFound
from chalicelib.runtime import dynamodb, files
from tests import builders as a

pytestmark = pytest.mark.usefixtures("aws")

TODAY = date(2027, 3, 1)  # the day of a.NOW
APRIL = date(2027, 4, 1)


def offered() -> Offering:
    """An offering as it is in the table."""
    [found] = table.offerings([a.session(price_cents=2000).offering_id])
    return found


def again(offering: Offering) -> Offering:
    [found] = table.offerings([offering.id])
    return found


def priced(offering: Offering, cents: int, from_on: date, key: RequestKey | None = None) -> Offering:
    return change.price(
        offering.id, price_cents=cents, from_on=from_on, provider_id=offering.provider_id, key=key or a.key(), at=a.NOW
    ).value


def session(offering: Offering, on: date, hour: int = 10) -> int:
    """The price of a session that is published now for a day."""
    begins = at_local(on, time(hour))
    draft = SessionDraft(begins, begins + timedelta(hours=1), 3)
    made = publish.sessions(offering.id, [draft], provider_id=offering.provider_id, key=a.key(), at=a.NOW)
    return made.value.items[0].price_cents


def test_a_session_costs_what_its_day_costs_and_keeps_its_price() -> None:
    offering = offered()
    before = session(offering, APRIL)
    priced(offering, 2500, APRIL)

    assert before == 2000
    assert [session(offering, APRIL - timedelta(days=1), 12), session(offering, APRIL, 12)] == [2000, 2500]
    found = browse.sessions_of(offering.id, from_on=APRIL, to_on=APRIL, span=Span())
    assert [one.price_cents for one in found.items] == [2000, 2500]


def test_the_price_in_force_is_the_one_that_is_shown() -> None:
    offering = offered()
    priced(offering, 2500, APRIL)

    assert browse.offering(offering.id, on=TODAY).price_cents == 2000
    assert browse.offering(offering.id, on=APRIL).price_cents == 2500


def test_a_price_sent_again_is_added_once_and_another_under_its_key_is_refused() -> None:
    offering, key = offered(), a.key(fingerprint="first")
    priced(offering, 2500, APRIL, key)
    priced(offering, 2500, APRIL, key)

    assert len(again(offering).prices) == 2
    with pytest.raises(IdempotencyKeyReused):
        priced(offering, 2600, APRIL, replace(key, fingerprint="other"))


def test_today_keeps_its_price() -> None:
    with pytest.raises(PriceTooEarly):
        priced(offered(), 2500, TODAY)


def test_two_who_change_an_offering_at_once_both_do(monkeypatch: pytest.MonkeyPatch) -> None:
    offering = offered()
    real, raced = prices.why_not_add, list[bool]()

    def while_another_changes(*asked: Any, **known: Any) -> None:
        if not raced:
            raced.append(True)
            priced(offering, 2200, date(2027, 4, 2))
        real(*asked, **known)

    monkeypatch.setattr(prices, "why_not_add", while_another_changes)
    priced(offering, 2300, date(2027, 4, 3))

    found = again(offering)
    assert [(one.version, one.price_cents) for one in found.prices] == [(1, 2000), (2, 2200), (3, 2300)]
    assert found.edition == 3


def test_a_change_that_read_too_early_is_decided_again(monkeypatch: pytest.MonkeyPatch) -> None:
    offering = offered()
    stale = again(offering)
    change.premises(offering.id, Premises(lift=True), provider_id=offering.provider_id)

    with pytest.raises(dynamodb.Stale), dynamodb.Transaction() as writes:
        table.change_offering(writes, stale)


def test_another_cooperatives_offering_is_not_there_to_be_changed() -> None:
    offering = offered()

    for act in (
        lambda: change.premises(offering.id, Premises(), provider_id="other"),
        lambda: change.withdrawal(offering.id, provider_id="other", at=a.NOW),
        lambda: change.price(offering.id, price_cents=1, from_on=APRIL, provider_id="other", key=a.key(), at=a.NOW),
        lambda: upload(replace(offering, provider_id="other")),
    ):
        with pytest.raises(NotFound):
            act()


def upload(offering: Offering, key: RequestKey | None = None) -> str:
    return depict.upload(
        offering.id,
        content_type="image/jpeg",
        size_bytes=1000,
        provider_id=offering.provider_id,
        key=key or a.key(),
        at=a.NOW,
    ).value.photo_id


def left(offering: Offering, content: bytes) -> str:
    photo_id = upload(offering)
    files.keep(f"uploads/photos/{offering.id}/{photo_id}", content, "image/jpeg")
    return photo_id


def taken(width: int = 60, height: int = 40, kind: str = "JPEG", **camera: Any) -> bytes:
    """A picture from a telephone that notes who, when and where."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x010F] = "Telefono di Maria"
    exif[0x8825] = {1: "N", 2: (45.0, 42.0, 30.0), 3: "E", 4: (8.0, 54.0, 10.0)}
    for tag, value in camera.items():
        exif[{"orientation": 0x0112}[tag]] = value
    into = io.BytesIO()
    image.save(into, kind, exif=exif)
    return into.getvalue()


def published(offering: Offering, photo_id: str, alt: str = "Una sala luminosa") -> None:
    depict.offering(offering.id, photo_id, alt_it=alt, alt_en=None, provider_id=offering.provider_id)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_shown_without_what_the_camera_noted(kind: str) -> None:
    offering = offered()
    photo_id = left(offering, taken(kind=kind))
    published(offering, photo_id)

    shown = depict.photo(offering.id, photo_id, on=TODAY)

    picture = Image.open(io.BytesIO(shown.content))
    assert (picture.format, dict(picture.getexif()), picture.size) == ("JPEG", {}, (60, 40))
    assert b"Maria" not in shown.content
    [photo] = browse.offering(offering.id, on=TODAY).photos
    assert (photo.alt_it, photo.path) == ("Una sala luminosa", f"/v1/offerings/{offering.id}/photos/{photo_id}")


def test_a_photo_is_made_upright_and_small() -> None:
    picture = photos.developed(taken(4000, 3000, orientation=6))

    assert (picture.width, picture.height) == (960, 1280)


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", taken()[:300]], ids=["empty", "svg", "gif", "cut"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    offering = offered()

    with pytest.raises(PhotoUnreadable):
        published(offering, left(offering, content))


def test_a_picture_that_would_unfold_too_far_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PIXELS_MAX", 60 * 40 - 1)

    with pytest.raises(PhotoUnreadable):
        photos.developed(taken())


def test_a_photo_that_never_came_is_missing() -> None:
    offering = offered()

    with pytest.raises(PhotoMissing):
        published(offering, "never-left")


def test_a_photo_that_was_taken_away_is_no_longer_fetched() -> None:
    offering = offered()
    photo_id = left(offering, taken())
    published(offering, photo_id)
    change.removed_photo(offering.id, photo_id, provider_id=offering.provider_id)

    with pytest.raises(NoSuchPhoto):
        depict.photo(offering.id, photo_id, on=TODAY)


def test_there_are_six_photos_at_most_and_the_words_of_one_can_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change, "PHOTOS_MAX", 1)
    offering = offered()
    photo_id = left(offering, taken())
    published(offering, photo_id)
    published(offering, photo_id, "Un'altra descrizione")

    assert [one.alt_it for one in again(offering).photos] == ["Un'altra descrizione"]
    with pytest.raises(TooManyPhotos):
        published(offering, left(offering, taken()))


def test_what_nobody_said_of_a_place_is_unknown() -> None:
    offering = offered()
    assert offering.premises == Premises()

    change.premises(offering.id, Premises(lift=False, seen_on=TODAY), provider_id=offering.provider_id)

    assert again(offering).premises == Premises(lift=False, seen_on=TODAY)
