"""Photos of an offering: a file is left at an address, looked at, made small and clean, and shown."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.kernel.identifiers import Outcome, RequestKey
from chalicelib.runtime import files
from chalicelib.runtime.shapes import Image

from . import browse, change, photos
from .photos import KEPT_TYPE, NoSuchPhoto, Photo, PhotoMissing

LEFT, KEPT = "uploads/photos", "photos"  # what was left is forgotten after thirty days, with what the camera noted


@dataclass(frozen=True, slots=True)
class PhotoUpload:
    """Where a photo is left by PUT: of exactly this type and size, until when."""

    photo_id: str
    url: str
    content_type: str
    size_bytes: int
    expires_at: datetime


def upload(
    offering_id: str, *, content_type: str, size_bytes: int, provider_id: str, key: RequestKey, at: datetime
) -> Outcome[PhotoUpload]:
    """Where a photo of one's own offering is left; nothing is shown yet. Raises NotFound."""
    change.own(offering_id, provider_id)
    photo_id = key.id_for("photo")
    url = files.upload_address(_left(offering_id, photo_id), content_type=content_type, size_bytes=size_bytes)
    expires_at = at + timedelta(seconds=files.UPLOAD_SECONDS)
    return Outcome(PhotoUpload(photo_id, url, content_type, size_bytes, expires_at))


def offering(offering_id: str, photo_id: str, *, alt_it: str, alt_en: str | None, provider_id: str) -> Photo:
    """Show a photo that was left, with what it shows in words. Raises NotFound, PhotoMissing, PhotoUnreadable."""
    change.own(offering_id, provider_id)
    content = files.found(_left(offering_id, photo_id))
    if content is None:
        raise PhotoMissing(photo_id=photo_id)
    picture = photos.developed(content)
    files.keep(_kept(offering_id, photo_id), picture.content, KEPT_TYPE)
    photo = Photo(photo_id, offering_id, alt_it, alt_en, picture.width, picture.height)
    change.added_photo(offering_id, photo, provider_id=provider_id)
    return photo


def photo(offering_id: str, photo_id: str, *, on: date) -> Image:
    """A photo that an offering shows. Raises NotFound, NoSuchPhoto."""
    if photo_id not in {one.id for one in browse.offering(offering_id, on=on).photos}:
        raise NoSuchPhoto(photo_id=photo_id)
    content = files.found(_kept(offering_id, photo_id))
    if content is None:
        raise NoSuchPhoto(photo_id=photo_id)
    return Image(content, KEPT_TYPE)


def _left(offering_id: str, photo_id: str) -> str:
    return f"{LEFT}/{offering_id}/{photo_id}"


def _kept(offering_id: str, photo_id: str) -> str:
    return f"{KEPT}/{offering_id}/{photo_id}.jpg"
