"""The shapes of HSDS 3 that we fill; what is not known is left out.

https://docs.openreferral.org/en/latest/hsds/schema_reference.html
"""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from chalicelib.runtime.shapes import Id, Query, View


class FeedView(View, frozen=True, kw_only=True):
    """What this feed is."""

    version: str
    profile: str
    openapi_url: str


class PhoneView(View, frozen=True, kw_only=True):
    """A telephone number."""

    id: str
    number: str


class OrganizationView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A cooperative."""

    id: str
    name: str
    description: str
    email: str | None = None
    phones: list[PhoneView] | None = None


class AddressView(View, frozen=True, kw_only=True):
    """Where a place is."""

    id: str
    address_1: str
    city: str
    state_province: str
    postal_code: str
    country: str
    address_type: str


class AccessibilityView(View, frozen=True, kw_only=True):
    """Something that a place has, or has not."""

    id: str
    description: str
    details: str


class LocationView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A place, and how it can be used."""

    id: str
    location_type: str
    name: str
    addresses: list[AddressView]
    accessibility: list[AccessibilityView]


class ServiceAtLocationView(View, frozen=True, kw_only=True):
    """A service at a place."""

    id: str
    location: LocationView


class ServiceAreaView(View, frozen=True, kw_only=True):
    """Where a service can be had."""

    id: str
    name: str
    description: str


class CostOptionView(View, frozen=True, kw_only=True, omit_defaults=True):
    """What a service costs in a period."""

    id: str
    option: str
    amount: float
    currency: str
    amount_description: str
    valid_from: date | None = None
    valid_to: date | None = None


class ScheduleView(View, frozen=True, kw_only=True, omit_defaults=True):
    """When a service takes place: once, or each week until a day (RFC 5545)."""

    id: str
    dtstart: date
    opens_at: str
    closes_at: str
    valid_from: date
    valid_to: date
    freq: str | None = None
    interval: int | None = None
    byday: str | None = None
    until: date | None = None
    count: int | None = None


class UnitView(View, frozen=True, kw_only=True):
    """What a capacity is counted in."""

    id: str
    name: str


class CapacityView(View, frozen=True, kw_only=True):
    """How many places there are, and how many are free."""

    id: str
    unit: UnitView
    available: int
    maximum: int
    description: str
    updated: datetime


class TermView(View, frozen=True, kw_only=True):
    """A word of a list of words."""

    id: str
    code: str
    name: str
    description: str
    taxonomy: str


class AttributeView(View, frozen=True, kw_only=True):
    """That a word applies to a service."""

    id: str
    link_type: str
    taxonomy_term: TermView


class FeedServiceView(View, frozen=True, kw_only=True, omit_defaults=True):
    """A service of a cooperative, as lists have it."""

    id: str
    name: str
    description: str
    status: str
    organization: OrganizationView
    fees_description: str
    eligibility_description: str


class FullFeedServiceView(FeedServiceView, frozen=True, kw_only=True, omit_defaults=True):
    """A service of a cooperative with all that hangs on it."""

    service_areas: list[ServiceAreaView]
    service_at_locations: list[ServiceAtLocationView]
    cost_options: list[CostOptionView]
    schedules: list[ScheduleView]
    capacities: list[CapacityView]
    attributes: list[AttributeView]


class FeedPageView(View, frozen=True, kw_only=True):
    """One page of the services."""

    total_items: int
    total_pages: int
    page_number: int
    size: int
    first_page: bool
    last_page: bool
    empty: bool
    contents: list[FeedServiceView]


class FeedQuery(Query, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which page of the services, and whose."""

    page: Annotated[int, Meta(ge=1, le=100_000, description="The number of the page, from 1.")] = 1
    per_page: Annotated[int, Meta(ge=1, le=100, description="How many services a page has at most.")] = 50
    organization_id: Annotated[Id | None, Meta(description="Only those of an organization.")] = None
