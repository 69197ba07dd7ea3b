"""Addresses of the pages, in the language of who is to open them."""

from chalicelib.kernel.texts import Language

from .settings import settings


def page(path: str, language: Language = Language.IT) -> str:
    """Where a page is opened; `path` begins with a slash and is the same in every language."""
    prefix = "" if language is Language.IT else f"/{language}"
    return f"{settings().portal_url}{prefix}{path}"
