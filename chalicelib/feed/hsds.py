"""The catalogue in the words of HSDS 3: a service there is an offering here, an organization a cooperative."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.catalogue.model import Offering, PriceUnit, Session
from chalicelib.catalogue.premises import FEATURES
from chalicelib.catalogue.prices import PriceList
from chalicelib.kernel.territory import AREAS, MUNICIPALITIES, POSTAL_CODES, PROVINCE, Audience
from chalicelib.kernel.texts import Language, money
from chalicelib.providers.model import Provider

from .model import Recurrence, part_of, recurrences, uuid_of
from .shapes import (
    AccessibilityView,
    AddressView,
    AttributeView,
    CapacityView,
    CostOptionView,
    FeedServiceView,
    FullFeedServiceView,
    LocationView,
    OrganizationView,
    PhoneView,
    ScheduleView,
    ServiceAreaView,
    ServiceAtLocationView,
    TermView,
    UnitView,
)

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNITS = {
    PriceUnit.HOUR: "all'ora",
    PriceUnit.SESSION: "a incontro",
    PriceUnit.MONTH: "al mese",
    PriceUnit.WEEK: "a settimana",
    PriceUnit.COURSE: "per tutto il corso",
    PriceUnit.PERSON: "a persona",
    PriceUnit.EVENT: "per tutto l'evento",
}
AUDIENCES = {
    Audience.CHILDREN: "Per bambini e ragazzi.",
    Audience.FAMILIES: "Per le famiglie.",
    Audience.ELDERLY: "Per persone anziane.",
    Audience.DISABLED: "Per persone con disabilità.",
    Audience.EVERYONE: "Per tutti.",
}
EVERYWHERE = "In tutto il distretto"


def service(offering: Offering, provider: Provider) -> FeedServiceView:
    """An offering as lists have it."""
    return FeedServiceView(
        id=uuid_of(offering.id),
        name=offering.title,
        description=offering.description,
        status="active",
        organization=_organization(provider),
        fees_description=_price(offering.price_cents, offering.price_unit),
        eligibility_description=AUDIENCES[offering.audience],
    )


def full_service(
    offering: Offering, provider: Provider, sessions: Sequence[Session], *, on: date, updated: datetime
) -> FullFeedServiceView:
    """An offering with all that hangs on it, on a day; its capacity is that of the sessions to come."""
    short = service(offering, provider)
    return FullFeedServiceView(
        id=short.id,
        name=short.name,
        description=short.description,
        status=short.status,
        organization=short.organization,
        fees_description=short.fees_description,
        eligibility_description=short.eligibility_description,
        service_areas=[_area(offering)],
        service_at_locations=_locations(offering),
        cost_options=[_cost(offering, one) for one in offering.price_lists if _matters(one, on)],
        schedules=[_schedule(offering, one) for one in recurrences((one.starts_at, one.ends_at) for one in sessions)],
        capacities=[_capacity(offering, sessions, updated)],
        attributes=[_area_of_help(offering)],
    )


def _organization(provider: Provider) -> OrganizationView:
    return OrganizationView(
        id=uuid_of(provider.id),
        name=provider.name,
        description=provider.description,
        email=provider.email,
        phones=[PhoneView(id=part_of("phone", provider.id), number=provider.phone)],
    )


def _area(offering: Offering) -> ServiceAreaView:
    name = MUNICIPALITIES.get(offering.municipality_code or "", EVERYWHERE)
    return ServiceAreaView(id=part_of("area", offering.id), name=name, description=offering.place)


def _locations(offering: Offering) -> list[ServiceAtLocationView]:
    """Where it takes place, if that is an address: one names its municipality after a comma."""
    code = offering.municipality_code or ""
    city = MUNICIPALITIES.get(code)
    written = re.fullmatch(rf"(.+), {city}(?: \(.+\))?", offering.place)
    if city is None or written is None:
        return []
    address = AddressView(
        id=part_of("address", offering.id),
        address_1=written[1],
        city=city,
        state_province=PROVINCE,
        postal_code=POSTAL_CODES[code],
        country="IT",
        address_type="physical",
    )
    location = LocationView(
        id=part_of("location", offering.id),
        location_type="physical",
        name=offering.place,
        addresses=[address],
        accessibility=_accessibility(offering),
    )
    return [ServiceAtLocationView(id=part_of("at", offering.id), location=location)]


def _accessibility(offering: Offering) -> list[AccessibilityView]:
    """What is known; of what is unknown nothing is said."""
    return [
        AccessibilityView(
            id=part_of("accessibility", offering.id, feature),
            description=text.say(Language.IT),
            details="sì" if there else "no",
        )
        for feature, text in FEATURES.items()
        if (there := offering.premises.has(feature)) is not None
    ]


def _cost(offering: Offering, one: PriceList) -> CostOptionView:
    return CostOptionView(
        id=part_of("cost", offering.id, str(one.version)),
        option=UNITS[offering.price_unit],
        amount=one.price_cents / 100,
        currency="EUR",
        amount_description=_price(one.price_cents, offering.price_unit),
        valid_from=one.from_on,
        valid_to=one.to_on,
    )


def _matters(one: PriceList, on: date) -> bool:
    return not one.replaced and (one.to_on is None or one.to_on >= on)


def _schedule(offering: Offering, one: Recurrence) -> ScheduleView:
    weekly = one.count > 1
    return ScheduleView(
        id=part_of("schedule", offering.id, one.first_on.isoformat(), one.opens_at, one.closes_at),
        dtstart=one.first_on,
        valid_from=one.first_on,
        valid_to=one.last_on,
        opens_at=one.opens_at,
        closes_at=one.closes_at,
        freq="WEEKLY" if weekly else None,
        interval=1 if weekly else None,
        byday=WEEKDAYS[one.first_on.weekday()] if weekly else None,
        until=one.last_on if weekly else None,
        count=one.count if weekly else None,
    )


def _capacity(offering: Offering, sessions: Sequence[Session], updated: datetime) -> CapacityView:
    return CapacityView(
        id=part_of("capacity", offering.id),
        unit=UnitView(id=part_of("unit", "posti"), name="posti"),
        available=sum(one.places_free for one in sessions),
        maximum=sum(one.places_max for one in sessions),
        description=f"In {len(sessions)} incontri prenotabili nei prossimi due mesi",
        updated=updated,
    )


def _area_of_help(offering: Offering) -> AttributeView:
    name = AREAS[offering.category].say(Language.IT)
    term = TermView(
        id=part_of("category", offering.category),
        code=offering.category,
        name=name,
        description=f"Area di aiuto: {name}",
        taxonomy="Aree di aiuto",
    )
    return AttributeView(
        id=part_of("attribute", offering.id, offering.category), link_type="service_type", taxonomy_term=term
    )


def _price(cents: int, unit: PriceUnit) -> str:
    return f"{money(cents, Language.IT)} {UNITS[unit]}" if cents else "Gratuito"
