"""The shapes of services, needs, offerings, price lists, places and photos."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta

from chalicelib.kernel.territory import Audience, Category
from chalicelib.kernel.texts import Text
from chalicelib.runtime.shapes import Belfiore, Body, Cents, Id, Line, ListQuery, Name, Prose, View

from .model import PriceUnit, Scope
from .needs import Need, NeedKind
from .photos import BYTES_MAX
from .premises import Feature, Premises

SERVICES_MAX = 50


class ServiceView(View, frozen=True, kw_only=True):
    """A kind of help."""

    id: str
    title: str
    category: Category
    audience: Audience
    price_unit: PriceUnit


class NewService(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of help, under an id that people can read."""

    id: Id
    title: Name
    category: Category
    audience: Audience
    price_unit: PriceUnit


class NeedView(View, frozen=True, kw_only=True):
    """A sentence that somebody would say of themselves, and the kinds of help that answer it."""

    id: str
    kind: NeedKind
    title: str
    service_ids: list[str]


class NewNeed(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A need or a life event in both languages, under an id that people can read."""

    id: Id
    kind: NeedKind
    title_it: Line
    title_en: Line
    service_ids: Annotated[list[Id], Meta(min_length=1, max_length=SERVICES_MAX)]

    @property
    def need(self) -> Need:
        """The same as the model has it."""
        return Need(self.id, self.kind, Text(self.title_it, self.title_en), tuple(self.service_ids))


class PremisesView(View, frozen=True, kw_only=True):
    """What a place has (true) and has not (false); null is unknown, and never means no."""

    step_free_entrance: bool | None
    accessible_toilet: bool | None
    reserved_parking: bool | None
    lift: bool | None
    hearing_loop: bool | None
    tactile_guides: bool | None
    note: str | None
    seen_on: date | None


class NewPremises(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a place has and has not, and when somebody looked. What is left out is unknown."""

    seen_on: date
    step_free_entrance: bool | None = None
    accessible_toilet: bool | None = None
    reserved_parking: bool | None = None
    lift: bool | None = None
    hearing_loop: bool | None = None
    tactile_guides: bool | None = None
    note: Line | None = None

    @property
    def premises(self) -> Premises:
        """The same as the model has it."""
        return self.into(Premises)


class PhotoView(View, frozen=True, kw_only=True):
    """A photo: where it is fetched, what it shows in words, how large it is."""

    id: str
    path: str
    alt_it: str
    alt_en: str | None
    width: int
    height: int


class OfferingView(View, frozen=True, kw_only=True):
    """A service by a cooperative at a place, with its price."""

    id: str
    service_id: str
    provider_id: str
    provider_name: str
    title: str
    description: str
    category: Category
    audience: Audience
    scope: Scope
    municipality_code: str | None
    place: str
    price_cents: int
    price_unit: PriceUnit
    accepts_vouchers: bool
    desk_id: Annotated[str | None, Meta(description="The Social Point that receives who comes.")]
    premises: PremisesView
    photos: list[PhotoView]


class OfferingQuery(ListQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What someone looks for in the catalogue."""

    category: Category | None = None
    municipality_code: Belfiore | None = None
    audience: Audience | None = None
    price_max_cents: Cents | None = None
    accepts_vouchers: bool | None = None
    scope: Scope | None = None
    accessible: Annotated[Feature | None, Meta(description="Only where the place is known to have this.")] = None
    need: Annotated[Id | None, Meta(description="A need or a life event: only what answers it.")] = None
    service_id: Annotated[Id | None, Meta(description="A kind of help: only offerings of it.")] = None
    text: Line | None = None


class NewOffering(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An offering to be published."""

    service_id: Id
    title: Name
    description: Prose
    municipality_code: Belfiore | None = None
    place: Name
    price_cents: Cents
    accepts_vouchers: bool
    desk_id: Annotated[Id | None, Meta(description="The Social Point that receives who comes.")] = None


class NewPhotoUpload(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What kind of file is going to be left, and how large exactly."""

    content_type: Literal["image/jpeg", "image/png", "image/webp"]
    size_bytes: Annotated[int, Meta(ge=1, le=BYTES_MAX)]


class PhotoUploadView(View, frozen=True, kw_only=True):
    """Where a photo is left by PUT: of exactly this type and size, until when."""

    photo_id: str
    url: str
    content_type: str
    size_bytes: int
    expires_at: datetime


class NewPhoto(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a photo shows, told for who does not see it."""

    alt_it: Line
    alt_en: Line | None = None


class PriceListView(View, frozen=True, kw_only=True):
    """A version of a price list and the days on which it is in force; one that was replaced before has none."""

    version: int
    price_cents: int
    from_on: date | None
    to_on: date | None
    published_at: datetime | None
    replaced: bool


class PriceListsView(View, frozen=True, kw_only=True):
    """All versions of an offering's price list, the latest first."""

    price_lists: list[PriceListView]


class NewPriceList(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A price, and the day from which it holds."""

    price_cents: Cents
    from_on: date


class NewRemoval(Body, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Nothing needs to be said."""
