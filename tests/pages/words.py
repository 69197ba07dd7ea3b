"""What the pages say, in the language of the visitor."""

import json
from functools import cache

from infra.pages import WEB


@cache
def words(language: str, area: str) -> dict[str, str]:
    """The texts of an area, by key."""
    texts: dict[str, str] = json.loads((WEB / "texts" / language / f"{area}.json").read_text(encoding="utf-8"))
    return texts
