"""The territory this deployment serves, and the areas of help it knows."""

from enum import StrEnum

from .texts import Text

NAME = "tradate"

# Cadastral (Belfiore) codes of the eight municipalities of the district of Tradate.
MUNICIPALITIES = {
    "C273": "Castelseprio",
    "C300": "Castiglione Olona",
    "E104": "Gornate Olona",
    "E665": "Lonate Ceppino",
    "L319": "Tradate",
    "L703": "Vedano Olona",
    "L733": "Venegono Inferiore",
    "L734": "Venegono Superiore",
}

PROVINCE = "VA"
POSTAL_CODES = {
    "C273": "21050",
    "C300": "21043",
    "E104": "21040",
    "E665": "21050",
    "L319": "21049",
    "L703": "21040",
    "L733": "21040",
    "L734": "21040",
}


class Category(StrEnum):
    """The areas of help; an accreditation is for one of them."""

    YOU_CARE = "you_care"
    CHILD_CARE = "child_care"
    SILVER_CARE = "silver_care"
    FAMILY_CARE = "family_care"
    HOUSE_PET_CARE = "house_pet_care"
    SOCIAL_POINT = "social_point"


class Audience(StrEnum):
    """Who a service is meant for."""

    CHILDREN = "children"
    FAMILIES = "families"
    ELDERLY = "elderly"
    DISABLED = "disabled"
    EVERYONE = "everyone"


AREAS = {
    Category.YOU_CARE: Text("sport, cultura e corsi", "sport, culture and courses"),
    Category.CHILD_CARE: Text("bambini e ragazzi", "children and young people"),
    Category.SILVER_CARE: Text("persone anziane", "elderly people"),
    Category.FAMILY_CARE: Text("famiglia e disabilità", "family and disability"),
    Category.HOUSE_PET_CARE: Text("casa e animali", "house and pets"),
    Category.SOCIAL_POINT: Text("Social Point", "Social Point"),
}


def municipality(code: str) -> str:
    """The name of a municipality of the territory, or the code itself for one outside."""
    return MUNICIPALITIES.get(code, code)
