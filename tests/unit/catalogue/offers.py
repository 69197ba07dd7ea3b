"""Offerings for the rules of the catalogue: a test says only what matters to it."""

from datetime import date
from typing import Any

from chalicelib.catalogue.model import Offering, PriceUnit, Scope
from chalicelib.catalogue.shelf import Shelf
from chalicelib.kernel.territory import Audience, Category
from chalicelib.providers.model import Accreditation, Network, Provider

TODAY = date(2027, 3, 1)


def offering(name: str, coop: str = "coop", **more: Any) -> Offering:
    """An ordinary local offering, known by its name."""
    ordinary: dict[str, Any] = {
        "id": name,
        "service_id": "aiuto",
        "provider_id": coop,
        "provider_name": coop,
        "title": name,
        "description": "",
        "category": Category.SILVER_CARE,
        "audience": Audience.ELDERLY,
        "scope": Scope.LOCAL,
        "municipality_code": "L319",
        "place": "qui",
        "price_cents": 2000,
        "price_unit": PriceUnit.SESSION,
        "accepts_vouchers": True,
    }
    return Offering(**{**ordinary, **more})


def accreditation(coop: str, **more: Any) -> Accreditation:
    """A right to deliver that began last year and ends next year."""
    ordinary = {"category": Category.SILVER_CARE, "from_on": date(2026, 1, 1), "to_on": date(2028, 1, 1)}
    return Accreditation(coop, **{**ordinary, **more})


def shelf(*offerings: Offering, **more: Any) -> Shelf:
    """A shelf of offerings by cooperatives that may deliver them."""
    coops = sorted({one.provider_id for one in offerings})
    ordinary: dict[str, Any] = {
        "services": (),
        "needs": (),
        "providers": tuple(Provider(coop, coop, Network.LOCAL, "", "L319", "", "", "") for coop in coops),
        "accreditations": tuple(accreditation(coop) for coop in coops),
        "offerings": offerings,
    }
    return Shelf(**{**ordinary, **more})
