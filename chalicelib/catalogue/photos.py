"""Photos of an offering: what comes from a camera is made small, and where and when it was taken is left out."""

import io
from dataclasses import dataclass

from chalicelib.kernel.refusals import Conflict, Invalid, NotFound
from chalicelib.kernel.texts import Text

TYPES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
BYTES_MAX = 10_000_000  # what a telephone makes
PIXELS_MAX = 50_000_000  # a small file can unfold to gigabytes
SIDE_MAX = 1280  # enough for a screen; the file stays small enough to be sent by the API itself
QUALITY = 80
PHOTOS_MAX = 6
KEPT_TYPE = "image/jpeg"


class PhotoMissing(Conflict):
    """No file was left at the address."""

    detail = Text("La foto non è ancora arrivata.", "The photo has not arrived yet.")
    remedy = Text("Carica il file all'indirizzo ricevuto, poi riprova.", "Upload the file, then try again.")


class PhotoUnreadable(Invalid):
    """The file is no JPEG, PNG or WebP picture, or is far too large."""

    detail = Text("Il file non è una foto che sappiamo leggere.", "The file is not a picture we can read.")
    remedy = Text("Carica una foto JPEG, PNG o WebP.", "Upload a JPEG, PNG or WebP picture.")


class TooManyPhotos(Conflict):
    """An offering has as many photos as it may."""

    detail = Text("Ci sono già {photos_max} foto.", "There are {photos_max} photos already.")
    remedy = Text("Togli prima una foto.", "Take one away first.")


class NoSuchPhoto(NotFound):
    """The offering does not show this photo."""

    detail = Text("Questa foto non c'è.", "There is no such photo.")


@dataclass(frozen=True, slots=True)
class Photo:
    """A published photo, with what it shows told in words for who does not see it."""

    id: str
    offering_id: str
    alt_it: str
    alt_en: str | None
    width: int
    height: int

    @property
    def path(self) -> str:
        """Where it is fetched."""
        return f"/v1/offerings/{self.offering_id}/photos/{self.id}"


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as it is kept: upright, small, without what the camera noted."""

    content: bytes
    width: int
    height: int


def developed(content: bytes) -> Picture:
    """The picture in a file that somebody left. Raises PhotoUnreadable."""
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 - only who publishes a photo needs it

    try:
        with Image.open(io.BytesIO(content), formats=list(TYPES.values())) as raw:
            if raw.width * raw.height > PIXELS_MAX:
                raise PhotoUnreadable
            upright = ImageOps.exif_transpose(raw).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise PhotoUnreadable from error
    upright.thumbnail((SIDE_MAX, SIDE_MAX))
    clean = Image.new("RGB", upright.size)  # nothing but the pixels goes over: no EXIF, no place, no comment
    clean.paste(upright)
    into = io.BytesIO()
    clean.save(into, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return Picture(into.getvalue(), clean.width, clean.height)
